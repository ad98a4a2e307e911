// Search in the page. The index lies in small files; a query loads few of them, and texts are only ever put in as text.
// What is found and in which order is decided as in src/stages/search/rank.rs, in the same whole numbers.

// ALL: bytes that a query may load.
const INLINE = 8, LISTS = 8000, PARTS = 10, MOST = 110000, WORDS = 6, STAND_INS = 3, SHOWN = 10, ALL = 300000;

const log = (n, whole = 31 - Math.clz32(n)) => whole * 16 + (((n - 2 ** whole) * 16) >> whole);
const order = (a, b) => b.docs - a.docs || (a.word < b.word ? -1 : 1);
const RUNS = /(?:(?![\ue000-\uffff])[\p{Alphabetic}\p{N}\p{M}])+/gu;

export const fold = (text) =>
  text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/ς/g, "σ").normalize("NFC");

/// An index; `load(name, json)` gives a file of it.
export async function open(load) {
  const root = await load("root.json", true), { kinds, docs } = root;
  const parts = [...root.parts.matchAll(/(\S+) (\S+)/g)].map((part) => part.slice(1));
  const decoder = new TextDecoder();
  const hex = (code) => `\\u{${code.toString(16)}}`;
  const dense = root.dense.map(([first, last]) => hex(first) + "-" + hex(last)).join("");
  const unspaced = RegExp(`^[${dense}]`, "u"), pieces = RegExp(`[${dense}]+|[^${dense}]+`, "gu");

  const stem = (word) => {
    for (const round of root.endings) {
      const fits = round.find(([ending, , least]) => word.endsWith(ending) && word.length - ending.length >= least);
      if (fits) word = word.slice(0, word.length - fits[0].length) + fits[1];
    }
    return word;
  };

  /// The words of a text as the index has them.
  const words = (text) =>
    (fold(text).match(RUNS) ?? []).flatMap((run) => run.match(pieces)).flatMap((piece) => {
      const letters = [...piece];
      if (unspaced.test(piece)) return letters[1] ? letters.slice(1).map((c, at) => letters[at] + c) : piece;
      return letters[1] || /[0-9]/.test(piece) || piece > "\x7f" ? stem(letters.slice(0, root.longest).join("")) : [];
    });

  const reader = (bytes, at = 0) => ({
    more: () => at < bytes.length,
    take: (n) => bytes.subarray(at, (at += n)),
    number: () => {
      let n = 0, unit = 1, byte;
      do (byte = bytes[at++]), (n += (byte & 127) * unit), (unit *= 128); while (byte & 128);
      return n;
    },
  });

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
      const r = reader(await load(name + ".bin"));
      let bytes = [], file = -1, size = LISTS + 1;
      while (r.more()) {
        bytes = [...bytes.slice(0, r.number()), ...r.take(r.number())];
        const entry = { word: decoder.decode(new Uint8Array(bytes)), docs: r.number(), length: r.number() };
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

  const partOf = (word) => Math.max(parts.findLastIndex(([first]) => first <= word), 0);

  const standIns = async (word, begun, loaded) => {
    const part = partOf(word), named = (name) => (known) => known.word === name;
    const begins = (at, start) => parts[at]?.[0].startsWith(start);
    let found = (await dictionary(part, loaded)).filter(named(word)).map((known) => [known, 8]);
    if (begun && (begun[1] || begun > "\x7f")) {
      const first = partOf(begun), longer = [];
      for (const at of begins(first + 1, begun) ? [first, first + 1] : [first]) {
        longer.push(...(await dictionary(at, loaded)).filter((k) => k.word.startsWith(begun) && k.word !== word));
      }
      longer.sort(order);
      found.push(...longer.slice(0, STAND_INS).map((known) => [known, 5]));
    }
    const letters = [...word];
    if (!found[0] && letters[3]) {
      const most = letters[7] ? 2 : 1, start = letters[0] + letters[1], near = [];
      for (let at = part - (part > 0 && begins(part, start)); at <= part + !!begins(part + 1, start); at++) {
        for (const known of await dictionary(at, loaded)) {
          const d = distance(letters, known.word, most, begun);
          if (d <= most) near.push([d, known]);
        }
      }
      if (!near[0]) {
        const swapped = letters[1] + letters[0] + letters.slice(2).join("");
        near.push(...(await dictionary(partOf(swapped), loaded)).filter(named(swapped)).map((known) => [1, known]));
      }
      near.sort(([a, x], [b, y]) => a - b || order(x, y));
      found = near.slice(0, STAND_INS).map(([d, known]) => [known, d > 1 || !known.word.startsWith(letters[0]) ? 2 : 3]);
    }
    return found;
  };

  const range = (list, name, end) => {
    const at = list.findIndex(([known]) => known === name);
    return at < 0 ? [0, 0] : [list[at][1], list[at + 1]?.[1] ?? end];
  };

  const kindOf = (doc) => kinds.findLastIndex(([, first]) => first <= doc);

  /// The best documents for a query.
  const find = async (query, { kind, year, source } = {}) => {
    const loaded = new Map(), wanted = [...new Set(words(query))].slice(0, WORDS), lists = [];
    // What stands behind the last sign that is no letter; nothing when the last word is complete.
    const raw = fold(query).split(/[^\p{Alphabetic}\p{N}]/u).pop();
    for (const [at, word] of wanted.entries()) {
      const begun = at === wanted.length - 1 && raw && (word.startsWith(raw) ? raw : word);
      const meant = await standIns(word, begun, loaded);
      // What is guessed at counts as the most frequent of all that the word may stand for: a rare one is no better a guess.
      const most = Math.max(...meant.map(([{ docs }]) => docs));
      for (const [known, worth] of meant) lists.push([worth, at, known, worth < 8 ? most : known.docs]);
    }
    lists.sort(([a], [b]) => b - a);
    const best = wanted.map(() => new Uint32Array(docs));
    let spent = 0;
    for (const [worth, at, known, seen] of lists) {
      const cost = known.here ? 0 : Math.max(known.length, LISTS);
      if (spent + cost > MOST) continue;
      spent += cost;
      const list = known.here ?? (await load(known.file)).subarray(known.start, known.start + known.length);
      const value = worth * Math.max(log(docs + 1) - log(seen), 1);
      decode(list, (doc, impact) => (best[at][doc] = Math.max(best[at][doc], value * impact)));
    }
    const inKind = kind ? range(kinds, kind, docs) : [0, docs];
    const inYear = year != null ? range(root.years, year, kinds[1]?.[1] ?? docs) : [0, docs];
    let of;
    if (source) {
      of = [];
      const at = root.sources.indexOf(source);
      if (at >= 0) decode(await load(`source-${at}.bin`), (doc) => (of[doc] = 1));
    }
    let all = 1, most = 1, rows = [];
    for (let doc = inYear[0]; doc < inYear[1]; doc++) {
      let matched = 0, score = 0;
      for (const scores of best) if (scores[doc]) matched++, (score += scores[doc]);
      if (!matched || (of && !of[doc])) continue;
      const chosen = doc >= inKind[0] && doc < inKind[1];
      all = Math.max(all, matched);
      if (chosen) most = Math.max(most, matched);
      rows.push([doc, matched, score, chosen]);
    }
    const counts = kinds.map(() => 0);
    for (const [doc, matched] of rows) if (matched === all) counts[kindOf(doc)]++;
    const found = rows.filter(([, matched, , chosen]) => chosen && matched === most);
    found.sort((a, b) => b[2] - a[2] || b[0] - a[0]);
    let hits = [], own = 0;
    for (const [doc] of found.slice(0, SHOWN)) {
      const titles = await load(`title-${Math.floor(doc / root.titles)}.json`, true);
      const [title, href, date, more] = titles[doc % root.titles];
      // What is called as the query says comes before all that only speaks of it.
      const hit = { kind: kinds[kindOf(doc)][0], title, href, date, more };
      hits.splice(`${words(title)}` === `${words(query)}` ? own++ : hits.length, 0, hit);
    }
    return { total: found.length, hits, counts, words: new Set(lists.map(([, , known]) => known.word)) };
  };
  return { root, find, words };
}

/// Letters to change, put in, leave out or exchange to make one word of the other, or of its beginning.
function distance(word, text, most, beginning) {
  let other = [...text], before, last;
  if (other.length + most < word.length || (!beginning && other.length > word.length + most)) return most + 1;
  other = other.slice(0, word.length + most);
  last = [0, ...other.map((_, at) => at + 1)];
  word.forEach((letter, at) => {
    const next = [at + 1];
    other.forEach((found, to) => {
      let least = Math.min(last[to] + (letter !== found), last[to + 1] + 1, next[to] + 1);
      if (at && to && letter === other[to - 1] && word[at - 1] === found) least = Math.min(least, before[to - 1] + 1);
      next.push(least);
    });
    [before, last] = [last, next];
  });
  return beginning ? Math.min(...last) : last.pop();
}

if (typeof document !== "undefined") start(document.getElementById("search"));

/// The page: a form, what is found, and passages from the pages themselves, as far as the bytes reach.
async function start(box) {
  const { say, names } = JSON.parse(box.dataset.words), at = new URLSearchParams(location.search), files = new Map();
  const { lang } = document.documentElement;
  let used = 0, version = "", turn = 0, index, timer;
  const make = (tag, attributes, ...inside) => {
    const element = Object.assign(document.createElement(tag), attributes);
    element.append(...inside);
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
  const choice = (name, options) => {
    const select = make("select", { name }, ...[["", say.any], ...options].map(([value, text]) => new Option(text, value)));
    select.value = at.get(name) ?? "";
    if (select.selectedIndex < 0) select.value = "";
    return make("label", {}, make("span", {}, say[name]), select);
  };
  const status = make("p", { className: "found", role: "status" }), list = make("ol", { className: "results" });
  try {
    index = await open(load);
  } catch {
    status.textContent = say.failed;
    return box.append(status);
  }
  const { kinds, years, sources } = index.root;
  version = "?v=" + index.root.version;
  const input = make("input", { type: "search", name: "q", id: "q", value: at.get("q") ?? "", autocomplete: "off" });
  const form = make("form", { action: location.pathname, className: "asking", role: "search" },
    make("label", { htmlFor: "q" }, say.label), input,
    make("div", { className: "facets" },
      choice("kind", kinds.map(([kind]) => [kind, names[kind]])),
      choice("year", years.map(([year]) => [year || "undated", year || say.undated]).reverse()),
      choice("source", sources.map((source) => [source, source]))));
  box.replaceChildren(form, status, list);

  /// The words that were found, marked; from a little before the first of them.
  const passage = (text, wanted) => {
    const marks = [];
    for (const { 0: run, index: from } of text.matchAll(RUNS)) {
      const found = index.words(run).filter((word) => wanted.has(word));
      if (!found[0]) continue;
      const inside = found.map((word) => run.indexOf(word)).filter((to) => to > 0 && run[9]);
      marks.push(...(inside[0] ? inside.map((to) => [from + to, from + to + 2]) : [[from, from + run.length]]));
    }
    if (!marks[0]) return;
    let done = Math.max(text.lastIndexOf(" ", marks[0][0] - 60), 0);
    const end = Math.max(text.lastIndexOf(" ", done + 240), done + 180), paragraph = make("p", { className: "excerpt", dir: "auto" }, done ? "…" : "");
    for (const [from, to] of marks) {
      if (from < done || to > end) continue;
      paragraph.append(text.slice(done, from), make("mark", {}, text.slice(from, to)));
      done = to;
    }
    paragraph.append(text.slice(done, end), text[end] ? "…" : "");
    return paragraph;
  };
  const excerpt = async (hit, item, wanted, now) => {
    if (used + 32000 > ALL || now !== turn) return;
    const body = (await fetch(hit.href)).body.getReader(), decoder = new TextDecoder();
    let html = "";
    for (let part; html.length < 24000 && !(part = await body.read()).done; used += part.value.length) {
      html += decoder.decode(part.value, { stream: true });
    }
    body.cancel();
    const page = new DOMParser().parseFromString(html, "text/html");
    const text = page.querySelector(".prose")?.textContent.replace(/\s+/g, " "), found = text && passage(text, wanted);
    if (found && now === turn) item.append(found);
  };
  const run = async () => {
    const now = ++turn;
    used = 0;
    const wanted = Object.fromEntries([...new FormData(form)].filter(([, value]) => value.trim()));
    const address = new URLSearchParams(wanted) + "";
    history.replaceState(null, "", location.pathname + (address && "?" + address));
    if (!input.value.trim()) return list.replaceChildren((status.textContent = ""));
    try {
      const { total, hits, counts, words } = await index.find(input.value, { ...wanted, year: wanted.year === "undated" ? "" : wanted.year });
      if (now !== turn) return;
      kinds.forEach(([kind], nth) => (form.kind.options[nth + 1].textContent = `${names[kind]} (${counts[nth]})`));
      const text = total ? say.found[new Intl.PluralRules(lang).select(total)] ?? say.found.other : say.none;
      status.textContent = text.replace("{n}", total.toLocaleString(lang));
      const items = hits.map(({ title, href, kind, date, more }) =>
        make("li", {}, make("h2", {}, make("a", { href, dir: "auto" }, title)),
          make("p", { className: "meta" }, ...[names[kind], date, more].filter(Boolean).map((text) => make("span", { dir: "auto" }, text)))));
      list.replaceChildren(...items);
      for (const [nth, hit] of hits.entries()) await excerpt(hit, items[nth], words, now).catch(() => {});
    } catch {
      if (now === turn) status.textContent = say.failed;
    }
  };
  form.oninput = () => (clearTimeout(timer), (timer = setTimeout(run, 120)));
  form.onsubmit = (event) => (event.preventDefault(), run());
  document.addEventListener("keydown", (event) => {
    const { key } = event, here = document.activeElement;
    const links = [input, ...list.querySelectorAll("a")], at = links.indexOf(here);
    const next = links[at + ({ ArrowDown: 1, ArrowUp: -1 }[key] ?? NaN)];
    if (at >= 0 && next) next.focus();
    else if ((key === "/" && !here.closest("input, select, textarea")) || (key === "Escape" && at > 0)) (input.focus(), input.select());
    else return;
    event.preventDefault();
  });
  run();
}
