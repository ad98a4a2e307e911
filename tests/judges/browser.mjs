// Judges that look through a real browser: accessibility, requests, console, reflow, keyboard, no scripts.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

/// Width, colour scheme and media of one look at a page.
export const LOOKS = [360, 1280].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));

/// A browser: that of the environment variable CHROMIUM, or the first one found in the usual places.
export async function launch() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place && existsSync(place));
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars"] });
}

/// Opens every page of the sample in every look and collects what the judges of this file have to say.
export async function look(browser, origin, pages) {
  const found = { axe: [], requests: [], console: [], reflow: [] };
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  for (const { width, scheme } of LOOKS) {
    // The policy of the pages would keep the judge's own script out.
    const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme: scheme, bypassCSP: true });
    for (const page of pages) {
      const tab = await context.newPage();
      const say = (list, text) => list.push(`${page.path} (${width} px, ${scheme}): ${text}`);
      tab.on("request", (request) => {
        const other = new URL(request.url()).origin !== origin;
        if (other) say(found.requests, `asks for ${request.url()}`);
      });
      await tab.goto(origin + page.path, { waitUntil: "load" });
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
      for (const { id, help, nodes } of violations) {
        say(found.axe, `${id}: ${help} at ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
      }
      const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) say(found.reflow, `is ${overflow} px wider than the window`);
      await tab.close();
    }
    await context.close();
  }
  found.console = await complaints(browser, origin, pages);
  return found;
}

/// What the browser itself complains about with the policy in force.
async function complaints(browser, origin, pages) {
  const found = [];
  const context = await browser.newContext();
  for (const page of pages) {
    const tab = await context.newPage();
    tab.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) found.push(`${page.path}: ${message.text()}`);
    });
    tab.on("pageerror", (error) => found.push(`${page.path}: ${error.message}`));
    tab.on("response", (response) => {
      if (response.status() >= 400) found.push(`${page.path}: ${response.url()} answers ${response.status()}`);
    });
    await tab.goto(origin + page.path, { waitUntil: "load" });
    await tab.close();
  }
  await context.close();
  return found;
}

/// The first stop of the Tab key is the link that skips to the text, it does so, and every stop can be seen.
export async function keyboard(browser, origin, pages) {
  const found = [];
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  for (const page of pages) {
    const tab = await context.newPage();
    await tab.goto(origin + page.path);
    await tab.keyboard.press("Tab");
    const first = await tab.evaluate(() => document.activeElement?.getAttribute("href"));
    if (first !== "#main") {
      found.push(`${page.path}: the first stop is ${first}`);
      await tab.close();
      continue;
    }
    const visible = await tab.evaluate(async () => {
      await Promise.all(document.activeElement.getAnimations().map((animation) => animation.finished));
      const { top, height } = document.activeElement.getBoundingClientRect();
      return top >= 0 && height > 10;
    });
    if (!visible) found.push(`${page.path}: the link that skips to the text stays out of sight`);
    await tab.keyboard.press("Enter");
    const landed = await tab.evaluate(() => document.activeElement?.id);
    if (landed !== "main") found.push(`${page.path}: skipping lands on ${landed || "nothing"}`);
    await tab.keyboard.press("Tab");
    const ring = await tab.evaluate(() => {
      const stop = document.activeElement;
      return stop === document.body || getComputedStyle(stop).outlineStyle !== "none";
    });
    if (!ring) found.push(`${page.path}: the next stop has no visible focus`);
    await tab.close();
  }
  await context.close();
  return found;
}

/// Without scripts each page shows its heading and text, and the menu leads on.
export async function scriptless(browser, origin, pages) {
  const found = [];
  const context = await browser.newContext({ javaScriptEnabled: false });
  for (const page of pages) {
    const tab = await context.newPage();
    await tab.goto(origin + page.path);
    if (!(await tab.locator("h1").first().isVisible())) found.push(`${page.path}: no heading to be seen`);
    const text = await tab.locator("main").innerText();
    if (text.trim().length < 10) found.push(`${page.path}: no text to be seen`);
    const link = tab.locator("nav[aria-label] a").first();
    if ((await link.count()) > 0) {
      const target = await link.getAttribute("href");
      await link.click();
      if (new URL(tab.url()).pathname !== new URL(target, origin).pathname) found.push(`${page.path}: the menu is stuck`);
    }
    await tab.close();
  }
  await context.close();
  return found;
}
