// 検索の箱と、見つかったところの一覧。shell.mjs が、人がさがしはじめたときに読みこみます。
// The words are compared in a worker, so that typing never waits for them.

const ROOT = new URL("../../", import.meta.url);
const PAUSE = 150; // ms without a key before a search, about the gap between two kana

/** An element of a class with children. */
function made(name, look, ...children) {
  const element = document.createElement(name);
  if (look) element.className = look;
  element.append(...children);
  return element;
}

/** A text with the words that were found marked. @param {[number, number][]} marks */
function marked(text, marks) {
  const parts = [];
  let done = 0;
  for (const [start, end] of marks) {
    parts.push(text.slice(done, start), made("mark", "", text.slice(start, end)));
    done = end;
  }
  return [...parts, text.slice(done)];
}

/** One hit as an item of the list. @param {import("./find.mjs").Hit} hit */
function item({ url, texts, marks }) {
  const looks = ["kg-hit__page", "kg-hit__head", "kg-hit__said"];
  if (!texts[1]) looks[0] = looks[1]; // a whole page: its title is what leads there
  const link = made("a", "", ...texts.flatMap((text, i) => (text ? [made("span", looks[i], ...marked(text, marks[i]))] : [])));
  link.href = new URL(url, ROOT);
  const element = made("li", "kg-hit", link);
  element.dataset.searchResult = url;
  return element;
}

/**
 * Make the search box work.
 * @param {HTMLFormElement} form the box, its list and what is said about it (data-…)
 * @param {() => void} close closes the box and gives the focus back
 */
export function setUp(form, close) {
  const box = form.querySelector("input");
  const panel = form.querySelector(".kg-search__out"); // shell.mjs opens and closes it
  const list = form.querySelector("ol");
  const status = form.querySelector("[role=status]");
  const words = JSON.parse(form.dataset.said);
  const worker = new Worker(new URL("./worker.mjs", import.meta.url), { type: "module" });
  let asked = 0; // the number of the last question; an answer to an earlier one is late
  let timer = 0;

  const say = (text, hits = []) => {
    status.textContent = text;
    list.replaceChildren(...hits.map(item));
  };
  const failed = () => say(words.failed);
  const ask = () => {
    asked += 1;
    if (box.value.trim()) worker.postMessage({ id: asked, query: box.value });
    else say(words.empty);
  };

  worker.addEventListener("error", failed);
  worker.addEventListener("message", ({ data }) => {
    if (data.id !== asked) return;
    if (data.failed) failed();
    else say(data.hits.length ? words.found.replace("#", data.hits.length) : words.none, data.hits);
  });

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  form.addEventListener("submit", () => list.querySelector("a")?.focus());
  form.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.isComposing || panel.hidden) return;
    event.preventDefault();
    const stops = [box, ...list.querySelectorAll("a")];
    stops[stops.indexOf(document.activeElement) + step]?.focus();
  });
  list.addEventListener("click", (event) => {
    if (event.target.closest("a")) close({ focus: false });
  });
  ask();
}
