// What a reader can do without: how far a text has been read, what a topic is before following its link, and keys.
// Words come from data-words of the script's own element; every text of a page is put in as text, never as HTML.
(() => {
  "use strict";
  const words = (document.currentScript?.dataset.words ?? "").split("|");
  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };
  const main = document.getElementById("main");
  if (!main) return;

  // How much of the article lies behind.
  const prose = document.querySelector(".story .prose");
  if (prose) {
    const bar = make("progress", "", "read");
    bar.max = 1;
    bar.setAttribute("aria-hidden", "true");
    document.body.append(bar);
    const measure = () => {
      const { top, height } = prose.getBoundingClientRect();
      const way = height - innerHeight * 0.6;
      bar.value = way > 0 ? Math.min(1, Math.max(0, -top / way)) : 0;
    };
    addEventListener("scroll", () => requestAnimationFrame(measure), { passive: true });
    addEventListener("resize", measure);
    measure();
  }

  // A card with the topic's kind, name and summary, taken from its own page.
  const known = new Map();
  const card = make("div", "", "preview");
  card.hidden = true;
  card.setAttribute("role", "status");
  document.body.append(card);
  let waiting;
  let over;
  const hide = () => {
    clearTimeout(waiting);
    over = undefined;
    card.hidden = true;
  };
  const summary = async (href) => {
    if (!known.has(href)) {
      const answer = await fetch(href);
      const page = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
      const text = (selector) => page.querySelector(selector)?.textContent.trim() ?? "";
      known.set(href, {
        kind: text(".opening .kicker"),
        name: text(".opening h1"),
        text: text(".opening .standfirst") || text(".prose p"),
      });
    }
    return known.get(href);
  };
  const show = async (link) => {
    const topic = await summary(link.href).catch(() => undefined);
    if (!topic?.name || over !== link) return;
    card.replaceChildren(make("p", topic.kind, "kicker"), make("p", topic.name, "name"), make("p", topic.text));
    card.hidden = false;
    const at = link.getClientRects()[0];
    const left = Math.min(Math.max(8, at.left), innerWidth - card.offsetWidth - 8);
    const below = at.bottom + card.offsetHeight + 12 < innerHeight;
    // Set through the object model, which a content policy allows.
    card.style.left = `${left}px`;
    card.style.top = `${below ? at.bottom + 6 : at.top - card.offsetHeight - 6}px`;
  };
  const ask = (event) => {
    const link = event.target.closest?.(".prose a");
    if (link === over) return;
    hide();
    if (!link || link.origin !== location.origin || !/\/topics\/[^/]+\/$/.test(link.pathname)) return;
    over = link;
    waiting = setTimeout(show, 250, link);
  };
  if (matchMedia("(hover: hover)").matches) main.addEventListener("mouseover", ask);
  main.addEventListener("focusin", ask);
  main.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true });

  // Keys: one letter each, and a list of them.
  const follow = (selector) => document.querySelector(selector)?.click();
  const step = (by) => {
    const stops = [...main.querySelectorAll(".entry a, .event a, h2.head, .story h2")].filter(
      (stop) => stop.offsetParent && (stop.tagName !== "A" || stop.closest("h2, h3, h4, .what")),
    );
    const here = document.activeElement;
    const next = stops[Math.min(stops.length - 1, Math.max(0, stops.indexOf(here) + by))];
    if (!next) return;
    if (next.tagName !== "A") next.tabIndex = -1;
    next.focus();
  };
  const help = make("dialog", "", "keys");
  const keys = [
    ["j", () => step(1)],
    ["k", () => step(-1)],
    ["n", () => follow('[rel="next"]')],
    ["p", () => follow('[rel="prev"]')],
    ["h", () => follow(".nameplate a")],
    ["?", () => help.showModal()],
  ];
  const list = make("dl");
  keys.forEach(([key], at) => {
    const term = make("dt");
    term.append(make("kbd", key));
    list.append(term, make("dd", words[at + 1]));
  });
  const title = make("h2", words[0]);
  title.id = "keys-title";
  help.setAttribute("aria-labelledby", title.id);
  const close = make("button", words[keys.length + 1]);
  close.type = "button";
  close.addEventListener("click", () => help.close());
  help.append(title, list, close);
  document.body.append(help);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    // What has the focus may have keys of its own.
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (event.target.closest?.("input, textarea, select, [contenteditable]")) return;
    const action = keys.find(([key]) => key === event.key)?.[1];
    if (!action) return;
    event.preventDefault();
    action();
  });
})();
