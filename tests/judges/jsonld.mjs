// The judge of structured data: TypeScript, with the types of schema.org (`schema-dts`), over the JSON-LD of a few pages
// of each kind.

import ts from "typescript";
import { sample } from "./site.mjs";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;
const ELEMENT = /<script type="application\/ld\+json">([^]*?)<\/script>/;

/// What the compiler says of the JSON-LD.
export function jsonld(site) {
  const pages = sample(site.pages).filter((page) => ELEMENT.test(page.html));
  if (pages.length === 0) return ["no page has JSON-LD"];
  // The search action's "query-input" is Google's own addition to the vocabulary.
  const lines = pages.map(({ html }, at) => `export const page${at}: Graph = ${ELEMENT.exec(html)[1].replace(/,"query-input":"[^"]*"/, "")};`);
  const text = `import type { Graph } from "schema-dts";\n${lines.join("\n")}\n`;
  const name = `${here}/judged.ts`;
  const options = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext, types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.fileExists = (file) => file === name || fileExists(file);
  host.readFile = (file) => (file === name ? text : readFile(file));
  host.getSourceFile = (file, version) => (file === name ? ts.createSourceFile(file, text, version) : getSourceFile(file, version));
  const program = ts.createProgram([name], options, host);
  return ts.getPreEmitDiagnostics(program).map((found) => {
    const line = found.file?.getLineAndCharacterOfPosition(found.start).line ?? 0;
    const words = ts.flattenDiagnosticMessageText(found.messageText, " ").replace(/\s+/g, " ");
    return `${pages[line - 1]?.path ?? found.file?.fileName}: ${words.slice(-600)}`;
  });
}
