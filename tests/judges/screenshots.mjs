// Takes pictures of a built site: `node screenshots.mjs SITE_DIR OUT_DIR`. One page of each kind at 360, 768 and
// 1440 px, in light and dark, and as printed. The name of a picture is kind, width and look.

import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch } from "./browser.mjs";
import { readSite, serve } from "./site.mjs";

const [folder, out] = process.argv.slice(2);
if (!folder || !out) {
  console.error("usage: node screenshots.mjs SITE_DIR OUT_DIR");
  process.exit(2);
}
const site = readSite(resolve(folder));
const shown = new Map();
for (const page of site.pages) {
  // The largest page of a kind shows most of what the kind can show.
  if (!shown.has(page.kind) || shown.get(page.kind).html.length < page.html.length) shown.set(page.kind, page);
}
mkdirSync(out, { recursive: true });
const server = await serve(site);
const browser = await launch();
let taken = 0;
for (const look of ["light", "dark", "print"]) {
  for (const width of look === "print" ? [768] : [360, 768, 1440]) {
    const colorScheme = look === "dark" ? "dark" : "light";
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
    const tab = await context.newPage();
    if (look === "print") await tab.emulateMedia({ media: "print" });
    for (const [kind, page] of shown) {
      await tab.goto(server.origin + page.path);
      await tab.screenshot({ path: join(out, `${kind}-${width}-${look}.png`), fullPage: true });
      taken += 1;
    }
    await context.close();
  }
}
await browser.close();
server.close();
console.log(`${taken} pictures in ${out}`);
