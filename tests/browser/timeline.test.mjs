// The timeline in a real browser, under its content policy: the events of one topic take the place of all, and back.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, preview } from "./preview.mjs";

const topic = (name) => `---\nname: ${name}\nkind: place\n---\n`;

let browser, site;

before(async () => {
  browser = await launch();
  site = await preview({
    "dossier.yaml": "title: Harbours\nbase_url: https://example.org/news/\n",
    "content/topics/orsa.md": topic("Orsa"),
    "content/topics/minne.md": topic("Minne"),
    "content/articles/a.md": `---
title: Ferries
events:
  - {date: 2020-05, text: The ferry sails from Orsa to Minne}
  - {date: 2021, text: Orsa is dry}
  - {date: 2022, text: Nobody sails}
---
Text.
`,
  }, "--no-reload");
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

test("a topic is chosen and another, and all events come back", async () => {
  const tab = await browser.newPage();
  const complaints = [];
  tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  const shown = () => tab.locator("main .event .what:visible").allInnerTexts();
  await tab.goto(`${site.origin}/news/timeline/`);
  assert.deepEqual(await shown(), ["Nobody sails", "Orsa is dry", "The ferry sails from Orsa to Minne"]);
  const choice = tab.locator(".of-topics");
  await choice.getByText("Minne").click();
  await choice.locator("[aria-current]", { hasText: "Minne" }).waitFor();
  assert.deepEqual(await shown(), ["The ferry sails from Orsa to Minne"]);
  assert.equal(new URL(tab.url()).pathname, "/news/timeline/");
  assert.equal(await choice.locator("[aria-current]").innerText(), "Minne 1");
  await choice.getByText("Orsa").click();
  await choice.locator("[aria-current]", { hasText: "Orsa" }).waitFor();
  assert.deepEqual(await shown(), ["Orsa is dry", "The ferry sails from Orsa to Minne"]);
  await choice.getByText("All events").click();
  await tab.getByText("Nobody sails").waitFor();
  assert.equal((await shown()).length, 3);
  assert.deepEqual(complaints, []);
  await tab.close();
});
