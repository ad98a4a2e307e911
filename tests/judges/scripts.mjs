// What is served of a script is what was written, read by TypeScript's own parser: no syntax errors, and the same tree as
// the file of the theme, which has comments and indentation besides.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const THEMES = join(import.meta.dirname ?? new URL(".", import.meta.url).pathname, "../../themes");

/// Problems of a site's scripts. `themes` is the folder of those that come with the program.
export function scripts(site, themes = THEMES) {
  return [...site.files].filter((file) => file.endsWith(".js")).flatMap((file) => {
    const served = parsed(readFileSync(join(site.folder, file), "utf8"));
    const [fault] = served.parseDiagnostics;
    if (fault) return [`${file}: ${ts.flattenDiagnosticMessageText(fault.messageText, " ")}`];
    const written = /^assets\/(.*)\.[0-9a-f]{8}\.js$/.exec(file)?.[1];
    const source = readdirSync(themes).map((theme) => join(themes, theme, "static", `${written}.js`)).find(existsSync);
    if (!source) return [];
    const [wanted, found] = [parsed(readFileSync(source, "utf8")), served].map((script) => tree(script));
    const at = wanted.findIndex((node, at) => node !== found[at]);
    return at < 0 && wanted.length === found.length ? [] : [`${file} is not what was written: ${found[at]} for ${wanted[at]}`];
  });
}

function parsed(text) {
  return ts.createSourceFile("script.js", text, ts.ScriptTarget.Latest, false, ts.ScriptKind.JS);
}

/// Every part of a script by its kind and words, in order.
function tree(node, depth = 0, into = []) {
  into.push(`${depth} ${ts.SyntaxKind[node.kind]} ${typeof node.text === "string" && node.kind !== ts.SyntaxKind.SourceFile ? node.text : ""}`);
  ts.forEachChild(node, (child) => void tree(child, depth + 1, into));
  return into;
}
