// Writes a dossier to be judged: `node generate.mjs FOLDER ARTICLES`. The same numbers give the same bytes. It has what
// real ones have: scripts from right to left and without spaces, long and empty texts, copies, drafts, withheld texts,
// corrections, plans and what came of them, names in two alphabets.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [, , folder, count] = process.argv;
const articles = Number(count);
if (!folder || !Number.isInteger(articles) || articles < 1) {
  console.error("usage: node generate.mjs FOLDER ARTICLES");
  process.exit(2);
}

// Numbers that look like chance and are the same each time (a linear congruence).
let state = 20171124;
const below = (n) => (state = (state * 1103515245 + 12345) % 2147483648) % n;
const one = (list) => list[below(list.length)];
const some = (list, most) => [...new Set(Array.from({ length: 1 + below(most) }, () => one(list)))];

const SYLLABLES = ["ka", "lo", "mir", "ve", "ton", "sa", "dri", "nor", "el", "ba", "rin", "tu", "go", "sha"];
const name = (parts) => Array.from({ length: parts }, () => one(SYLLABLES)).join("").replace(/^./, (c) => c.toUpperCase());
const WORDS = "the harbour council ferry talks agreed on a new treaty and will meet again in spring about fishing rights near northern islands while ministers said nothing had changed since last year".split(" ");
const sentence = (topics) => {
  const words = Array.from({ length: 8 + below(14) }, () => one(WORDS));
  words.splice(2 + below(4), 0, one(topics));
  return words.join(" ").replace(/^./, (c) => c.toUpperCase()) + ".";
};
const OTHER = {
  ar: "قال الوزير إن الاجتماع القادم سيعقد في الربيع وإن الجانبين اتفقا على مواصلة الحوار حول الجزر.",
  ja: "両国の外相は来年春に再び会談し、北方の島々での共同経済活動について協議を続けることで合意した。",
  ru: "Министр сообщил, что следующая встреча состоится весной, и стороны продолжат диалог об островах.",
};

const write = (path, text) => {
  const place = join(folder, path);
  mkdirSync(join(place, ".."), { recursive: true });
  writeFileSync(place, text);
};

const KINDS = ["person", "place", "organisation", "event", "subject"];
const topics = Array.from({ length: Math.max(10, Math.floor(articles / 8)) }, (_, at) => {
  const kind = KINDS[at % KINDS.length];
  return { kind, name: `${name(2)}${at} ${name(2)}` };
});
const people = topics.filter(({ kind }) => kind === "person");
const sources = Array.from({ length: 12 }, (_, at) => `${name(3)} ${at % 2 ? "Wire" : "Post"}`);

write("dossier.yaml", "title: A thousand articles\ndescription: A dossier that was made to be judged.\nbase_url: https://example.org/judged/\npublisher: Nobody\ntheme_options: {script: true}\n");
for (const [at, topic] of topics.entries()) {
  const more = { person: "roles: [{label: minister, from: 2010, to: 2015}]\n", place: "coordinates: [44.5, 146.1]\n" }[topic.kind] ?? "";
  write(`content/topics/t-${at}.md`, `---\nname: ${topic.name}\nkind: ${topic.kind}\naliases: [${topic.name.split(" ")[0]}]\nsummary: What ${topic.name} is, in a line.\n${more}---\n${at % 3 ? "" : sentence([topic.name])}\n`);
}
for (const [at, source] of sources.entries()) {
  write(`content/sources/s-${at}.md`, `---\nname: ${source}\nkind: ${one(["agency", "newspaper", "ministry"])}\n---\n`);
}
write("content/pages/method.md", "---\ntitle: Method\n---\n\n## How\n\nAs it is.\n\n## Why\n\n> [!NOTE]\n> Because.\n\n## What\n\n- [x] done\n");

for (let at = 0; at < articles; at++) {
  const named = some(topics, 5).map((topic) => topic.name);
  const year = 2000 + below(25), month = String(1 + below(12)).padStart(2, "0"), day = String(1 + below(28)).padStart(2, "0");
  const other = at % 10 === 9 ? one(Object.keys(OTHER)) : undefined;
  const speaker = one(people).name, said = `we will meet number ${at} again`;
  const head = [
    `title: ${other ? OTHER[other].slice(0, 40) : sentence(named).slice(0, 40 + below(60)).trim()} ${at}`,
    at % 50 === 7 ? "" : `date: ${year}-${month}${at % 11 ? `-${day}` : ""}`,
    `source: ${one(sources)}`,
    `language: ${other ?? "en"}`,
    at % 6 ? "" : "translation: {from: ru, by: machine}",
    at % 40 === 3 ? "publish: metadata" : at % 40 === 4 ? "publish: excerpt" : "",
    at % 97 === 5 ? "draft: true" : "",
    at % 33 === 8 ? `correction: [{date: ${year + 1}-01-01, was: ten, now: nine, why: a slip}]` : "",
    at % 25 === 2 ? "image: {src: https://example.com/a.jpg, alt: A ferry, caption: A ferry leaves., credit: Wire, creator: A. Holm}" : "",
    at % 4 ? "" : `quotes: [{text: ${said}, speaker: ${speaker}}]`,
    at % 5 ? "" : `events:\n  - {date: ${year}-${month}, text: ${named[0]} meets number ${at}, status: ${one(["planned", "happened", "cancelled"])}}`,
  ];
  const paragraphs = Array.from({ length: at % 30 === 11 ? 25 : 2 + below(4) }, (_, nth) => {
    const heading = at % 30 === 11 && nth % 6 === 5 ? `## Part ${nth}\n\n` : "";
    return heading + (other ? `${OTHER[other]} `.repeat(2) : Array.from({ length: 3 + below(4) }, () => sentence(named)).join(" "));
  });
  if (at % 4 === 0) paragraphs.push(`“${said},” said ${speaker}.`);
  write(`content/articles/a-${at}.md`, `---\n${head.filter(Boolean).join("\n")}\n---\n\n${paragraphs.join("\n\n")}\n`);
}
