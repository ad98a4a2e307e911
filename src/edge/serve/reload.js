// The preview's own script; it is no part of the site. It hears when this page has changed, fetches it and changes
// only what is different, so that scroll position, focus and what was typed stay. What is wrong with the dossier is shown
// in a panel, as text.
"use strict";
(() => {
  const tag = document.currentScript;
  const { token } = tag.dataset;
  let { mark } = tag.dataset;
  let stream, retry, panel;

  // ---- Listening: only while somebody looks, because a browser opens six connections to a host and no more.

  function listen() {
    if (stream || document.hidden) return;
    const query = new URLSearchParams({ token, page: location.pathname, mark });
    stream = new EventSource(`/_dossier/events?${query}`.replaceAll("+", "%20"));
    stream.onmessage = ({ data }) => heard(JSON.parse(data));
    stream.onerror = () => {
      // While the stream is `CONNECTING`, the browser tries again by itself; but with the old mark.
      hush();
      clearTimeout(retry);
      retry = setTimeout(returned, 500);
    };
  }

  function hush() {
    stream?.close();
    stream = undefined;
  }

  // The program was ended and may be back, with another token.
  async function returned() {
    if (document.hidden) return;
    try {
      const response = await fetch("/_dossier/panel.css", { cache: "no-store" });
      if (!response.ok) throw response.status;
      const page = await fetchPage();
      if (!page.script) return;
      if (page.script.dataset.token === token) listen();
      else location.reload();
    } catch {
      retry = setTimeout(returned, 1000);
    }
  }

  document.addEventListener("visibilitychange", () => (document.hidden ? hush() : listen()));
  addEventListener("pagehide", hush);
  addEventListener("pageshow", listen);

  async function heard({ mark: other, problems }) {
    if (other !== mark) await change(other, problems);
    show(problems);
  }

  // ---- Changing the page.

  async function fetchPage() {
    const response = await fetch(location.pathname + location.search, { cache: "no-store" });
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const script = page.querySelector('script[src="/_dossier/reload.js"]');
    script?.remove();
    return { page, script, status: response.status };
  }

  const isGone = (name) => name.startsWith("missing-") || name === "broken";

  async function change(other, problems) {
    // Its file is broken, most likely: what was good stays to be looked at.
    if (isGone(other) && !isGone(mark) && problems.some((problem) => problem.severity === "error")) return;
    const { page, script } = await fetchPage();
    if (!script) return location.reload();
    const next = script.dataset.mark;
    if (next === mark) return;
    if (isGone(mark) !== isGone(next) || !sameScripts(page)) return location.reload();
    mark = next;
    tag.dataset.mark = next;
    changeHead(page.head);
    attributes(document.documentElement, page.documentElement);
    morph(document.body, page.body);
    dispatchEvent(new CustomEvent("dossier:changed"));
  }

  const sources = (root) =>
    [...root.querySelectorAll("script[src]")].map((script) => script.getAttribute("src")).filter((src) => !src.startsWith("/_dossier/"));

  // A script runs once; another one needs a new page.
  function sameScripts(page) {
    return sources(document).join("\n") === sources(page).join("\n");
  }

  function changeHead(head) {
    if (document.title !== head.ownerDocument.title) document.title = head.ownerDocument.title;
    const left = new Map([...document.head.children].filter((part) => part !== tag).map((part) => [part.outerHTML, part]));
    const added = [...head.children].filter((part) => !left.delete(part.outerHTML) && part.localName !== "title");
    const isSheet = (part) => part.localName === "link" && part.relList.contains("stylesheet");
    const old = [...left.values()].filter((part) => part.localName !== "title");
    for (const part of added) {
      const fresh = document.importNode(part, true);
      const before = isSheet(part) && old.find(isSheet);
      if (before) {
        // The old sheet goes when the new one is there, so that the page is never bare.
        old.splice(old.indexOf(before), 1);
        const drop = () => before.remove();
        fresh.addEventListener("load", drop);
        fresh.addEventListener("error", drop);
        before.after(fresh);
      } else {
        document.head.append(fresh);
      }
    }
    for (const part of old) part.remove();
  }

  // ---- Morphing: the nodes that are there stay wherever they can.

  function morph(from, to) {
    const old = [...from.childNodes];
    const wanted = [...to.childNodes];
    const kept = pairs(old, wanted);
    let node = from.firstChild;
    for (const next of wanted) {
      const match = kept.get(next);
      if (!match) {
        from.insertBefore(document.importNode(next, true), node);
        continue;
      }
      // Pairs are in the same order on both sides, so what lies before this one is wanted no more.
      while (node !== match) node = drop(node);
      node = match.nextSibling;
      if (match.isEqualNode(next)) continue;
      if (next.nodeType === Node.ELEMENT_NODE) {
        attributes(match, next);
        morph(match, next);
      } else {
        match.nodeValue = next.nodeValue;
      }
    }
    while (node) node = drop(node);
  }

  function drop(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
  }

  // More than this many comparisons are not made; then nodes are paired by their places.
  const MOST = 1_000_000;

  // Which old node becomes which new one: first those that are the same, as many as can be in order (the longest common
  // subsequence, in which an element counts for more than the space beside it), then in each gap those of one name.
  function pairs(old, wanted) {
    const text = (node) => node.outerHTML ?? `${node.nodeType} ${node.nodeValue}`;
    const [a, b] = [old.map(text), wanted.map(text)];
    let start = 0;
    while (start < a.length && start < b.length && a[start] === b[start]) start++;
    let [endA, endB] = [a.length, b.length];
    while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) [endA, endB] = [endA - 1, endB - 1];
    const found = new Map();
    for (let at = 0; at < start; at++) found.set(wanted[at], old[at]);
    for (let at = endB; at < b.length; at++) found.set(wanted[at], old[endA + at - endB]);
    const [n, m] = [endA - start, endB - start];
    let same = [];
    if (n * m <= MOST) same = common(a.slice(start, endA), b.slice(start, endB), old.slice(start, endA));
    let [i, j] = [0, 0];
    for (const [atA, atB] of [...same, [n, m]]) {
      gap(old.slice(start + i, start + atA), wanted.slice(start + j, start + atB), found);
      if (atA < n) found.set(wanted[start + atB], old[start + atA]);
      [i, j] = [atA + 1, atB + 1];
    }
    return found;
  }

  function common(a, b, nodes) {
    const width = b.length + 1;
    const best = new Uint32Array((a.length + 1) * width);
    const weight = (node) => (node.nodeType === Node.ELEMENT_NODE ? 8 : 1);
    for (let i = a.length - 1; i >= 0; i--) {
      for (let j = b.length - 1; j >= 0; j--) {
        const skip = Math.max(best[(i + 1) * width + j], best[i * width + j + 1]);
        best[i * width + j] = a[i] === b[j] ? Math.max(skip, best[(i + 1) * width + j + 1] + weight(nodes[i])) : skip;
      }
    }
    const same = [];
    for (let i = 0, j = 0; i < a.length && j < b.length; ) {
      const here = best[i * width + j];
      if (here === best[(i + 1) * width + j]) i++;
      else if (here === best[i * width + j + 1]) j++;
      else same.push([i++, j++]);
    }
    return same;
  }

  function gap(old, wanted, found) {
    let from = 0;
    for (const next of wanted) {
      const at = old.findIndex((node, at) => at >= from && node.nodeName === next.nodeName && (node.id || "") === (next.id || ""));
      if (at < 0) continue;
      found.set(next, old[at]);
      from = at + 1;
    }
  }

  function attributes(from, to) {
    for (const { name } of [...from.attributes]) {
      // Whether something is open is the reader's choice.
      if (!to.hasAttribute(name) && !(from.localName === "details" && name === "open")) from.removeAttribute(name);
    }
    for (const { name, value } of to.attributes) {
      if (from.getAttribute(name) !== value) from.setAttribute(name, value);
    }
  }

  // ---- The panel.

  function element(name, properties = {}, ...children) {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
  }

  function show(problems) {
    if (problems.length === 0) {
      panel?.remove();
      panel = undefined;
      return;
    }
    const errors = problems.filter((problem) => problem.severity === "error").length;
    if (!panel) {
      panel = document.createElement("dossier-problems");
      const root = panel.attachShadow({ mode: "open" });
      root.append(element("link", { rel: "stylesheet", href: "/_dossier/panel.css" }), element("section"));
      const section = root.lastChild;
      section.setAttribute("aria-label", "Problems in the dossier");
      const details = element("details", { open: errors > 0 }, element("summary"), element("ol"));
      details.firstChild.setAttribute("role", "status");
      section.append(details);
      section.addEventListener("keydown", (event) => {
        if (event.key === "Escape") details.open = false;
      });
      document.documentElement.append(panel);
    }
    const details = panel.shadowRoot.querySelector("details");
    const summary = counted(errors, problems.length - errors);
    if (details.firstChild.textContent !== summary) {
      details.firstChild.textContent = summary;
      details.open = errors > 0;
    }
    panel.dataset.errors = errors;
    details.lastChild.replaceChildren(...problems.map(entry));
  }

  function counted(errors, warnings) {
    const plural = (count, word) => `${count} ${word}${count === 1 ? "" : "s"}`;
    const parts = [errors && plural(errors, "error"), warnings && plural(warnings, "warning")].filter(Boolean);
    return parts.join(" and ") + (errors ? ": what is not affected is up to date" : "");
  }

  function entry(problem) {
    const item = element("li", { className: problem.severity }, element("pre", { textContent: problem.text }));
    if (problem.link) {
      item.append(element("a", { href: problem.link, textContent: `Open ${problem.path}:${problem.line}` }));
    } else if (problem.path) {
      const button = element("button", { type: "button", textContent: `Open ${problem.path}:${problem.line}` });
      button.addEventListener("click", () => open(problem, button));
      item.append(button);
    }
    return item;
  }

  async function open({ path, line }, button) {
    const response = await fetch("/_dossier/open", {
      method: "POST",
      headers: { "content-type": "application/json", "x-dossier-token": token },
      body: JSON.stringify({ path, line }),
    });
    if (!response.ok) button.after(` ${await response.text()}`);
  }

  listen();
  import("/_dossier/desk.js").then(({ attach }) => attach(token));
})();
