// Judges that look through a real browser: accessibility, requests, console, reflow, keyboard, no scripts.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { chromium } from "playwright-core";

/// Width and colour scheme of one look at a page. Colours are judged in each; the rest does not depend on them, and is
/// judged at both widths.
export const LOOKS = [360, 1280].flatMap((width) => ["light", "dark"].map((scheme) => ({ width, scheme })));
const COLOURS = { runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } };

/// A browser: that of the environment variable CHROMIUM, or the first one found in the usual places.
export async function launch(more = []) {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place && existsSync(place));
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu", "--hide-scrollbars", ...more] });
}

/// Does something on every page, each in a tab of its own, one after the other: of two tabs only one has the focus.
async function each(browser, options, pages, judge) {
  const context = await browser.newContext(options);
  for (const page of pages) {
    const tab = await context.newPage();
    await judge(tab, page);
    await tab.close();
  }
  await context.close();
}

/// Looks at every page of the sample in every look and collects what the judges of this file have to say.
export async function look(browser, origin, pages) {
  const found = { axe: [], requests: [], reflow: [] };
  const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  // The policy of the pages would keep the judge's own script out.
  await each(browser, { bypassCSP: true }, pages, async (tab, page) => {
    tab.on("request", (request) => {
      if (new URL(request.url()).origin !== origin) found.requests.push(`${page.path}: asks for ${request.url()}`);
    });
    await tab.goto(origin + page.path, { waitUntil: "load" });
    await tab.evaluate(axe);
    for (const { width, scheme } of LOOKS) {
      const say = (list, text) => list.push(`${page.path} (${width} px, ${scheme}): ${text}`);
      await tab.setViewportSize({ width, height: 900 });
      await tab.emulateMedia({ colorScheme: scheme });
      const rules = { resultTypes: ["violations"], ...(scheme === "dark" ? COLOURS : {}) };
      const { violations } = await tab.evaluate((rules) => window.axe.run(document, rules), rules);
      for (const { id, help, nodes } of violations) {
        say(found.axe, `${id}: ${help} at ${nodes.slice(0, 3).map((node) => node.target.join(" ")).join(", ")}`);
      }
      const overflow = await tab.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) say(found.reflow, `is ${overflow} px wider than the window`);
    }
  });
  return found;
}

/// What the browser itself complains about with the policy in force; and whether the first stop of the Tab key is the
/// link that skips to the text, does so, and every stop can be seen.
export async function use(browser, origin, pages) {
  const found = { console: [], keyboard: [] };
  await each(browser, { viewport: { width: 1280, height: 900 } }, pages, async (tab, page) => {
    const say = (text) => found.console.push(`${page.path}: ${text}`);
    tab.on("console", (message) => ["error", "warning"].includes(message.type()) && say(message.text()));
    tab.on("pageerror", (error) => say(error.message));
    tab.on("response", (response) => response.status() >= 400 && say(`${response.url()} answers ${response.status()}`));
    await tab.goto(origin + page.path, { waitUntil: "load" });
    const problem = await skips(tab);
    if (problem) found.keyboard.push(`${page.path}: ${problem}`);
  });
  return found;
}

async function skips(tab) {
  await tab.keyboard.press("Tab");
  const first = await tab.evaluate(() => document.activeElement?.getAttribute("href"));
  if (first !== "#main") return `the first stop is ${first}`;
  const visible = await tab.evaluate(async () => {
    await Promise.all(document.activeElement.getAnimations().map((animation) => animation.finished));
    const { top, height } = document.activeElement.getBoundingClientRect();
    return top >= 0 && height > 10;
  });
  if (!visible) return "the link that skips to the text stays out of sight";
  await tab.keyboard.press("Enter");
  const landed = await tab.evaluate(() => document.activeElement?.id);
  if (landed !== "main") return `skipping lands on ${landed || "nothing"}`;
  await tab.keyboard.press("Tab");
  const ring = await tab.evaluate(() => {
    const stop = document.activeElement;
    return stop === document.body || getComputedStyle(stop).outlineStyle !== "none";
  });
  return ring ? undefined : "the next stop has no visible focus";
}

/// Without scripts each page shows its heading and text, and the menu leads on.
export async function scriptless(browser, origin, pages) {
  const found = [];
  await each(browser, { javaScriptEnabled: false }, pages, async (tab, page) => {
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
  });
  return found;
}
