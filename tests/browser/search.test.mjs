// The search page in a real browser, under its content policy: what is typed is found, marked, and can be shared.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, preview } from "./preview.mjs";

const article = (title, date, text) => `---\ntitle: ${title}\ndate: ${date}\nsource: Coast Agency\n---\n${text}\n`;

let browser, site;

before(async () => {
  browser = await launch();
  site = await preview({
    "dossier.yaml": "title: Harbours\nbase_url: https://example.org/news/\n",
    "content/articles/harbour.md": article('"The <img src=x onerror=alert(1)> harbour"', "2019-03-03", "Kelmar built a sluice. The sluices stayed shut."),
    "content/articles/boats.md": article("The boats", "2020-03-03", "A boat passed the sluice of Kelmar."),
    "content/topics/kelmar.md": "---\nname: Kelmar\nkind: place\n---\nA town with a lighthouse.\n",
  }, "--no-reload");
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

async function open(query) {
  const tab = await browser.newPage();
  const complaints = [];
  tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  await tab.goto(`${site.origin}/news/search/${query}`);
  const titles = () => tab.locator(".results h2").allInnerTexts();
  return { tab, complaints, titles };
}

test("what is typed is found, marked in its sentence, and can be shared", async () => {
  const { tab, complaints, titles } = await open("");
  // The first stop of the Tab key stays the link that skips to the text; one key leads to the field.
  await tab.locator("#q").waitFor();
  await tab.keyboard.press("/");
  assert.equal(await tab.evaluate(() => document.activeElement.id), "q", "one can begin to type");
  await tab.keyboard.type("sluicse", { delay: 5 });
  await tab.locator(".results mark").first().waitFor();
  assert.deepEqual(await titles(), ["The <img src=x onerror=alert(1)> harbour", "The boats"], "a slip is forgiven, a text is only text");
  assert.ok((await tab.locator(".results mark").allInnerTexts()).includes("sluices"));
  assert.equal(new URL(tab.url()).search, "?q=sluicse");
  const shared = await open("?q=sluice&year=2020");
  await shared.tab.locator(".results h2").first().waitFor();
  assert.deepEqual(await shared.titles(), ["The boats"]);
  assert.equal(await shared.tab.locator("select[name=year]").inputValue(), "2020");
  assert.deepEqual([...complaints, ...shared.complaints], []);
  await Promise.all([tab.close(), shared.tab.close()]);
});

test("kinds are counted and chosen, and keys lead through what is found", async () => {
  const { tab, titles } = await open("?q=kelmar");
  await tab.locator(".results h2").first().waitFor();
  assert.equal((await titles())[0], "Kelmar");
  const options = await tab.locator("select[name=kind] option").allInnerTexts();
  assert.ok(options.includes("Place (1)") && options.includes("Article (2)"), options.join());
  await tab.selectOption("select[name=kind]", "article");
  await tab.waitForFunction(() => document.querySelectorAll(".results li").length === 2);
  await tab.locator("#q").focus();
  await tab.keyboard.press("ArrowDown");
  await tab.keyboard.press("ArrowDown");
  assert.equal(await tab.evaluate(() => document.activeElement.textContent), (await titles())[1]);
  await tab.keyboard.press("Escape");
  assert.equal(await tab.evaluate(() => document.activeElement.id), "q");
  await tab.close();
});

test("one key leads from any page to the search, and a topic's own text says why it was found", async () => {
  const tab = await browser.newPage();
  await tab.goto(`${site.origin}/news/articles/boats/`);
  await tab.keyboard.press("/");
  await tab.waitForURL(/\/news\/search\/$/);
  await tab.locator("#q").waitFor();
  await tab.keyboard.press("/");
  await tab.keyboard.type("lighthouse", { delay: 5 });
  await tab.locator(".results mark").first().waitFor();
  assert.equal(new URL(tab.url()).search, "?q=lighthouse", "the key did not lead away again");
  assert.equal(await tab.locator(".results .excerpt").first().innerText(), "A town with a lighthouse.");
  await tab.close();
});

test("without scripts the page leads to the lists", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(`${site.origin}/news/search/`);
  assert.ok(await tab.locator("#search a", { hasText: "A–Z" }).isVisible());
  assert.equal(await tab.locator("form").count(), 0);
  await context.close();
});
