// What a reader can do without: how far a text has been read, what a topic is before following its link, and keys.
// Words come from data-words of the script's own element; every text of a page is put in as text, never as HTML.
(() => {
  const words = document.currentScript.dataset.words.split("|"), main = document.getElementById("main");
  if (!main) return;
  const make = (name, attributes, ...inside) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...inside);
    return element;
  };
  const add = (...made) => document.body.append(...made);

  // How much of the article lies behind.
  const prose = main.querySelector(".story .prose");
  if (prose) {
    const bar = make("progress", { className: "read", max: 1, ariaHidden: true });
    add(bar);
    const measure = () => {
      const { top, height } = prose.getBoundingClientRect(), way = height - innerHeight * 0.6;
      bar.value = way > 0 ? Math.min(1, Math.max(0, -top / way)) : 0;
    };
    addEventListener("scroll", () => requestAnimationFrame(measure), { passive: true });
    addEventListener("resize", measure);
    measure();
  }

  // A card with the topic's kind, name and summary, taken from its own page.
  const known = new Map(), card = make("div", { className: "preview", hidden: true, role: "status" });
  add(card);
  let waiting, over;
  const hide = () => {
    clearTimeout(waiting);
    over = undefined;
    card.hidden = true;
  };
  const show = async (link) => {
    const { href } = link, [at] = link.getClientRects();
    if (!known.has(href)) {
      const answer = await fetch(href);
      known.set(href, answer.ok ? answer.text() : "");
    }
    const page = new DOMParser().parseFromString(await known.get(href), "text/html");
    const text = (selector) => page.querySelector(selector)?.textContent.trim();
    const name = text(".opening h1");
    if (!name || over !== link) return;
    card.replaceChildren(
      make("p", { className: "kicker" }, text(".opening .kicker") ?? ""),
      make("p", { className: "name" }, name),
      make("p", {}, text(".opening .standfirst") ?? text(".prose p") ?? ""));
    card.hidden = false;
    // Set through the object model, which a content policy allows.
    const below = at.bottom + card.offsetHeight + 12 < innerHeight;
    card.style.left = Math.min(Math.max(8, at.left), innerWidth - card.offsetWidth - 8) + "px";
    card.style.top = (below ? at.bottom + 6 : at.top - card.offsetHeight - 6) + "px";
  };
  const ask = (event) => {
    const link = event.target.closest(".prose a");
    if (link === over) return;
    hide();
    if (!link || link.origin !== location.origin || !/\/topics\/[^/]+\/$/.test(link.pathname)) return;
    over = link;
    waiting = setTimeout(() => show(link).catch(() => {}), 250);
  };
  if (matchMedia("(hover: hover)").matches) main.addEventListener("mouseover", ask);
  main.addEventListener("focusin", ask);
  main.addEventListener("focusout", hide);
  addEventListener("scroll", hide, { passive: true });

  // Keys: one letter each, and a list of them.
  const follow = (selector) => document.querySelector(selector)?.click();
  const step = (by) => {
    const stops = [...main.querySelectorAll(".entry :is(h2, h3, h4) a, .event .what a, h2.head, .story h2")].filter((stop) => stop.offsetParent);
    const next = stops[Math.min(stops.length - 1, Math.max(0, stops.indexOf(document.activeElement) + by))];
    if (!next) return;
    if (!next.href) next.tabIndex = -1;
    next.focus();
  };
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    n: () => follow('[rel="next"]'),
    p: () => follow('[rel="prev"]'),
    h: () => follow(".nameplate a"),
    "?": () => help.showModal(),
  };
  const [title, ...rest] = words, close = make("button", { type: "button", onclick: () => help.close() }, rest.pop());
  const list = Object.keys(keys).flatMap((key, at) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, rest[at])]);
  const help = make("dialog", { className: "keys", ariaLabel: title }, make("h2", {}, title), make("dl", {}, ...list), close);
  add(help);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    // What has the focus may have keys of its own.
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || help.open) return;
    if (event.target.closest("input, textarea, select, [contenteditable]") || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
})();
