/** 「期限を計算する」: the form, the people told so far, and the link that brings both back. */

import { fill } from "../kigen/words.mjs";
import { el } from "./dom.mjs";
import { fragmentOf, readFragment, toCase } from "./entry.mjs";
import { DateField } from "./fields.mjs";
import { checkEntry, endsOffBirthday, readForm } from "./form.mjs";
import { showResults } from "./result.mjs";
import { today as todayInJapan } from "./when.mjs";

const find = (id) => document.getElementById(`kg-${id}`);

const book = JSON.parse(document.getElementById("kigen-book").textContent);
const words = book.check.form;
const today = todayInJapan();
const { title } = document;
const [form, calc, root] = [find("form"), find("calc"), find("result")];

/** Where each way of telling asks for a date; null where it does not. */
const PLACES = {
  card: { e: "dates", a: "sit-known-more", m: null, b: "dates" },
  cert: { e: "more", a: "dates", m: null, b: "more" },
  made: { e: null, a: "sit-known-more", m: "dates", b: "dates" },
};

const fields = {};
for (const fieldset of form.querySelectorAll("[data-date]")) {
  fields[fieldset.dataset.date] = new DateField(fieldset, book, today);
}
/** The situations one may be in: a box, and what ticking it opens. */
const situations = [...form.querySelectorAll("[data-on]")].map((node) => ({
  node,
  key: node.dataset.key,
  box: node.querySelector("[type=checkbox]"),
  more: node.querySelector(".kg-sit__more"),
}));

let people = []; // [{entry}]
let current = 0; // whose dates the form holds; one past the last while somebody is added

// ---- the form as it is asked

/** Show what the way of telling needs, where it belongs. The focus never moves. */
function arrange() {
  const { value } = form.elements.k;
  for (const [key, place] of Object.entries(PLACES[value])) {
    const { fieldset } = fields[key];
    fieldset.hidden = !place;
    if (place) find(place).append(fieldset);
  }
  find("more").hidden = value !== "cert";
  for (const { node, box, more } of situations) {
    node.hidden = !node.dataset.on.includes(value);
    if (!more) continue;
    more.hidden = !box.checked;
    box.setAttribute("aria-expanded", box.checked);
  }
}

/** What readForm takes: what is asked now, and what of it may stay empty. */
function typedNow() {
  const typed = { k: form.elements.k.value, dates: {} };
  for (const { node, key, box, more } of situations) {
    if (node.hidden || !box.checked) continue;
    const chosen = more ? more.querySelector("[type=radio]:checked")?.value : "1";
    if (chosen) typed[key] = chosen;
  }
  const asked = Object.values(fields).filter(({ fieldset }) => !fieldset.closest("[hidden]"));
  for (const { key, typed: date } of asked) typed.dates[key] = date;
  const optional = asked.filter(({ fieldset }) => find("more").contains(fieldset));
  return [typed, ["z", ...optional.map(({ key }) => key)]];
}

/** Put an entry into the form; one without dates empties it. */
function fillForm(entry) {
  form.elements.k.value = entry.k;
  for (const [key, field] of Object.entries(fields)) field.iso = entry[key] ?? "";
  for (const { key, box, more } of situations) {
    box.checked = key in entry;
    const choice = box.checked && more?.querySelector(`[type=radio][value="${entry[key]}"]`);
    if (choice) choice.checked = true;
  }
  find("extras").open = situations.some(({ key, box }) => box.checked && key !== "a");
  find("more").open = "b" in entry;
  find("ask").hidden = true;
  showProblems([]);
  arrange();
}

// ---- what is wrong

/** A summary on top and a sentence beside each date; none takes both away. */
function showProblems(problems) {
  for (const field of Object.values(fields)) {
    field.mark(problems.find(({ key }) => key === field.key));
  }
  const summary = find("errors");
  summary.hidden = !problems.length;
  document.title = (problems.length ? words.title : "") + title;
  if (summary.hidden) return;
  summary.querySelector("h2").textContent = fill(words.summary_title, { n: problems.length });
  summary.querySelector("ul").replaceChildren(...problems.map((problem) => {
    const target = fields[problem.key].target(problem);
    for (let fold = target; (fold = fold.parentElement.closest("details")); ) fold.open = true;
    const go = (event) => {
      event.preventDefault(); // the address keeps its answer
      target.focus();
    };
    return el("li", null, el("a", { href: `#${target.id}`, onclick: go }, problem.text));
  }));
  summary.focus();
}

/** One plain sentence above the form; none takes it away. */
function say(sentence = "") {
  find("problem").textContent = sentence;
  find("problem").hidden = !sentence;
}

/** Do something; if it fails, nobody is left with an empty page: the tables still answer. */
function safely(act) {
  say();
  find("ask").hidden = true;
  try {
    act();
  } catch (error) {
    say(book.check.result.unexpected);
    find("static").open = true;
    console.error(error);
  }
}

// ---- answers

function calculate() {
  for (const field of Object.values(fields)) field.tidy();
  const { entry, problems = [] } = readForm(...typedNow(), book, today);
  showProblems(problems);
  if (!entry) return;
  if (endsOffBirthday(entry)) {
    find("ask").hidden = false;
    find("ask").focus();
    return;
  }
  people[current] = { entry };
  show();
}

const labelOf = (number) =>
  number ? fill(words.labels.family, { n: number }) : words.labels.self;

function show(focus = true) {
  edit(false);
  calc.dataset.done = "";
  showResults(
    people.map(({ entry }, number) => ({ entry, label: labelOf(number), case: toCase(entry, book) })),
    {
      book, today, root, focus,
      onEdit: (number) => start(number, people[number].entry),
      onRemove: (number) => {
        people.splice(number, 1);
        current = 0;
        fillForm(people[0].entry);
        show();
      },
      onAdd: () => start(people.length, { k: form.elements.k.value }),
    },
  );
  // the slowest step of all, after the answer itself
  setTimeout(() => history.replaceState(null, "", `#${fragmentOf(people)}`));
}

/** Turn to the form for one person. */
function start(number, entry) {
  current = number;
  fillForm(entry);
  edit(true);
  find("who").focus();
}

/** On a phone the form gives way to the answer, and comes back to be changed. */
function edit(editing) {
  calc.toggleAttribute("data-editing", editing);
  find("who").textContent = fill(words.labels.dates_of, { who: labelOf(current) });
  find("who").hidden = !editing && people.length < 2;
  find("back").hidden = !editing;
}

/** The people whom the address holds, if any. */
function openLink() {
  const { people: told, problem } = readFragment(location.hash);
  if (problem || told.some(({ entry }) => checkEntry(entry, book, today).length)) {
    return say(words.problems.link);
  }
  if (!told.length) return;
  [people, current] = [told, 0];
  fillForm(told[0].entry);
  show(false);
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  safely(calculate);
});
form.addEventListener("change", ({ target }) => {
  if (target.name === "k" || target.type === "checkbox") arrange();
});
find("ask-yes").addEventListener("click", () => {
  situations.find(({ key }) => key === "s").box.checked = true;
  find("extras").open = true;
  arrange();
  safely(calculate);
});
find("ask-no").addEventListener("click", () => {
  find("ask").hidden = true;
  fields.e.inputs.m.focus();
});
find("back").addEventListener("click", () => {
  current = 0;
  fillForm(people[0].entry);
  edit(false);
  root.querySelector("h2").focus();
});
addEventListener("hashchange", () => safely(openLink));

const whenIdle = window.requestIdleCallback ?? setTimeout;

/** Answer somebody of forty off the page, so that the first real answer is not the slow one. */
function warmUp(rounds) {
  if (!rounds || people.length) return;
  const entry = { e: today, b: `${parseInt(today) - 40}${today.slice(4)}` };
  const person = { entry, label: "", case: toCase(entry, book) };
  showResults([person], { book, today, root: el("div"), focus: false });
  whenIdle(() => warmUp(rounds - 1));
}

arrange();
form.parentElement.hidden = false;
find("wait").hidden = true;
find("static").open = false;
safely(openLink);
whenIdle(() => warmUp(3));
