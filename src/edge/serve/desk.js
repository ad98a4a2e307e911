// The desk: what the machine has read on this page and nobody has confirmed, with the words that it rests on. One key
// decides: a accepts, r rejects, e corrects, j and k go on and back, u takes the last decision back. Keys mean this only
// while the focus is on a suggestion. Everything from a file is put in as text.

const HELP = "Keys on a suggestion: a accept · r reject · e correct · j next · k previous · u undo";

function element(name, properties = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

/// Shows what waits on the page with this path in `root`; everything when there is none. `counted` hears how much it is.
export function desk(root, token, page, counted = () => {}) {
  let items = [];
  let current = 0;
  let asked = 0;
  // Somebody has decided: the focus goes to what comes next, whichever answer brings it.
  let wanted = false;
  const status = element("p", { role: "status", className: "said" });
  const list = element("ol", { className: "items" });
  const undo = element("button", { type: "button", textContent: "Undo (u)", onclick: takeBack });
  root.append(element("p", { className: "help" }, HELP, " ", undo), status, list);

  async function load(focus) {
    wanted ||= focus;
    const turn = ++asked;
    const query = page ? `?page=${encodeURIComponent(page)}` : "";
    const response = await fetch(`/_dossier/waiting${query}`, { headers: { "x-dossier-token": token }, cache: "no-store" });
    if (!response.ok || turn !== asked) return;
    const fresh = (await response.json()).items;
    // What somebody is correcting right now is not taken away.
    if (list.querySelector("form") && !wanted) return counted(fresh.length);
    const known = items[current]?.id;
    items = fresh;
    const at = items.findIndex((item) => item.id === known);
    current = Math.max(0, Math.min(at < 0 ? current : at, items.length - 1));
    draw(wanted || list.contains(root.getRootNode().activeElement));
    wanted = false;
    counted(items.length);
  }

  function draw(focus) {
    list.replaceChildren(...items.map(card));
    if (items.length === 0) list.append(element("li", { className: "none", textContent: "Nothing waits here." }));
    if (focus) (list.children[current] ?? undo).focus();
  }

  function card(item, at) {
    const name = `${at + 1} of ${items.length}: ${item.sort}${item.words ? `, ${item.words.slice(0, 80)}` : ""}`;
    const made = element("li", { tabIndex: at === current ? 0 : -1, className: "item", "aria-label": name });
    made.dataset.id = item.id;
    made.addEventListener("focus", () => mark(at));
    made.addEventListener("keydown", (event) => key(event, at));
    const button = (text, action) => element("button", { type: "button", textContent: text, onclick: action });
    made.append(element("p", { className: "sort" }, item.sort, page ? "" : where(item)));
    if (item.words) {
      const words = element("p", { className: "words" }, item.before, element("mark", { textContent: item.words }), item.after);
      words.dir = "auto";
      made.append(words);
    }
    const says = element("dl");
    for (const [label, value] of item.says) {
      says.append(element("dt", { textContent: label }), element("dd", { textContent: value || "nobody yet", dir: "auto" }));
    }
    made.append(says);
    if (item.basis) made.append(element("p", { className: "basis", textContent: `Why: ${item.basis}` }));
    const acts = element(
      "p",
      { className: "acts" },
      button("Accept (a)", () => accept(at)),
      button("Reject (r)", () => decide(at, { ruling: "reject" })),
      button("Correct (e)", () => correct(at)),
    );
    for (const topic of item.candidates) {
      acts.append(button(`It is ${topic}`, () => decide(at, { ruling: "add-to", topic })));
    }
    made.append(acts);
    return made;
  }

  function where(item) {
    if (!item.title) return element("span");
    return element("span", {}, " in ", element("a", { href: item.href, textContent: item.title }));
  }

  function mark(at) {
    list.children[current]?.setAttribute("tabindex", -1);
    current = at;
    list.children[current]?.setAttribute("tabindex", 0);
  }

  function key(event, at) {
    if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey || event.altKey) return;
    const actions = {
      a: () => accept(at),
      r: () => decide(at, { ruling: "reject" }),
      e: () => correct(at),
      u: takeBack,
      j: () => list.children[at + 1]?.focus(),
      k: () => list.children[at - 1]?.focus(),
      ArrowDown: () => list.children[at + 1]?.focus(),
      ArrowUp: () => list.children[at - 1]?.focus(),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  }

  // A quote without a speaker has nothing yet that could be accepted.
  function accept(at) {
    const open = items[at].says.some(([label, value]) => label === "speaker" && !value);
    if (open) correct(at);
    else decide(at, { ruling: "accept" });
  }

  function correct(at) {
    const made = list.children[at];
    if (made.querySelector("form")) return;
    const fields = items[at].says.map(([label, value]) => {
      const input = element("input", { name: label, value, autocomplete: "off", dir: "auto" });
      return element("label", {}, element("span", { textContent: label }), input);
    });
    const form = element(
      "form",
      {},
      ...fields,
      element("button", { type: "submit", textContent: "Save" }),
      element("button", { type: "button", textContent: "Cancel", onclick: cancel }),
    );
    function cancel() {
      form.remove();
      made.focus();
    }
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const changed = items[at].says.map(([label, value]) => [label, value, form.elements[label].value]);
      const corrections = Object.fromEntries(changed.filter(([, was, is]) => was !== is).map(([label, , is]) => [label, is]));
      decide(at, Object.keys(corrections).length > 0 ? { ruling: "edit", corrections } : { ruling: "accept" });
    });
    form.addEventListener("keydown", (event) => event.key === "Escape" && (event.stopPropagation(), cancel()));
    made.append(form);
    form.querySelector("input").focus();
    form.querySelector("input").select();
  }

  async function send(name, body) {
    const headers = { "content-type": "application/json", "x-dossier-token": token };
    const response = await fetch(`/_dossier/${name}`, { method: "POST", headers, body: JSON.stringify(body) });
    const type = response.headers.get("content-type");
    const said = type?.startsWith("application/json") ? await response.json() : { message: await response.text() };
    status.textContent = response.ok ? said.message : `Not done. ${said.text || said.message}`;
    status.className = response.ok ? "said" : "said bad";
    await load(true);
    return response.ok;
  }

  function decide(at, ruling) {
    const { article, id, key } = items[at];
    return send("decide", { article, id, key, ...ruling });
  }

  function takeBack() {
    return send("undo", {});
  }

  load(false);
  return { load: () => load(false), focus: () => (list.children[current] ?? undo).focus() };
}

/// Puts the desk of a page at its foot, closed, if anything waits there.
export function attach(token) {
  const host = document.createElement("dossier-desk");
  const root = host.attachShadow({ mode: "open" });
  const summary = element("summary", { textContent: "Suggestions" });
  const inside = element("div", { className: "inside" });
  const details = element("details", {}, summary, inside);
  const section = element("section", { "aria-label": "Suggestions on this page" }, details);
  root.append(element("link", { rel: "stylesheet", href: "/_dossier/panel.css" }), section);
  host.hidden = true;
  document.documentElement.append(host);
  const table = desk(inside, token, location.pathname, (count) => {
    summary.textContent = count === 1 ? "1 suggestion" : `${count} suggestions`;
    // After the last decision it stays, so that it can be taken back.
    if (count > 0) host.hidden = false;
  });
  inside.append(element("p", {}, element("a", { href: "/_dossier/desk/", textContent: "Everything that waits" })));
  details.addEventListener("toggle", () => details.open && table.focus());
  section.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !details.open) return;
    details.open = false;
    summary.focus();
  });
  addEventListener("dossier:changed", table.load);
}

const main = document.querySelector("body.desk > main[data-token]");
if (main) {
  const heading = main.querySelector("h1");
  const table = desk(main, main.dataset.token, "", (count) => {
    document.title = `Desk (${count})`;
    heading.textContent = count === 1 ? "1 suggestion waits" : `${count} suggestions wait`;
  });
  addEventListener("focus", table.load);
}
