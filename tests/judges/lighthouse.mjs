// Lighthouse on one page of each kind: accessibility, best practices and what search engines look for, each with full
// marks. Its measurements of speed depend on the machine and are left out.

import { createServer } from "node:net";
import lighthouse from "lighthouse";
import { launch } from "./browser.mjs";

const CATEGORIES = ["accessibility", "best-practices", "seo"];

/// What keeps a page from full marks, page by page.
export async function marks(origin, pages) {
  const port = await freePort();
  const browser = await launch([`--remote-debugging-port=${port}`]);
  const found = [];
  try {
    for (const page of pages) {
      const { lhr } = await lighthouse(origin + page.path, options(page, port), { extends: "lighthouse:default" });
      if (lhr.runtimeError) found.push(`${page.path}: ${lhr.runtimeError.message}`);
      for (const name of CATEGORIES) {
        const { score, auditRefs } = lhr.categories[name];
        if (score === 1) continue;
        const lost = auditRefs.filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1);
        found.push(`${page.path}: ${Math.round(score * 100)} for ${name}: ${lost.map(({ id }) => `${id}${at(lhr.audits[id])}`).join(", ")}`);
      }
    }
  } finally {
    await browser.close();
  }
  return found;
}

/// The first place that an audit complains about.
function at({ details }) {
  const [first] = details?.items ?? [];
  const place = first?.node?.selector ?? first?.source ?? first?.url;
  return place ? ` at ${place}` : "";
}

function options(page, port) {
  // A page that asks not to be found is not asked why it cannot be.
  const hidden = /<meta name="robots" content="noindex"/.test(page.html);
  return {
    port,
    logLevel: "error",
    onlyCategories: CATEGORIES,
    throttlingMethod: "provided",
    disableFullPageScreenshot: true,
    skipAudits: hidden ? ["is-crawlable"] : [],
  };
}

function freePort() {
  return new Promise((done) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}
