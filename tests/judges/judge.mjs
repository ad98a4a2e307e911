// Judges a built site: `node judge.mjs SITE_DIR [--only NAME,… | --without NAME,…]`. One line a judge, the problems
// below it, and a summary. Exit code 1 when any judge has found something, 2 when the command makes no sense.
//
// What reads files reads all of them. What needs a browser sees the largest and the smallest page of each kind, and
// Lighthouse the largest.

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { launch, look, scriptless, use } from "./browser.mjs";
import { feeds } from "./feeds.mjs";
import { jsonld } from "./jsonld.mjs";
import { marks } from "./lighthouse.mjs";
import { scripts } from "./scripts.mjs";
import { largest, readSite, sample, serve } from "./site.mjs";
import { feed, links, markup, metadata, policy, reach, sitemap, weight } from "./static.mjs";

const SHOWN = 12;

function usage(problem) {
  console.error(`${problem}\nusage: node judge.mjs SITE_DIR [--only NAME,… | --without NAME,…]`);
  process.exit(2);
}

async function inBrowser(site, wanted) {
  const server = await serve(site);
  const results = [];
  try {
    if (wanted("browser")) results.push(...(await looks(site, server.origin)));
    if (wanted("lighthouse")) {
      const pages = largest(site.pages);
      const found = await marks(server.origin, pages);
      results.push(["lighthouse", `${pages.length} pages: accessibility, best practices, search engines`, found]);
    }
  } finally {
    server.close();
  }
  return results;
}

async function looks(site, origin) {
  const browser = await launch();
  const pages = sample(site.pages);
  try {
    const seen = await look(browser, origin, pages);
    const used = await use(browser, origin, pages);
    return [
      ["axe-core", `${pages.length} pages, light and dark, 360 and 1280 px`, seen.axe],
      ["reflow", "no page is wider than the window", seen.reflow],
      ["requests", "none to other hosts", seen.requests],
      ["console", "no errors with the content policy in force", used.console],
      ["keyboard", "skip link and focus", used.keyboard],
      ["no scripts", "every kind of page can be read", await scriptless(browser, origin, largest(site.pages))],
    ];
  } finally {
    await browser.close();
  }
}

async function verdicts(site, wanted) {
  const still = [
    ["markup", `Nu HTML checker over ${site.files.size} files`, () => markup(site)],
    ["links", "internal links and fragments", () => links(site)],
    ["reach", "every page from the front page; ids unique", () => reach(site)],
    ["policy", "content policy, nothing inline", () => policy(site)],
    ["metadata", "titles, canonical addresses, JSON-LD", () => metadata(site)],
    ["feed", "atom.xml", () => feed(site)],
    ["feeds", "every feed in its three formats", () => feeds(site)],
    ["json-ld", "the types of schema.org, by TypeScript", () => jsonld(site)],
    ["sitemap", "sitemap.xml", () => sitemap(site)],
    ["scripts", "those of the themes are served as they were written", () => scripts(site)],
    ["weight", "front page under 100 KB, style sheets under 30 KB, scripts under 15 KB", () => weight(site)],
  ].filter(([name]) => wanted(name));
  const results = [];
  for (const [name, what, judge] of still) results.push([name, what, await judge()]);
  return [...results, ...(await inBrowser(site, wanted))];
}

const [folder, flag, names] = process.argv.slice(2);
if (!folder) usage("no folder given");
if (!existsSync(join(folder, "index.html"))) usage(`${folder} holds no index.html`);
if (flag && (!["--only", "--without"].includes(flag) || !names)) usage(`what is ${flag}?`);

const named = names?.split(",") ?? [];
const wanted = (name) => !flag || named.includes(name) === (flag === "--only");
const results = await verdicts(readSite(resolve(folder)), wanted);
for (const [name, what, problems] of results) {
  console.log(`${problems.length === 0 ? "pass" : "FAIL"}  ${name.padEnd(10)}  ${what}`);
  for (const problem of problems.slice(0, SHOWN)) console.log(`      ${problem}`);
  if (problems.length > SHOWN) console.log(`      … and ${problems.length - SHOWN} more`);
}
const failed = results.filter(([, , problems]) => problems.length > 0).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
