// The desk in a real browser: decisions by keyboard, corrections, undo, two tabs, and a hand that was faster.

import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { launch, preview, until } from "./preview.mjs";

const seed = `Harbour talks open in Oslo

© Reuters / Ann Reyes The port of Oslo. 3 Mar 2021

Talks on the harbour opened in Oslo, said Norwegian foreign minister Ine Soreide.

"We have agreed to build two new piers for the fishing boats before the winter," said the head of the Norwegian foreign ministry.

A meeting of the working group will be held in April.
`;

let browser, site, page, file;

before(async () => {
  browser = await launch();
  site = await preview({ "dossier.yaml": "title: Harbours\n", "seeds/talks.txt": seed });
  const [name] = readdirSync(join(site.root, "content/articles"));
  file = join(site.root, "content/articles", name);
  page = `/articles/${name.replace(/\.md$/, "")}/`;
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

const text = () => readFileSync(file, "utf8");

async function open(address = page) {
  const tab = await browser.newPage();
  const complaints = [];
  tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  await tab.goto(site.origin + address);
  const desk = tab.locator(address === page ? "dossier-desk" : "main");
  await desk.locator("li.item").first().waitFor({ state: "attached" });
  const count = () => desk.locator("li.item").count();
  const said = () => desk.locator("[role=status]").textContent();
  return { tab, desk, complaints, count, said };
}

const focused = (tab) =>
  tab.evaluate(() => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return { name: active.localName, id: active.dataset.id, label: active.getAttribute("aria-label") };
  });

test("suggestions are opened, accepted, taken back and rejected by keyboard alone", async () => {
  const { tab, desk, complaints, count, said } = await open();
  const before = text();
  const all = await count();
  assert.ok(all >= 3, `${all} suggestions`);
  await desk.locator("summary").press("Enter");
  await until(async () => (await focused(tab)).name === "li");
  const first = await focused(tab);
  assert.match(first.label, /^1 of \d+: /);
  await tab.keyboard.press("j");
  const second = await focused(tab);
  assert.notEqual(second.id, first.id);
  await tab.keyboard.press("k");
  assert.equal((await focused(tab)).id, first.id);
  await tab.keyboard.press("a");
  await until(async () => (await count()) === all - 1);
  assert.match(await said(), /^accepted /);
  assert.notEqual(text(), before);
  // The focus is on the next one, and no other key is needed.
  await until(async () => (await focused(tab)).name === "li");
  await tab.keyboard.press("u");
  await until(async () => (await count()) === all);
  assert.equal(text(), before);
  await until(async () => (await focused(tab)).name === "li");
  await tab.keyboard.press("r");
  await until(async () => (await count()) === all - 1);
  assert.match(await said(), /^rejected /);
  assert.equal(text(), before, "a rejection leaves the article alone");
  await tab.keyboard.press("u");
  await until(async () => (await count()) === all);
  await tab.keyboard.press("Escape");
  assert.equal((await focused(tab)).name, "summary");
  assert.deepEqual(complaints, []);
  await tab.close();
});

test("a correction is typed and appears in the file and on the page", async () => {
  const { tab, desk, complaints, count } = await open();
  const all = await count();
  await desk.locator("summary").press("Enter");
  const quote = desk.locator("li.item", { hasText: "two new piers" }).filter({ hasText: "speaker" }).first();
  await quote.focus();
  await tab.keyboard.press("e");
  await tab.keyboard.type("Berta Orsa");
  await tab.keyboard.press("Enter");
  await until(async () => (await count()) === all - 1);
  assert.match(text(), /speaker: Berta Orsa/);
  await tab.waitForFunction(() => document.querySelector("main").textContent.includes("Berta Orsa"));
  await desk.locator("button", { hasText: "Undo" }).click();
  await until(async () => (await count()) === all);
  assert.doesNotMatch(text(), /Berta Orsa/);
  assert.deepEqual(complaints, []);
  await tab.close();
});

test("a hand that was faster is not overwritten, and the desk says so", async () => {
  const { tab, desk, said, count } = await open();
  const before = text();
  const all = await count();
  await desk.locator("summary").press("Enter");
  await until(async () => (await focused(tab)).name === "li");
  // The stream is cut, so that the page does not hear of the edit.
  await tab.route("**/_dossier/waiting*", (route) => setTimeout(() => route.continue(), 400));
  site.write(file.slice(site.root.length + 1), `${before}\nMine.\n`);
  await tab.keyboard.press("a");
  await until(async () => /Not done/.test(await said()), () => "it was not refused");
  assert.match(await said(), /changed while you decided/);
  assert.equal(text(), `${before}\nMine.\n`);
  // Seen again, it can be decided about.
  await tab.waitForTimeout(1000);
  await until(async () => (await focused(tab)).name === "li");
  await tab.keyboard.press("a");
  await until(async () => (await count()) === all - 1);
  assert.ok(text().endsWith("\nMine.\n") && text() !== `${before}\nMine.\n`);
  await tab.keyboard.press("u");
  await until(async () => (await count()) === all);
  await tab.close();
});

test("two tabs agree: what one decides, the other shows no more", async () => {
  const [one, two] = [await open(), await open()];
  const all = await two.count();
  await one.desk.locator("summary").press("Enter");
  await until(async () => (await focused(one.tab)).name === "li");
  await one.tab.keyboard.press("r");
  await until(async () => (await one.count()) === all - 1);
  await until(async () => (await two.count()) === all - 1, () => "the other tab shows it still");
  await one.tab.keyboard.press("u");
  await until(async () => (await two.count()) === all);
  await one.tab.close();
  await two.tab.close();
});

test("the page of everything that waits decides as well, and many times in a row", async () => {
  const { tab, desk, complaints, count } = await open("/_dossier/desk/");
  const all = await count();
  await until(async () => (await tab.title()) === `Desk (${all})`);
  assert.ok((await desk.locator("li.item", { hasText: "topic" }).count()) > 0, "no new topics");
  await desk.locator("li.item").first().focus();
  for (let left = all - 1; left >= all - 2; left--) {
    const article = text();
    await tab.keyboard.press("r");
    await until(async () => (await count()) === left, () => `${left} should be left`);
    assert.equal(text(), article);
    await until(async () => (await focused(tab)).name === "li");
  }
  const topic = desk.locator("li.item", { has: tab.locator("dt", { hasText: "aliases" }) }).first();
  await topic.focus();
  assert.match((await focused(tab)).label, /topic/);
  await tab.keyboard.press("a");
  const topics = () => existsSync(join(site.root, "content/topics")) && readdirSync(join(site.root, "content/topics"));
  await until(() => topics() && topics().some((name) => name.endsWith(".md")));
  await until(async () => (await count()) === all - 3);
  for (let turn = 0; turn < 3; turn++) {
    const before = await count();
    await desk.locator("button", { hasText: "Undo" }).click();
    await until(async () => (await count()) > before, async () => `${turn}: ${await desk.locator("[role=status]").textContent()}\n${site.said()}`);
  }
  assert.equal(await count(), all);
  assert.deepEqual(topics(), []);
  assert.deepEqual(complaints, []);
  await tab.close();
});
