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
    if (other !== mark) await change(problems);
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

  async function change(problems) {
    const { page, script } = await fetchPage();
    if (!script) return location.reload();
    const next = script.dataset.mark;
    if (next === mark) return;
    const [was, is] = [mark, next].map((name) => name.split("-")[0] === "missing" || name === "broken");
    const errors = problems.some((problem) => problem.severity === "error");
    // Its file is broken, most likely: what was good stays to be looked at.
    if (is && !was && errors) return;
    if (was !== is || !sameScripts(page)) return location.reload();
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
    const wanted = [...to.childNodes];
    let node = from.firstChild;
    wanted.forEach((next, at) => {
      const match = find(node, next, wanted.slice(at + 1));
      if (!match) {
        from.insertBefore(document.importNode(next, true), node);
        return;
      }
      while (node !== match) node = drop(node);
      node = match.nextSibling;
      if (match.isEqualNode(next)) return;
      if (next.nodeType !== Node.ELEMENT_NODE) {
        match.nodeValue = next.nodeValue;
        return;
      }
      attributes(match, next);
      morph(match, next);
    });
    while (node) node = drop(node);
  }

  function drop(node) {
    const next = node.nextSibling;
    node.remove();
    return next;
  }

  // The same node further on; else the first one that may become it, unless something later is that one exactly.
  function find(node, next, later) {
    let ahead = 0;
    for (let other = node; other && ahead < 60; other = other.nextSibling, ahead++) {
      if (other.isEqualNode(next)) return other;
    }
    if (!node || node.nodeName !== next.nodeName || (node.id || "") !== (next.id || "")) return undefined;
    const wanted = later.slice(0, 60).some((other) => node.isEqualNode(other));
    return wanted ? undefined : node;
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
})();
