// The judge of all feeds: Atom, RSS and JSON Feed, of the site, of topics and of sources, by the rules that the W3C
// validator and the specification of JSON Feed have.

import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import Parser from "rss-parser";
import { fileAt } from "./site.mjs";

const FEED = /(?:^|\/)(?:atom\.xml|rss\.xml|feed\.json)$/;
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
const MAIL = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d \+0000$/;

/// What is wrong with any feed.
export async function feeds(site) {
  const files = [...site.files].filter((file) => FEED.test(file));
  const xml = files.filter((file) => file.endsWith(".xml")).map((file) => join(site.folder, file));
  const problems = [];
  for (let at = 0; at < xml.length; at += 500) {
    const run = spawnSync("xmllint", ["--noout", "--nonet", ...xml.slice(at, at + 500)], { encoding: "utf8", maxBuffer: 1 << 28 });
    if (run.status !== 0) problems.push(...(run.error?.message ?? run.stderr).trim().split("\n").slice(0, 10));
  }
  for (const file of files) {
    const text = readFileSync(join(site.folder, file), "utf8");
    const own = site.origin + site.base + file;
    const found = file.endsWith(".json") ? json(site, text, own) : await markup(site, text, own);
    problems.push(...found.map((problem) => `${file}: ${problem}`));
  }
  return problems;
}

function leads(site, address) {
  const target = URL.canParse(address) ? new URL(address) : undefined;
  return target?.origin === site.origin && fileAt(site, target.pathname);
}

async function markup(site, text, own) {
  const problems = [];
  let feed;
  try {
    feed = await new Parser().parseString(text);
  } catch (error) {
    return [`does not parse: ${error.message}`];
  }
  const self = text.includes("<feed") ? /<link rel="self" type="application\/atom\+xml" href="([^"]*)"/ : /<atom:link href="([^"]*)" rel="self"/;
  if (self.exec(text)?.[1] !== own) problems.push(`names itself ${self.exec(text)?.[1]}, not ${own}`);
  if (!feed.title) problems.push("has no title");
  const dates = [...text.matchAll(/<(updated|published|pubDate|lastBuildDate)>([^<]*)</g)];
  for (const [, name, date] of dates) {
    if (!(name === "updated" || name === "published" ? INSTANT : MAIL).test(date)) problems.push(`${name} is ${date}`);
  }
  const ids = new Set();
  for (const item of feed.items) {
    const id = item.id ?? item.guid;
    if (!item.title || !id || ids.has(id)) problems.push(`an entry without title or own id: ${id}`);
    ids.add(id);
    if (!leads(site, item.link)) problems.push(`an entry leads to ${item.link}`);
  }
  if (text.includes("<feed")) {
    const entries = text.split("<entry").slice(1);
    if (entries.some((entry) => !entry.includes("<updated>"))) problems.push("an entry without a time of update");
    if (!/<author>/.test(text.split("<entry")[0])) problems.push("has no author");
  }
  if (/href="\/|href=&quot;\/|href=&amp;quot;\//.test(text)) problems.push("has an address that is not absolute");
  return problems;
}

function json(site, text, own) {
  const feed = JSON.parse(text);
  const problems = [];
  if (feed.version !== "https://jsonfeed.org/version/1.1") problems.push(`version is ${feed.version}`);
  if (feed.feed_url !== own) problems.push(`names itself ${feed.feed_url}, not ${own}`);
  if (!feed.title || !leads(site, feed.home_page_url)) problems.push("has no title or home page");
  const ids = new Set();
  for (const item of feed.items) {
    if (typeof item.id !== "string" || ids.has(item.id)) problems.push(`an item without an own id: ${item.id}`);
    ids.add(item.id);
    if (item.content_html === undefined && item.content_text === undefined) problems.push(`${item.id} has no content`);
    if (!leads(site, item.url)) problems.push(`an item leads to ${item.url}`);
    for (const date of [item.date_published, item.date_modified]) {
      if (date !== undefined && !INSTANT.test(date)) problems.push(`a date is ${date}`);
    }
    if (/href="\//.test(item.content_html ?? "")) problems.push(`${item.id} has an address that is not absolute`);
  }
  return problems;
}
