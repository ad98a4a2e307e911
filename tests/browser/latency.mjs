// How long an edit takes from the disk to the reader: a file is saved, and the page in the browser changes.
//
//   cargo bench --bench build -- 10000 generate /dev/shm/dossier
//   DOSSIER=target/release/dossier node tests/browser/latency.mjs /dev/shm/dossier
//
// `saved → seen` is what a person waits for, from the moment before the file is written until the new words stand in the page.
// The rest says where the time goes: `built` is the preview's own figure.

import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { launch, until } from "./preview.mjs";

const [root, rounds = "20", article = "a000005"] = process.argv.slice(2);
if (!root || !process.env.DOSSIER) {
  console.error("usage: DOSSIER=PROGRAM node latency.mjs DOSSIER_FOLDER [ROUNDS] [ARTICLE]");
  process.exit(2);
}
const now = () => performance.timeOrigin + performance.now();
const child = spawn(process.env.DOSSIER, ["serve", "-r", root, "-p", "0"], { stdio: ["ignore", "ignore", "pipe"] });
let said = "";
child.stderr.on("data", (data) => (said += data));
const started = now();
const [, port] = await until(() => /look at http:\/\/localhost:(\d+)\//.exec(said), () => said, 120_000);
const ready = now() - started;

const browser = await launch();
const tab = await browser.newPage();
const heard = tab.waitForResponse((response) => response.url().includes("/_dossier/events"));
await tab.goto(`http://localhost:${port}/articles/${article}/`);
await heard;

const file = join(root, `content/articles/${article}.md`);
const original = readFileSync(file, "utf8");
const seen = [];
try {
  for (let round = 0; round < Number(rounds); round++) {
    await tab.waitForTimeout(1500);
    const words = `Sentence number ${round} of ${Date.now()}.`;
    const shown = tab.evaluate(
      (words) =>
        new Promise((done) => {
          const look = () => document.querySelector("main").textContent.includes(words) && done(performance.timeOrigin + performance.now());
          new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
        }),
      words,
    );
    // The observer is there when a later question is answered.
    await tab.evaluate(() => 0);
    const saved = now();
    writeFileSync(file, `${original}\n${words}\n`);
    seen.push((await shown) - saved);
  }
} finally {
  writeFileSync(file, original);
  await browser.close();
  child.kill();
}
const middle = (list) => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];
const built = [...said.matchAll(/ in (\d+) ms/g)].map(([, ms]) => Number(ms)).slice(1);
const round = (ms) => Math.round(ms);
console.log(`ready ${round(ready)} ms; ${seen.length} edits: saved → seen, median ${round(middle(seen))} ms, least ${round(seen[0])}, most ${round(seen.at(-1))}; built, median ${middle(built)} ms`);
