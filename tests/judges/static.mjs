// Judges that read the files: markup, links, policy, data in pages, feed, sitemap, weight.
// Each gives a list of problems in words; an empty list is a pass.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import Parser from "rss-parser";
import { addressOf, decode, fileAt } from "./site.mjs";

const here = import.meta.dirname ?? new URL(".", import.meta.url).pathname;

/// What the checker says of a policy that it cannot judge: it takes each file for a site of its own, and counts
/// JSON-LD, which no browser executes, as a script. The console of a real browser is the judge of that.
const BEYOND_IT = /violates Content Security Policy/;

/// The Nu HTML checker over all HTML, CSS and SVG. Its warnings count.
export function markup(site) {
  const jar = createRequire(import.meta.url)("vnu-jar");
  const files = [...site.files].filter((file) => /\.(html|css|svg)$/.test(file));
  const problems = [];
  // As many files at once as a command line surely holds.
  for (let at = 0; at < files.length; at += 2000) {
    const some = files.slice(at, at + 2000).map((file) => join(site.folder, file));
    const options = ["-Xss4m", "-jar", jar, "--format", "json", "--also-check-css", "--also-check-svg", ...some];
    const run = spawnSync("java", options, { encoding: "utf8", maxBuffer: 1 << 28 });
    if (run.error) return [`java could not be run: ${run.error.message}`];
    try {
      problems.push(...JSON.parse(run.stderr).messages);
    } catch {
      return [`the checker did not answer: ${run.stderr.slice(0, 300)}`];
    }
  }
  return problems
    .filter(({ type, subType, message }) => (type !== "info" || subType === "warning") && !BEYOND_IT.test(message))
    .map(({ url, lastLine, lastColumn, message, extract }) => {
      const place = `${url.replace(/^file:/, "").replace(site.folder, "")}:${lastLine}:${lastColumn}`;
      return `${place} ${message} ${JSON.stringify(extract ?? "")}`;
    });
}

const OUTGOING = /^(?:https?|mailto):/i;

/// Addresses in `href` and `src`, with where they stand.
function addresses(page) {
  const tags = page.html.matchAll(/<(\w+)((?:\s[^<>]*)?)>/g);
  return [...tags].flatMap(([, tag, attributes]) =>
    [...attributes.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, address]) => ({ tag, address: decode(address) })),
  );
}

function ids(html) {
  return [...html.matchAll(/<[^<>]*\sid="([^"]*)"/g)].map(([, id]) => decode(id));
}

/// Internal links lead to a file of the site, and their fragments to an id on it.
export function links(site) {
  const idsOf = new Map(site.pages.map((page) => [page.file, new Set(ids(page.html))]));
  return [...site.pages, ...site.redirects].flatMap((page) =>
    addresses(page).flatMap(({ tag, address }) => {
      const target = new URL(address, site.origin + page.path);
      if (target.origin !== site.origin) {
        return OUTGOING.test(address) ? [] : [`${page.path}: <${tag}> leads to ${address}`];
      }
      const file = fileAt(site, target.pathname);
      if (!file) return [`${page.path}: ${address} is not there`];
      const fragment = decodeURIComponent(target.hash.slice(1));
      const found = !fragment || !idsOf.has(file) || idsOf.get(file).has(fragment);
      return found ? [] : [`${page.path}: ${address} has no such place`];
    }),
  );
}

/// Every page can be reached from the front page by links alone, and ids are unique on each.
export function reach(site) {
  const byFile = new Map(site.pages.map((page) => [page.file, page]));
  const seen = new Set(["index.html"]);
  const waiting = ["index.html"];
  while (waiting.length > 0) {
    const page = byFile.get(waiting.pop());
    for (const { tag, address } of page ? addresses(page) : []) {
      const target = new URL(address, site.origin + page.path);
      const file = tag === "a" && target.origin === site.origin ? fileAt(site, target.pathname) : undefined;
      if (file && !seen.has(file)) {
        seen.add(file);
        waiting.push(file);
      }
    }
  }
  const lost = site.pages.filter((page) => page.kind !== "404" && page.file !== "404.html" && !seen.has(page.file));
  const twice = site.pages.flatMap((page) => {
    const all = ids(page.html);
    return all.filter((id, at) => all.indexOf(id) !== at).map((id) => `${page.path}: two elements have the id ${id}`);
  });
  return [...lost.map((page) => `${page.path} is linked from nowhere`), ...twice];
}

/// The content policy comes first and nothing on the page would break it.
export function policy(site) {
  return site.pages.flatMap(({ html, path }) => {
    const problems = [];
    const head = html.slice(html.indexOf("<head>") + 6).trimStart();
    if (!/^<meta http-equiv="Content-Security-Policy" content="default-src 'none';/.test(head)) {
      problems.push("the content policy is not the first thing in <head>");
    }
    if (/unsafe-(inline|eval)/.test(head.slice(0, 500))) problems.push("the content policy allows what is unsafe");
    for (const [tag] of html.matchAll(/<[a-zA-Z][^<>]*>/g)) {
      if (/\s(style|on\w+)\s*=/.test(tag.replace(/"[^"]*"/g, '""'))) problems.push(`inline code in ${tag}`);
      if (/^<(style|iframe|object|embed|form|base)\b/i.test(tag)) problems.push(`${tag} does not belong here`);
      if (/^<script\b/i.test(tag) && !/ src=|type="application\/ld\+json"/.test(tag)) problems.push(`inline ${tag}`);
      if (/=["']?\s*(javascript|data|vbscript):/i.test(decode(tag))) problems.push(`a dangerous address in ${tag}`);
    }
    return problems.map((problem) => `${path}: ${problem}`);
  });
}

/// JSON-LD parses and says what it is; canonical addresses are those of the pages; titles are there and differ, but
/// for articles, which may share a headline.
export function metadata(site) {
  const titles = new Map();
  return site.pages.flatMap((page) => {
    const { html, path } = page;
    const problems = [];
    for (const [, json] of html.matchAll(/<script type="application\/ld\+json">([^]*?)<\/script>/g)) {
      try {
        const data = JSON.parse(json);
        const whole = Array.isArray(data) ? data : [data];
        const named = whole.every((part) => part["@context"] && (part["@type"] || part["@graph"]));
        if (!named) problems.push("JSON-LD without @context or @type");
      } catch (error) {
        problems.push(`JSON-LD does not parse: ${error.message}`);
      }
    }
    const canonical = /<link rel="canonical" href="([^"]*)"/.exec(html)?.[1];
    const hidden = /<meta name="robots" content="noindex"/.test(html);
    if (!hidden && canonical === undefined) problems.push("no canonical address");
    if (canonical && decode(canonical) !== site.origin + addressOf(site.base, page.file)) {
      problems.push(`canonical is ${canonical}`);
    }
    const title = /<title>([^<]*)<\/title>/.exec(html)?.[1].trim();
    if (!title) problems.push("no title");
    else if (titles.has(title) && page.kind !== "article") problems.push(`has the title of ${titles.get(title)}: ${title}`);
    else titles.set(title, path);
    return problems.map((problem) => `${path}: ${problem}`);
  });
}

/// The Atom feed is well-formed, complete, and its links lead to pages.
export async function feed(site) {
  // A manual has nothing to follow, and says so by linking no feed.
  const promised = site.pages.some((page) => page.kind === "article" || /href="[^"]*atom\.xml"/.test(page.html));
  if (!site.files.has("atom.xml")) return promised ? ["there is no atom.xml"] : [];
  const file = join(site.folder, "atom.xml");
  const problems = xmllint(["--noout", "--nonet", file]);
  const text = readFileSync(file, "utf8");
  let parsed;
  try {
    parsed = await new Parser().parseString(text);
  } catch (error) {
    return [...problems, `the feed does not parse: ${error.message}`];
  }
  if (!parsed.title) problems.push("the feed has no title");
  const dated = site.pages.some((page) => page.kind === "article" && page.html.includes('"datePublished"'));
  if (parsed.items.length === 0 && dated) problems.push("no entries");
  if (!/<updated>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ<\/updated>/.test(text)) problems.push("no time of update");
  if (!/<link[^>]* rel="self"/.test(text)) problems.push("no link to itself");
  const known = new Set();
  for (const item of parsed.items) {
    if (!item.title || !item.id || known.has(item.id)) problems.push(`an entry without title or own id: ${item.id}`);
    known.add(item.id);
    const target = URL.canParse?.(item.link) ? new URL(item.link) : undefined;
    if (target?.origin !== site.origin || !fileAt(site, target.pathname)) {
      problems.push(`an entry leads to ${item.link}`);
    }
    if (Number.isNaN(Date.parse(item.isoDate ?? ""))) problems.push(`an entry without a date: ${item.link}`);
  }
  return problems;
}

/// The sitemap follows its schema and lists exactly the pages that may be found.
export function sitemap(site) {
  if (!site.files.has("sitemap.xml")) return ["there is no sitemap.xml"];
  const file = join(site.folder, "sitemap.xml");
  const problems = xmllint(["--noout", "--nonet", "--schema", join(here, "sitemap.xsd"), file]);
  const listed = new Set(
    [...readFileSync(file, "utf8").matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, address]) => decode(address)),
  );
  const wanted = site.pages
    .filter((page) => !/<meta name="robots" content="noindex"/.test(page.html))
    .map((page) => site.origin + page.path);
  problems.push(...wanted.filter((address) => !listed.has(address)).map((address) => `${address} is not listed`));
  for (const address of listed) {
    if (!URL.canParse?.(address) || !fileAt(site, new URL(address).pathname)) problems.push(`${address} is not there`);
  }
  return problems;
}

/// The front page with all that it loads stays under 100 KB, all style sheets under 30 KB, all scripts under 15 KB.
export function weight(site) {
  const home = site.pages.find((page) => page.file === "index.html");
  const loaded = [...home.html.matchAll(/<(?:link rel="(?:stylesheet|icon)"|script|img)[^<>]*? (?:href|src)="([^"]*)"/g)];
  const files = loaded.map(([, address]) => fileAt(site, decode(address))).filter(Boolean);
  const size = (file) => readFileSync(join(site.folder, file)).length;
  const total = Buffer.byteLength(home.html) + files.reduce((sum, file) => sum + size(file), 0);
  const all = (end) => [...site.files].filter((file) => file.endsWith(end)).reduce((sum, file) => sum + size(file), 0);
  return [
    ...(total > 100_000 ? [`the front page weighs ${total} bytes`] : []),
    ...(all(".css") > 30_000 ? [`the style sheets have ${all(".css")} bytes`] : []),
    ...(all(".js") > 15_000 ? [`the scripts have ${all(".js")} bytes`] : []),
  ];
}

function xmllint(options) {
  const run = spawnSync("xmllint", options, { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.error) return [`xmllint could not be run: ${run.error.message}`];
  return run.status === 0 ? [] : run.stderr.trim().split("\n").slice(0, 10);
}
