// A preview to test: a dossier in a folder of its own, the program that serves it, and a browser.

import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const program =
  process.env.DOSSIER ?? join(dirname(fileURLToPath(import.meta.url)), "../../target/debug/dossier");

/// A browser: that of the environment variable CHROMIUM, or the first one found in the usual places.
export async function launch() {
  const places = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
  const executablePath = places.find((place) => place && existsSync(place));
  return chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
}

/// A dossier with these files, served. `write` and `remove` change it, `stop` ends all.
export async function preview(files, ...flags) {
  const root = mkdtempSync(join(tmpdir(), "dossier-preview-"));
  const write = (path, text) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  for (const [path, text] of Object.entries(files)) write(path, text);
  let port = "0";
  let child;
  let said = "";
  const start = async () => {
    child = spawn(program, ["serve", "-r", root, "-p", port, ...flags], { stdio: ["ignore", "ignore", "pipe"] });
    said = "";
    child.stderr.on("data", (data) => (said += data));
    const found = await until(() => /look at http:\/\/localhost:(\d+)\//.exec(said), () => `no address in: ${said}`);
    port = found[1];
  };
  await start();
  const halt = () => new Promise((done) => {
    child.once("exit", done);
    child.kill();
  });
  const stop = async () => {
    await halt();
    rmSync(root, { recursive: true, force: true });
  };
  const remove = (path) => rmSync(join(root, path), { recursive: true });
  return { root, origin: `http://localhost:${port}`, write, remove, start, halt, stop, said: () => said };
}

/// Waits until something is there.
export async function until(look, otherwise = () => "waited in vain", patience = 10_000) {
  const end = Date.now() + patience;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(await otherwise());
    await new Promise((done) => setTimeout(done, 15));
  }
}
