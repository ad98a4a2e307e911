// A built site as the judges see it: its files, its pages, and a server on loopback that answers for them alone.

import { createReadStream, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, relative, sep } from "node:path";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/// Reads the folder of a site. `files` are paths with `/`; `pages` are the HTML files with their text, address
/// and kind (the class of `<body>` without its prefix). `redirects` are those that only lead on to another address.
export function readSite(folder) {
  const files = walk(folder, folder).sort();
  const home = readFileSync(join(folder, "index.html"), "utf8");
  const canonical = /<link rel="canonical" href="([^"]*)"/.exec(home)?.[1] ?? "http://localhost/";
  const { origin, pathname: base } = new URL(decode(canonical));
  const all = files
    .filter((file) => file.endsWith(".html"))
    .map((file) => {
      const html = readFileSync(join(folder, file), "utf8");
      const kind = /<body class="page-([^" ]*)/.exec(html)?.[1] ?? "unknown";
      return { file, html, kind, path: addressOf(base, file) };
    });
  const leadsOn = (page) => page.html.includes('<meta http-equiv="refresh"');
  const pages = all.filter((page) => !leadsOn(page));
  return { folder, origin, base, files: new Set(files), pages, redirects: all.filter(leadsOn) };
}

/// The path of a file's address: `articles/a/index.html` is `/articles/a/`.
export function addressOf(base, file) {
  const shown = file === "index.html" ? "" : file.replace(/\/index\.html$/, "/");
  return base + shown.split("/").map(encodeURIComponent).join("/");
}

/// The file behind a path of the site, or nothing.
export function fileAt(site, pathname) {
  let path;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (!path.startsWith(site.base)) return undefined;
  const rest = path.slice(site.base.length);
  const file = rest === "" || rest.endsWith("/") ? `${rest}index.html` : rest;
  return site.files.has(file) ? file : undefined;
}

/// Characters behind the few entities that an attribute of ours can hold.
export function decode(text) {
  const named = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) => {
    if (hex) return String.fromCodePoint(parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return named[name] ?? whole;
  });
}

/// Serves the site; resolves to its address and a function that ends it.
export async function serve(site) {
  const server = createServer((request, response) => {
    const file = fileAt(site, new URL(request.url, "http://localhost").pathname);
    response.statusCode = file ? 200 : 404;
    const shown = file ?? (site.files.has("404.html") ? "404.html" : undefined);
    if (!shown) return void response.end("not found");
    response.setHeader("content-type", TYPES[extname(shown)] ?? "application/octet-stream");
    createReadStream(join(site.folder, shown)).pipe(response);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}

/// Pages of each kind: the largest, which shows most of what the kind can, and the smallest, which lacks most of it.
export function sample(pages) {
  return kinds(pages).flatMap((group) => [...new Set([group.at(-1), group[0]])]);
}

/// The largest page of each kind.
export function largest(pages) {
  return kinds(pages).map((group) => group.at(-1));
}

/// The pages by kind, the smallest first.
function kinds(pages) {
  const groups = Map.groupBy ? Map.groupBy(pages, (page) => page.kind) : groupBy(pages);
  return [...groups.values()].map((group) => [...group].sort((a, b) => a.html.length - b.html.length));
}

function groupBy(pages) {
  const groups = new Map();
  for (const page of pages) groups.set(page.kind, [...(groups.get(page.kind) ?? []), page]);
  return groups;
}

function walk(folder, root) {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? walk(path, root) : [relative(root, path).split(sep).join("/")];
  });
}
