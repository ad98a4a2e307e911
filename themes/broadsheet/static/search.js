// Search in the page. The index lies in small files; a query loads few of them, and texts are only ever put in as text.
// What is found and in which order is decided as in src/stages/search/rank.rs, in the same whole numbers.

const INLINE = 8, LISTS = 8000, PARTS = 10, MOST = 110000, WORDS = 6, STAND_INS = 3;
const ALL = 300000; // bytes that a query may load
const SHOWN = 10;

const log = (n) => {
  const whole = 31 - Math.clz32(n || 1);
  return whole * 16 + ((((n || 1) - 2 ** whole) * 16) >> whole);
};
const below = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const LETTER = /[\p{Alphabetic}\p{N}]/u;
const RUNS = /(?:(?![\ue000-\uffff])[\p{Alphabetic}\p{N}\p{M}])+/gu;

export const fold = (text) =>
  text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/ς/g, "σ").normalize("NFC");

/// An index; `load(name, json)` gives a file of it.
export async function open(load) {
  const root = await load("root.json", true);
  const names = root.parts.split(" ");
  const parts = [];
  for (let at = 0; at + 1 < names.length; at += 2) parts.push([names[at], names[at + 1]]);
  const dense = (c) => root.dense.some(([first, last]) => c.codePointAt(0) >= first && c.codePointAt(0) <= last);
  const decoder = new TextDecoder();

  const stem = (word) => {
    for (const round of root.endings) {
      const fits = round.find(([ending, , least]) => word.endsWith(ending) && word.length - ending.length >= least);
      if (fits) word = word.slice(0, word.length - fits[0].length) + fits[1];
    }
    return word;
  };

  /// The words of a text as the index has them.
  const words = (text) => {
    const found = [];
    for (const [run] of fold(text).matchAll(RUNS)) {
      let now = [];
      const end = () => {
        if (now.length && dense(now[0])) {
          for (let at = 1; at < now.length; at++) found.push(now[at - 1] + now[at]);
          if (now.length === 1) found.push(now[0]);
        } else if (now.length > 1 || /[0-9]/.test(now[0] ?? "") || now[0] > "\x7f") {
          found.push(stem(now.slice(0, root.longest).join("")));
        }
        now = [];
      };
      for (const c of run) {
        if (now.length && dense(c) !== dense(now[0])) end();
        now.push(c);
      }
      end();
    }
    return found;
  };

  const reader = (bytes) => {
    let at = 0;
    const number = () => {
      let n = 0, shift = 0, byte;
      do n += ((byte = bytes[at++]) & 127) * 2 ** shift; while (byte & 128 && (shift += 7) < 35);
      return n;
    };
    return { more: () => at < bytes.length, number, take: (n) => bytes.subarray(at, (at += n)) };
  };

  const decode = (bytes, each) => {
    const r = reader(bytes);
    while (r.more()) {
      const impact = r.number(), count = r.number();
      if (count & 1) {
        r.take(r.number()).forEach((byte, at) => {
          for (let bit = 0; bit < 8; bit++) if ((byte >> bit) & 1) each(at * 8 + bit, impact);
        });
      } else for (let doc = 0, n = count >> 1; n--; ) each((doc += r.number()), impact);
    }
  };

  const dictionary = async (at, loaded) => {
    if (!loaded.has(at)) {
      if (!parts[at] || loaded.size >= PARTS) return [];
      const known = [], name = parts[at][1];
      loaded.set(at, known);
      const r = reader(await load(`${name}.bin`));
      let before = new Uint8Array(), file = -1, size = LISTS + 1;
      while (r.more()) {
        const shared = r.number(), own = r.take(r.number());
        const bytes = new Uint8Array(shared + own.length);
        bytes.set(before.subarray(0, shared));
        bytes.set(own, shared);
        before = bytes;
        const entry = { word: decoder.decode(bytes), docs: r.number(), length: r.number() };
        if (entry.length <= INLINE) entry.here = r.take(entry.length);
        else {
          if (size + entry.length > LISTS) file++, (size = 0);
          entry.file = `${name}-${file}.bin`;
          entry.start = size;
          size += entry.length;
        }
        known.push(entry);
      }
    }
    return loaded.get(at);
  };

  const partOf = (word) => {
    let at = parts.findIndex(([first]) => first > word);
    if (at < 0) at = parts.length;
    return Math.max(at - 1, 0);
  };

  const standIns = async (word, begun, loaded) => {
    const part = partOf(word);
    const exact = (await dictionary(part, loaded)).find((known) => known.word === word);
    let found = exact ? [[exact, 8]] : [];
    if (begun && (begun.length > 1 || begun > "\x7f")) {
      const first = partOf(begun), longer = [];
      for (let at = first; at < Math.min(parts.length, first + 2); at++) {
        if (at > first && !parts[at][0].startsWith(begun)) break;
        longer.push(...(await dictionary(at, loaded)).filter((k) => k.word.startsWith(begun) && k.word !== word));
      }
      longer.sort((a, b) => b.docs - a.docs || below(a.word, b.word));
      found.push(...longer.slice(0, STAND_INS).map((known) => [known, 5]));
    }
    const letters = [...word];
    if (!found.length && letters.length >= 4) {
      const most = letters.length >= 8 ? 2 : 1, start = letters.slice(0, 2).join(""), near = [];
      const from = part > 0 && parts[part][0].startsWith(start) ? part - 1 : part;
      const to = parts[part + 1]?.[0].startsWith(start) ? part + 1 : part;
      for (let at = from; at <= to; at++) {
        for (const known of await dictionary(at, loaded)) {
          const d = distance(letters, known.word, most, begun);
          if (d <= most) near.push([d, known]);
        }
      }
      if (!near.length) {
        const swapped = letters[1] + letters[0] + letters.slice(2).join("");
        const known = (await dictionary(partOf(swapped), loaded)).find((k) => k.word === swapped);
        if (known) near.push([1, known]);
      }
      near.sort(([a, x], [b, y]) => a - b || y.docs - x.docs || below(x.word, y.word));
      found = near.slice(0, STAND_INS).map(([d, known]) => [known, d > 1 ? 2 : 3]);
    }
    return found;
  };

  const range = (list, name, end) => {
    const at = list.findIndex(([known]) => known === name);
    return at < 0 ? [0, 0] : [list[at][1], list[at + 1]?.[1] ?? end];
  };

  const kindOf = (doc) => root.kinds.findLastIndex(([, first]) => first <= doc);

  /// The best documents for a query.
  const find = async (query, { kind, year, source } = {}, limit = SHOWN) => {
    const loaded = new Map(), folded = fold(query);
    const wanted = [...new Set(words(query))].slice(0, WORDS);
    const unfinished = LETTER.test([...folded].pop() ?? "");
    const raw = folded.split(/[^\p{Alphabetic}\p{N}]/u).pop();
    const lists = [];
    for (const [at, word] of wanted.entries()) {
      const begun = unfinished && at === wanted.length - 1 ? (word.startsWith(raw) ? raw : word) : null;
      for (const [known, worth] of await standIns(word, begun, loaded)) lists.push([worth, at, known]);
    }
    lists.sort(([a], [b]) => b - a);
    const n = root.docs, best = wanted.map(() => new Uint32Array(n));
    let spent = 0;
    for (const [worth, at, known] of lists) {
      const cost = known.here ? 0 : Math.max(known.length, LISTS);
      if (spent + cost > MOST) continue;
      spent += cost;
      const list = known.here ?? (await load(known.file)).subarray(known.start, known.start + known.length);
      const rarity = Math.max(log(n + 1) - log(known.docs), 1);
      decode(list, (doc, impact) => (best[at][doc] = Math.max(best[at][doc], worth * rarity * impact)));
    }
    const inKind = kind ? range(root.kinds, kind, n) : [0, n];
    const inYear = year != null ? range(root.years, year, root.kinds[1]?.[1] ?? n) : [0, n];
    let of;
    if (source) {
      of = new Uint8Array(n);
      const at = root.sources.indexOf(source);
      if (at >= 0) decode(await load(`source-${at}.bin`), (doc) => (of[doc] = 1));
    }
    let all = 1, most = 1;
    const rows = [];
    for (let doc = 0; doc < n; doc++) {
      if (doc < inYear[0] || doc >= inYear[1] || (of && !of[doc])) continue;
      let matched = 0, score = 0;
      for (const scores of best) if (scores[doc]) matched++, (score += scores[doc]);
      if (!matched) continue;
      const chosen = doc >= inKind[0] && doc < inKind[1];
      all = Math.max(all, matched);
      if (chosen) most = Math.max(most, matched);
      rows.push([doc, matched, score, chosen]);
    }
    const kinds = root.kinds.map(([name]) => [name, 0]);
    for (const [doc, matched] of rows) if (matched === all) kinds[kindOf(doc)][1]++;
    const found = rows.filter(([, matched, , chosen]) => chosen && matched === most);
    found.sort((a, b) => b[2] - a[2] || b[0] - a[0]);
    const hits = [];
    for (const [doc] of found.slice(0, limit)) {
      const titles = await load(`title-${Math.floor(doc / root.titles)}.json`, true);
      const [title, href, date, more] = titles[doc % root.titles];
      hits.push({ doc, kind: root.kinds[kindOf(doc)][0], title, href, date, more });
    }
    return { total: found.length, hits, kinds: kinds.filter(([, count]) => count), words: new Set(lists.map(([, , k]) => k.word)) };
  };
  return { root, find, words };
}

/// Letters to change, put in, leave out or exchange to make one word of the other, or of its beginning.
function distance(word, text, most, beginning) {
  let other = [...text];
  if (other.length + most < word.length || (!beginning && other.length > word.length + most)) return most + 1;
  other = other.slice(0, word.length + most);
  let before, last = [0, ...other.map((_, at) => at + 1)];
  word.forEach((letter, at) => {
    const next = [at + 1];
    other.forEach((found, to) => {
      let least = Math.min(last[to] + (letter !== found), last[to + 1] + 1, next[to] + 1);
      if (at && to && letter === other[to - 1] && word[at - 1] === found) least = Math.min(least, before[to - 1] + 1);
      next.push(least);
    });
    [before, last] = [last, next];
  });
  return beginning ? Math.min(...last) : last[other.length];
}

if (typeof document !== "undefined") start(document.getElementById("search"));

/// The page: a form, what is found, and passages from the pages themselves, as far as the bytes reach.
async function start(box) {
  const say = JSON.parse(box.dataset.words), at = new URLSearchParams(location.search), files = new Map();
  let used = 0, version = "", turn = 0;
  const make = (tag, attributes, ...inside) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...inside.filter((part) => part != null));
    return element;
  };
  const load = (name, json) => {
    if (!files.has(name)) {
      const got = fetch(box.dataset.index + name + version, version ? {} : { cache: "no-cache" }).then(async (answer) => {
        if (!answer.ok) throw Error(name);
        const bytes = new Uint8Array(await answer.arrayBuffer());
        used += bytes.length;
        return json ? JSON.parse(new TextDecoder().decode(bytes)) : bytes;
      });
      files.set(name, got);
      got.catch(() => files.delete(name));
    }
    return files.get(name);
  };
  const choice = (name, options) =>
    make("label", {}, make("span", { textContent: say[name] }), make("select", { name }, ...options.map(([value, text]) => make("option", { value, textContent: text }))));
  const input = make("input", { type: "search", name: "q", id: "q", value: at.get("q") ?? "", autocomplete: "off" });
  const status = make("p", { className: "found" }), list = make("ol", { className: "results" });
  status.setAttribute("role", "status");
  let index;
  try {
    index = await open(load);
  } catch {
    status.textContent = say.failed;
    return box.append(status);
  }
  version = `?v=${index.root.version}`;
  const { kinds, years, sources } = index.root, any = ["", say.any];
  const form = make("form", { action: location.pathname, className: "asking" },
    make("label", { htmlFor: "q", textContent: say.label }), input,
    make("div", { className: "facets" },
      choice("kind", [any, ...kinds.map(([kind]) => [kind, say.kinds[kind] ?? kind])]),
      choice("year", [any, ...years.map(([year]) => [year || "undated", year || say.undated]).reverse()]),
      choice("source", [any, ...sources.map((source) => [source, source])])));
  form.setAttribute("role", "search");
  for (const select of form.querySelectorAll("select")) {
    select.value = at.get(select.name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
  }
  box.replaceChildren(form, status, list);

  /// The words that were found, marked; from a little before the first of them.
  const passage = (text, wanted) => {
    const marks = [];
    for (const { 0: run, index: from } of text.matchAll(RUNS)) {
      const found = index.words(run).filter((word) => wanted.has(word));
      if (!found.length) continue;
      const inside = found.map((word) => run.indexOf(word)).filter((to) => to > 0 && run.length > 9);
      if (inside.length) marks.push(...inside.map((to) => [from + to, from + to + 2]));
      else marks.push([from, from + run.length]);
    }
    if (!marks.length) return;
    const start = Math.max(text.lastIndexOf(" ", marks[0][0] - 60), 0), end = start + 240;
    const paragraph = make("p", { className: "excerpt", dir: "auto" }, start ? "…" : "");
    let done = start;
    for (const [from, to] of marks) {
      if (from < done || to > end) continue;
      paragraph.append(text.slice(done, from), make("mark", { textContent: text.slice(from, to) }));
      done = to;
    }
    paragraph.append(text.slice(done, Math.max(end, done)), text.length > end ? "…" : "");
    return paragraph;
  };
  const excerpt = async (hit, item, wanted, now) => {
    if (!/^(article|page)$/.test(hit.kind) || used + 32000 > ALL || now !== turn) return;
    const body = (await fetch(hit.href)).body.getReader(), decoder = new TextDecoder();
    let html = "";
    for (let part; html.length < 24000 && !(part = await body.read()).done; used += part.value.length) {
      html += decoder.decode(part.value, { stream: true });
    }
    body.cancel();
    const page = new DOMParser().parseFromString(html, "text/html");
    const text = (page.querySelector(".prose") ?? page.querySelector("main") ?? page.body).textContent;
    const found = passage(text.replace(/\s+/g, " ").trim(), wanted);
    if (found && now === turn) item.append(found);
  };
  const run = async () => {
    const now = ++turn, query = input.value.trim();
    used = 0;
    const wanted = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    const address = String(new URLSearchParams(wanted));
    history.replaceState(null, "", location.pathname + (address && `?${address}`));
    if (!query) return list.replaceChildren((status.textContent = ""));
    try {
      const found = await index.find(input.value, { ...wanted, year: wanted.year === "undated" ? "" : wanted.year });
      if (now !== turn) return;
      const counts = new Map(found.kinds);
      for (const option of form.kind.options) {
        if (option.value) option.textContent = `${say.kinds[option.value] ?? option.value} (${counts.get(option.value) ?? 0})`;
      }
      status.textContent = (found.total === 1 ? say.one : found.total ? say.other : say.none).replace("{n}", found.total.toLocaleString(document.documentElement.lang));
      const items = found.hits.map(({ title, href, kind, date, more }) =>
        make("li", {}, make("h2", {}, make("a", { href, dir: "auto", textContent: title })),
          make("p", { className: "meta" }, ...[say.kinds[kind] ?? kind, date, more].filter(Boolean).map((text) => make("span", { dir: "auto", textContent: text })))));
      list.replaceChildren(...items);
      for (const [nth, hit] of found.hits.entries()) await excerpt(hit, items[nth], found.words, now).catch(() => {});
    } catch {
      if (now === turn) status.textContent = say.failed;
    }
  };
  let timer;
  form.addEventListener("input", () => (clearTimeout(timer), (timer = setTimeout(run, 120))));
  form.addEventListener("submit", (event) => (event.preventDefault(), run()));
  document.addEventListener("keydown", (event) => {
    const links = [input, ...list.querySelectorAll("a")], here = links.indexOf(document.activeElement);
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "/" && here !== 0 && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) (input.focus(), input.select());
    else if (step && here >= 0 && links[here + step]) links[here + step].focus();
    else if (event.key === "Escape" && here > 0) input.select();
    else return;
    event.preventDefault();
  });
  run();
}
