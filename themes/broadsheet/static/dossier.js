// What a reader can do without: how far a text has been read, what a topic is before following its link, the timeline
// of one topic without leaving that of all, and keys.
// Words come from data-words of the script's own element; every text of a page is put in as text, never as HTML.
(() => {
  const words = document.currentScript.dataset.words.split("|"), main = document.getElementById("main");
  if (!main) return;
  const make = (name, attributes, ...inside) => {
    const element = Object.assign(document.createElement(name), attributes);
    element.append(...inside);
    return element;
  };

  // A page of the site. The browser remembers it.
  const read = async (href) => new DOMParser().parseFromString(await (await fetch(href)).text(), "text/html");
  // With such a key held down, the browser does what it does with links and keys itself.
  const held = (event) => event.ctrlKey || event.metaKey || event.altKey;

  // How much of the article lies behind. What is below nothing or above all is cut off by the element itself.
  const prose = main.querySelector(".story .prose");
  if (prose) {
    const bar = make("progress", { className: "read", max: 1, ariaHidden: true });
    document.body.append(bar);
    const measure = () => {
      const { top, height } = prose.getBoundingClientRect(), way = height - innerHeight * 0.6;
      bar.value = way > 0 ? -top / way : 0;
    };
    addEventListener("scroll", () => requestAnimationFrame(measure));
    measure();
  }

  // A card with the topic's kind, name and summary, taken from its own page.
  const card = make("div", { className: "preview", hidden: true, role: "status" });
  let waiting, over;
  const hide = () => {
    clearTimeout(waiting);
    over = 0;
    card.hidden = true;
  };
  const show = async (link) => {
    const [at] = link.getClientRects(), page = await read(link.href);
    const shown = [["kicker", ".kicker"], ["name", "h1"], ["", ".standfirst, .prose p"]];
    if (over !== link) return;
    card.replaceChildren(...shown.map(([className, from]) => make("p", { className }, page.querySelector(from)?.textContent ?? "")));
    card.hidden = false;
    // Set through the object model, which a content policy allows.
    const { style, offsetWidth, offsetHeight } = card, below = at.bottom + 6;
    style.left = Math.min(at.left, innerWidth - offsetWidth - 8) + "px";
    style.top = (below + offsetHeight + 6 < innerHeight ? below : at.top - offsetHeight - 6) + "px";
  };
  const ask = (event) => {
    const link = event.target.closest('.prose a[href*="/topics/"]');
    if (link === over) return;
    hide();
    if (link?.origin !== location.origin) return;
    over = link;
    waiting = setTimeout(() => show(link).catch(() => {}), 250);
  };
  if (matchMedia("(hover)").matches) main.addEventListener("mouseover", ask);
  main.addEventListener("focusin", ask);
  main.addEventListener("focusout", hide);
  addEventListener("scroll", hide);

  // The events of a topic, taken from its own page, in the place of all.
  const choice = main.querySelector(".of-topics");
  choice?.addEventListener("click", async (event) => {
    const link = event.target.closest('[href*="#"]');
    if (!link || held(event)) return;
    event.preventDefault();
    const page = await read(link.href).catch(() => document), events = page.querySelector("#events ~ .events");
    if (!events) return location.assign(link.href);
    choice.nextElementSibling.replaceChildren(events);
    choice.querySelector("[aria-current]").ariaCurrent = null;
    link.ariaCurrent = true;
  });

  // Keys: one letter each, and a list of them.
  const follow = (selector) => document.querySelector(selector)?.click();
  const step = (by) => {
    const stops = [...main.querySelectorAll(".entry :is(h2,h3,h4) a,.event .what a,h2.head,.story h2")].filter((stop) => stop.offsetParent);
    const next = stops[Math.max(0, stops.indexOf(document.activeElement) + by)];
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
    "/": () => follow('[href$="/search/"]'),
    "?": () => help.showModal(),
  };
  const [title, ...rest] = words;
  const help = make("dialog", { className: "keys", ariaLabel: title },
    make("h2", {}, title),
    make("dl", {}, ...Object.keys(keys).flatMap((key, at) => [make("dt", {}, make("kbd", {}, key)), make("dd", {}, rest[at])])),
    make("button", { onclick: () => help.close() }, rest.pop()));
  document.body.append(card, help);
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    const act = keys[event.key];
    // What has the focus may have keys of its own.
    if (!act || event.defaultPrevented || held(event) || help.open || event.target.closest("input,textarea,select,[contenteditable]")) return;
    event.preventDefault();
    act();
  });
})();
