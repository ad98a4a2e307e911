// Changes and problems in a real browser: a page follows its files without being loaded again.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, preview, until } from "./preview.mjs";

const article = (title, text) => `---\ntitle: ${title}\ndate: 2019-03-03\nsource: Coast Agency\n---\n${text}\n`;
const long = Array.from({ length: 120 }, (_, number) => `Paragraph ${number} about Kelmar and its [harbour](https://example.org/${number}).`);
const path = "content/articles/harbour.md";
const page = "/articles/harbour/";

let browser, site;

before(async () => {
  browser = await launch();
  site = await preview({
    "dossier.yaml": "title: Harbours\n",
    [path]: article("The harbour", long.join("\n\n")),
    "content/articles/boats.md": article("The boats", "Orsa was quiet."),
    "content/topics/kelmar.md": "---\nname: Kelmar\nkind: place\n---\n",
  });
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

/// A page, and all that its browser complains about.
async function open(address) {
  const tab = await browser.newPage();
  const complaints = [];
  tab.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  tab.on("pageerror", (error) => complaints.push(error.message));
  const streaming = tab.waitForRequest(/_dossier\/events/);
  await tab.goto(site.origin + address);
  await streaming;
  // What is left of a page that is loaded again.
  await tab.evaluate(() => { window.same = true; });
  return { tab, complaints };
}

test("a page changes in place: scroll, focus and what is open stay", async () => {
  const { tab, complaints } = await open(page);
  await tab.locator('a[href="https://example.org/80"]').focus();
  const before = await tab.evaluate(() => scrollY);
  assert.ok(before > 200, `scrolled to ${before}`);
  const changed = long.map((line, number) => (number === 100 ? `${line} And boats.` : line));
  site.write(path, article("The harbour", changed.join("\n\n")));
  await tab.waitForFunction(() => document.body.textContent.includes("And boats."));
  assert.equal(await tab.evaluate(() => scrollY), before);
  assert.equal(await tab.evaluate(() => document.activeElement.href), "https://example.org/80");
  assert.ok(await tab.evaluate(() => window.same), "it was loaded again");
  // A new paragraph above: what is looked at stays where it is on the screen.
  const top = () => tab.evaluate(() => Math.round(document.activeElement.getBoundingClientRect().top));
  const place = await top();
  site.write(path, article("The harbour", ["A new beginning.", ...changed].join("\n\n")));
  await tab.waitForFunction(() => document.body.textContent.includes("A new beginning."));
  assert.equal(await tab.evaluate(() => document.activeElement.href), "https://example.org/80");
  await until(async () => Math.abs((await top()) - place) < 3, () => "the text has jumped");
  assert.deepEqual(complaints, []);
  await tab.close();
});

test("the page after a change is the page that is served", async () => {
  const { tab } = await open(page);
  const strip = (html) => html.replace(/<script defer src="\/_dossier\/[^>]*><\/script>/, "").replace(/\s+/g, " ");
  const texts = [
    ["One", "First.\n\n## Part\n\n- a\n- b\n- c\n\nLast."],
    ["Two", "First.\n\n- a\n- c\n- d\n\n## Part two\n\nMiddle.\n\nLast."],
    ["Three", "> A quote.\n\nLast.\n\nFirst."],
    ["Four", long.slice(0, 5).join("\n\n")],
  ];
  for (const [title, text] of texts) {
    site.write(path, article(title, text));
    await tab.waitForFunction((title) => document.title.startsWith(title), title);
    const served = await (await fetch(site.origin + page)).text();
    const parsed = (html) => new DOMParser().parseFromString(html, "text/html").body.outerHTML;
    const wanted = strip(await tab.evaluate(parsed, strip(served)));
    await until(async () => strip(await tab.evaluate(() => document.body.outerHTML)) === wanted, () => `${title} differs`).catch(async (error) => {
      const is = strip(await tab.evaluate(() => document.body.outerHTML));
      let at = 0;
      while (is[at] === wanted[at]) at++;
      throw new Error(`${error.message}:\n${is.slice(at - 40, at + 80)}\n${wanted.slice(at - 40, at + 80)}`);
    });
  }
  assert.ok(await tab.evaluate(() => window.same));
  site.write(path, article("The harbour", long.join("\n\n")));
  await tab.close();
});

test("an unaffected page does nothing, not even a request", async () => {
  const { tab } = await open("/articles/boats/");
  await tab.waitForTimeout(800);
  const requests = [];
  tab.on("request", (request) => requests.push(request.url()));
  const said = site.said().length;
  site.write(path, article("The harbour", [...long, "One more word."].join("\n\n")));
  await until(() => site.said().slice(said).includes("harbour.md: 1 page changed"), () => site.said().slice(said));
  await tab.waitForTimeout(600);
  assert.deepEqual(requests, []);
  site.write(path, article("The harbour", long.join("\n\n")));
  await tab.close();
});

test("a style sheet is swapped in place and the page is never bare", async () => {
  const { tab, complaints } = await open(page);
  site.write("static/style.css", "body { background: rgb(1, 2, 3); }\n");
  await tab.waitForFunction(() => getComputedStyle(document.body).backgroundColor === "rgb(1, 2, 3)");
  assert.ok(await tab.evaluate(() => window.same));
  await until(() => tab.evaluate(() => document.querySelectorAll('link[rel="stylesheet"][href*="/style."]').length === 1), () => "the old sheet stays");
  site.remove("static");
  await tab.waitForFunction(() => getComputedStyle(document.body).backgroundColor !== "rgb(1, 2, 3)");
  assert.deepEqual(complaints, []);
  await tab.close();
});

test("a mistake is shown over the last good page, as text, and goes when it is mended", async () => {
  const { tab, complaints } = await open(page);
  const title = "<img src=x onerror=alert(1)>";
  site.write(path, `---\ntitle: ${title}\ndate: 2024-02-30\n---\nText.\n`);
  const panel = tab.locator("dossier-problems");
  await panel.waitFor();
  const text = await panel.locator("pre").first().textContent();
  assert.match(text, /content\/articles\/harbour\.md:3:7/);
  assert.match(text, /date: 2024-02-30/);
  assert.equal(await panel.locator("img").count(), 0);
  assert.equal(await panel.locator("[role=status]").count(), 1);
  assert.match(await panel.locator("a").first().getAttribute("href"), /^vscode:\/\/file\/.*harbour\.md:3:7$/);
  // The page whose file is broken is still there to be looked at; every other page says so, too.
  assert.match(await tab.locator("h1").first().textContent(), /The harbour/);
  const other = await open("/articles/boats/");
  await other.tab.locator("dossier-problems").waitFor();
  await other.tab.close();
  site.write(path, article("The harbour", "Mended."));
  await panel.waitFor({ state: "detached" });
  await tab.waitForFunction(() => document.body.textContent.includes("Mended."));
  assert.deepEqual(complaints, []);
  await tab.close();
});

test("the panel is reached, opened and closed by keyboard", async () => {
  site.write("content/articles/broken.md", "---\ntitle: [\n---\n");
  const { tab } = await open("/");
  const panel = tab.locator("dossier-problems");
  await panel.waitFor();
  const isOpen = () => panel.locator("details").evaluate((details) => details.open);
  assert.equal(await isOpen(), true);
  await tab.keyboard.press("Shift+Tab");
  await tab.keyboard.press("Escape");
  assert.equal(await isOpen(), false);
  await panel.locator("summary").press("Enter");
  assert.equal(await isOpen(), true);
  site.remove("content/articles/broken.md");
  await panel.waitFor({ state: "detached" });
  await tab.close();
});

test("a page that comes into being replaces the one that says it is not there, and the other way round", async () => {
  const { tab } = await open("/articles/new/");
  site.write("content/articles/new.md", article("Brand new", "Text."));
  await tab.waitForFunction(() => document.title.startsWith("Brand new"));
  site.remove("content/articles/new.md");
  await tab.waitForFunction(() => !document.title.startsWith("Brand new"));
  await tab.close();
});

test("hidden tabs let go of the stream and catch up when they are seen", async () => {
  const tabs = [];
  // A browser opens six connections to a host: with all streams open the eighth page would wait for ever.
  for (let number = 0; number < 8; number++) {
    const { tab } = await open(page);
    await tab.evaluate(() => {
      Object.defineProperty(document, "hidden", { value: true, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    });
    tabs.push(tab);
  }
  site.write(path, article("The harbour", "While nobody looked."));
  await until(() => /harbour\.md: .*\n$/.test(site.said()));
  assert.ok(!(await tabs[0].textContent("main")).includes("While nobody looked."));
  await tabs[0].evaluate(() => {
    Object.defineProperty(document, "hidden", { value: false, configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await tabs[0].waitForFunction(() => document.body.textContent.includes("While nobody looked."));
  for (const tab of tabs) await tab.close();
});

test("a page finds the program again after it was started anew", async () => {
  const { tab } = await open(page);
  await site.halt();
  site.write(path, article("The harbour", "After the night."));
  await site.start();
  await tab.waitForFunction(() => document.body.textContent.includes("After the night."), undefined, { timeout: 10_000 });
  site.write(path, article("The harbour", "And on."));
  await tab.waitForFunction(() => document.body.textContent.includes("And on."));
  await tab.close();
});
