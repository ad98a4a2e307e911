// Judges are judged here: each passes a good site and finds the one defect that is put into it. `node --test`.

import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, test } from "node:test";
import { launch, look, scriptless, use } from "./browser.mjs";
import { feeds } from "./feeds.mjs";
import { jsonld } from "./jsonld.mjs";
import { marks } from "./lighthouse.mjs";
import { scripts } from "./scripts.mjs";
import { largest, readSite, sample, serve } from "./site.mjs";
import * as judges from "./static.mjs";

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'";

/// A page of a small good site; the parts can be replaced.
function page({ path, title, main, head = "", policy = POLICY, nav = '<li><a href="/a/">A</a></li>' }) {
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="canonical" href="https://example.org${path}">
<link rel="stylesheet" href="/assets/style.css">
<link rel="icon" type="image/svg+xml" href="/assets/icon.svg">
${head}</head>
<body class="page-${path === "/" ? "home" : "article"}">
<a class="skip" href="#main">Skip</a>
<nav aria-label="Sections"><ul><li><a href="/">Home</a></li>${nav}</ul></nav>
<main id="main" tabindex="-1"><h1>${title}</h1>${main ?? "<p>Some words to be read.</p>"}</main>
</body>
</html>
`;
}

const HOME = { path: "/", title: "Home" };
const A = { path: "/a/", title: "A", main: '<h2 id="s-x">X</h2><p><a href="#s-x">There</a> and more.</p>' };

function good() {
  const urls = ["/", "/a/"].map((path) => `<url><loc>https://example.org${path}</loc></url>`).join("");
  return {
    "index.html": page(HOME),
    "a/index.html": page(A),
    "assets/style.css": ".skip:focus { outline: 2px solid; } a { color: #00c; } :focus-visible { outline: 2px solid; }",
    "assets/icon.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1H0z"/></svg>',
    "sitemap.xml": `<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${urls}</urlset>`,
    "atom.xml": `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>https://example.org/</id><link rel="self" href="https://example.org/atom.xml"/><updated>2018-01-01T00:00:00Z</updated><entry><title>A</title><id>https://example.org/a/</id><link href="https://example.org/a/"/><updated>2018-01-01T00:00:00Z</updated></entry></feed>`,
  };
}

const folders = [];
function site(changes = {}) {
  const folder = mkdtempSync(join(tmpdir(), "judges-"));
  folders.push(folder);
  for (const [path, text] of Object.entries({ ...good(), ...changes })) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return readSite(folder);
}
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

/// The judge finds something, and says this.
function finds(problems, words) {
  assert.ok(problems.some((problem) => problem.includes(words)), `${words} in ${JSON.stringify(problems)}`);
}

test("a good site passes every judge that reads files", async () => {
  const fine = site();
  for (const [name, judge] of Object.entries(judges)) assert.deepEqual(await judge(fine), [], name);
});

test("markup finds what HTML and CSS do not allow", () => {
  const broken = { "a/index.html": page({ ...A, main: "<p><ul></ul></p>" }), "assets/style.css": "a { colr: red }" };
  const problems = judges.markup(site(broken));
  finds(problems, "No “p” element in scope");
  finds(problems, "colr");
});

test("links finds dead addresses, dead fragments and other schemes", () => {
  const main = '<p><a href="/b/">b</a><a href="/#s-none">c</a><a href="ftp://example.com/">d</a></p>';
  const problems = judges.links(site({ "a/index.html": page({ ...A, main }) }));
  finds(problems, "/b/ is not there");
  finds(problems, "/#s-none has no such place");
  finds(problems, "ftp:");
});

test("a page that only leads on is judged by where it leads", async () => {
  const leadingTo = (address) =>
    `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A</title><meta http-equiv="refresh" content="0; url=${address}"></head>` +
    `<body><p><a href="${address}">There</a></p></body></html>`;
  const fine = site({ "old/index.html": leadingTo("/a/") });
  for (const [name, judge] of Object.entries(judges)) {
    if (name !== "policy") assert.deepEqual(await judge(fine), [], name);
  }
  finds(judges.links(site({ "old/index.html": leadingTo("/b/") })), "/b/ is not there");
});

test("reach finds pages without a way to them and ids given twice", () => {
  const main = '<p id="x">1</p><p id="x">2</p>';
  const problems = judges.reach(site({ "index.html": page({ ...HOME, nav: "", main }) }));
  finds(problems, "/a/ is linked from nowhere");
  finds(problems, "the id x");
});

test("policy finds a weak or late policy and whatever is inline", () => {
  const weak = site({ "a/index.html": page({ ...A, policy: `${POLICY}; style-src 'unsafe-inline'` }) });
  finds(judges.policy(weak), "allows what is unsafe");
  const late = good()["a/index.html"].replace("<head>", "<head><title>x</title>");
  finds(judges.policy(site({ "a/index.html": late })), "not the first thing");
  for (const [main, words] of [
    ['<p style="color:red">x</p>', "inline code"],
    ['<p onclick="x()">x</p>', "inline code"],
    ["<script>x()</script>", "inline <script>"],
    ['<a href="javascript:x">x</a>', "a dangerous address"],
    ['<iframe src="/"></iframe>', "does not belong"],
  ]) {
    finds(judges.policy(site({ "a/index.html": page({ ...A, main }) })), words);
  }
});

test("metadata finds broken data, wrong addresses and shared titles", () => {
  const head = '<script type="application/ld+json">{"a":}</script>';
  finds(judges.metadata(site({ "a/index.html": page({ ...A, head }) })), "does not parse");
  const nameless = '<script type="application/ld+json">{"a":1}</script>';
  finds(judges.metadata(site({ "a/index.html": page({ ...A, head: nameless }) })), "@context");
  const moved = good()["a/index.html"].replace("https://example.org/a/", "https://example.org/b/");
  finds(judges.metadata(site({ "a/index.html": moved })), "canonical is");
  const twin = good()["a/index.html"].replace("<title>A<", "<title>Home<").replace("page-article", "page-topic");
  finds(judges.metadata(site({ "a/index.html": twin })), "has the title of");
});

test("feed finds entries without a page or a date, and XML that is none", async () => {
  const feed = good()["atom.xml"];
  finds(await judges.feed(site({ "atom.xml": undefined })), "there is no atom.xml");
  finds(await judges.feed(site({ "atom.xml": feed.replace('<link href="https://example.org/a/"', '<link href="/b/"') })), "leads to");
  finds(await judges.feed(site({ "atom.xml": feed.replace("</entry>", "") })), "does not parse");
  finds(await judges.feed(site({ "atom.xml": feed.replace("A</title>", "\u000b</title>") })), "atom.xml");
});

test("sitemap finds what is missing, gone, double or malformed", () => {
  const map = good()["sitemap.xml"];
  const with_ = (url) => site({ "sitemap.xml": map.replace("</urlset>", `<url>${url}</url></urlset>`) });
  finds(judges.sitemap(with_("<loc>https://example.org/b/</loc>")), "/b/ is not there");
  finds(judges.sitemap(with_("<loc>https://example.org/a/</loc>")), "each-address-once");
  finds(judges.sitemap(with_("<loc>https://example.org/a/?x</loc><lastmod>1.2.2018</lastmod>")), "lastmod");
  finds(judges.sitemap(with_("<loc>/a/</loc>")), "loc");
  const short = map.replace("<url><loc>https://example.org/a/</loc></url>", "");
  finds(judges.sitemap(site({ "sitemap.xml": short })), "/a/ is not listed");
});

test("weight finds a heavy front page, heavy style sheets and scripts", () => {
  const main = `<p>${"words ".repeat(17_000)}</p>`;
  finds(judges.weight(site({ "index.html": page({ ...HOME, main }) })), "the front page weighs");
  finds(judges.weight(site({ "assets/style.css": `/*${"x".repeat(30_000)}*/` })), "the style sheets have");
  finds(judges.weight(site({ "assets/a.js": "a", "b.js": `/*${"x".repeat(15_000)}*/` })), "the scripts have");
});

let browser;
before(async () => (browser = await launch()));
after(() => browser.close());

async function seen(changes) {
  const built = site(changes);
  const server = await serve(built);
  try {
    const pages = sample(built.pages);
    return {
      ...(await look(browser, server.origin, pages)),
      ...(await use(browser, server.origin, pages)),
      scriptless: await scriptless(browser, server.origin, pages),
    };
  } finally {
    server.close();
  }
}

test("a good site passes every judge that looks through a browser", async () => {
  for (const [name, problems] of Object.entries(await seen())) assert.deepEqual(problems, [], name);
});

test("the browser's judges find defects of a page", async () => {
  const main = '<h4>Skipped</h4><p><a href="/">Home</a></p><p class="pale">pale</p><div class="wide">wide</div><img src="http://127.0.0.1:9/x.png">';
  const css = ".pale { color: #ccc } .wide { width: 2000px } :focus-visible, .skip:focus { outline: none }";
  const found = await seen({
    "index.html": page(HOME).replace('<a class="skip" href="#main">Skip</a>', ""),
    "a/index.html": page({ ...A, main }),
    "assets/style.css": css,
  });
  for (const rule of ["image-alt", "color-contrast", "heading-order"]) finds(found.axe, rule);
  finds(found.reflow, "wider than the window");
  finds(found.requests, "http://127.0.0.1:9/x.png");
  finds(found.console, "Content Security Policy");
  finds(found.keyboard, "the first stop is");
  finds(found.keyboard, "no visible focus");
});

test("lighthouse gives full marks to a good page, and says what others lose", async () => {
  const described = (page) => page.replace("<title>", '<meta name="description" content="Words about it."><title>');
  const good = described(page(HOME)).replace('<li><a href="/a/">A</a></li>', "");
  const built = site({ "index.html": good, "a/index.html": page(A).replace('lang="en"', "").replace("</main>", '<img src="/assets/icon.svg"></main>') });
  const server = await serve(built);
  try {
    const [home, a] = largest(built.pages).sort((a, b) => a.path.length - b.path.length);
    assert.deepEqual(await marks(server.origin, [home]), []);
    const found = await marks(server.origin, [a]);
    finds(found, "html-has-lang");
    finds(found, "image-alt");
    finds(found, "meta-description");
  } finally {
    server.close();
  }
});

test("a page that needs scripts is found", async () => {
  const hidden = page({ ...A, main: "" }).replace("<h1>", "<h1 hidden>");
  const found = await seen({ "a/index.html": hidden });
  finds(found.scriptless, "no heading");
  finds(found.scriptless, "no text");
});

const RSS = (date) => `<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>T</title><link>https://example.org/</link><description>D</description><atom:link href="https://example.org/rss.xml" rel="self"/><item><title>A</title><link>https://example.org/a/</link><guid>https://example.org/a/</guid><pubDate>${date}</pubDate></item></channel></rss>`;
const JSON_FEED = (more) => JSON.stringify({ version: "https://jsonfeed.org/version/1.1", title: "T", home_page_url: "https://example.org/", feed_url: "https://example.org/feed.json", items: [{ id: "1", url: "https://example.org/a/", ...more }] });

test("scripts finds what does not parse and what has lost a part", () => {
  const themes = mkdtempSync(join(tmpdir(), "judges-"));
  folders.push(themes);
  mkdirSync(join(themes, "a/static"), { recursive: true });
  writeFileSync(join(themes, "a/static/x.js"), "// one\nconst a = /[/'] b/g, b = `c  ${a} // d`;\nreturn_(a / b / 2);\n");
  const served = (text) => scripts(site({ "assets/x.01234567.js": text }), themes);
  assert.deepEqual(served("const a=/[/'] b/g,b=`c  ${a} // d`;return_(a/b/2)"), []);
  finds(served("const a=/[/']b/g,b=`c  ${a} // d`;return_(a/b/2)"), "is not what was written");
  finds(served("const a=/[/'] b/g,b=`c  ${a} // d`"), "is not what was written");
  finds(served("const a="), "Expression expected");
});

test("feeds finds dates that no reader understands, and items with nothing in them", async () => {
  const files = (date, more) => ({ "atom.xml": undefined, "rss.xml": RSS(date), "feed.json": JSON_FEED(more) });
  assert.deepEqual(await feeds(site(files("Wed, 01 Nov 2017 00:00:00 +0000", { content_text: "x" }))), []);
  const problems = await feeds(site(files("2017-11-01", {})));
  finds(problems, "pubDate is 2017-11-01");
  finds(problems, "1 has no content");
  finds(await feeds(site({ "rss.xml": "<rss><channel>" })), "rss.xml");
});

test("json-ld finds what schema.org does not have", () => {
  const with_ = (thing) => site({ "a/index.html": page({ ...A, head: `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[${thing}]}</script>` }) });
  assert.deepEqual(jsonld(with_('{"@type":"NewsArticle","headline":"H","datePublished":"2017-11-24"}')), []);
  finds(jsonld(with_('{"@type":"NewsArticle","headline":{"@type":"Nonsense"}}')), "/a/");
  finds(jsonld(site()), "no page");
});
