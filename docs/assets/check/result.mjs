/** Shows the answers: everything below the form of 「期限を計算する」, and what is taken away. */

import { fill } from "../kigen/words.mjs";
import { el, hint, opening, prose } from "./dom.mjs";
import { datesOnlyFragment, fragmentOf, inputSummary, isLimited } from "./entry.mjs";
import { restOf } from "./more.mjs";
import { viewOf } from "./view.mjs";
import { daysBetween, shift, speaker } from "./when.mjs";

/**
 * Draw the answers of all people into `root`, in place of what was there.
 *
 * @param {{label: string, entry: object, case: object}[]} people
 * @param {object} options book: the page's JSON; today: YYYY-MM-DD; root: the element;
 *   onEdit(i), onRemove(i), onAdd(): what the buttons do; focus: false leaves the focus where
 *   it is; home: the way to the root of the site
 */
export function showResults(people, options) {
  const { book, today, root, focus = true, home = "../" } = options;
  const words = book.check.result;
  const views = people.map((person) => viewOrProblem(person, book, today));
  const answered = views.filter(({ state }) => state);
  const sections = views.map((view, number) => personNode(view, number, { ...options, count: people.length }));
  const live = root.querySelector("[role=status]") ?? el("p", { role: "status", class: "kg-vh" });
  const old = daysBetween(book.built, today) > book.check.old_days;
  root.replaceChildren(
    live,
    ...(old ? [el("p", { class: "kg-warn" }, speaker(book)(words.old_rules, book))] : []),
    ...sections,
    el("p", { class: "kg-btns" }, button(words.actions.add, options.onAdd)),
  );
  if (answered.length) sections[0].append(actionsNode(people, answered, book, home));
  live.textContent = views.map(({ line }) => line).join(" ");
  if (focus) requestAnimationFrame(() => sections[0].querySelector("h2").focus());
  // The picture and the reasons come after the answer itself has been painted.
  setTimeout(() => {
    for (const view of answered) sections[views.indexOf(view)].append(...restOf(view, home));
  });
}

/** The view; for a Case that cannot be answered, one that says so. */
function viewOrProblem(person, book, today) {
  try {
    return viewOf(person, book, today);
  } catch (error) {
    const todo = error.ja ? [error.ja] : []; // of a CaseError
    return { ...person, line: book.check.result.unexpected, todo, rows: [] };
  }
}

const button = (text, onclick, more) =>
  el("button", { type: "button", class: "kg-btn", onclick, ...more }, text);

/** One person's section: what was typed, the verdict, the rows. */
function personNode({ label, entry, line, todo, rows }, number, options) {
  const { book, today, onEdit, onRemove } = options;
  const words = book.check.result;
  const { actions } = words;
  const alone = options.count === 1;
  const id = `kg-result-${number}`;
  const act = (name, does) =>
    button(actions[name], () => does(number), { "aria-label": fill(actions[`${name}_of`], { label }) });
  return el(
    "section", { class: "kg-person", "aria-labelledby": id },
    el(
      "p", { class: "kg-typed" },
      el("span", null, prose(words.typed + inputSummary(entry, book.check.form))),
      act("edit", onEdit), !alone && act("remove", onRemove),
      el("span", { class: "kg-paper" }, speaker(book)(words.printed_on, { today, address: addressOf() })),
    ),
    el(
      "div", { class: "kg-result" },
      el(
        "div", { class: "kg-result__top" },
        el("h2", { id, tabindex: "-1" }, alone ? words.title : fill(words.title_of, { label })),
        el("p", { class: "kg-big" }, prose(line)),
        todo.map((text) => el("p", null, prose(text))),
      ),
      el("dl", { class: "kg-rows" }, rows.map(rowNode)),
      el("p", { class: "kg-prior" }, el("b", null, words.prior), words.prior_fact),
    ),
  );
}

const rowNode = ({ id, title, lines, notes }) =>
  el(
    "div", { "data-row": id },
    el("dt", null, title),
    el(
      "dd", null,
      lines.map((text) => el("p", null, prose(text))),
      notes.map((text) => hint(text)),
    ),
  );

/** Calendar, printing and links, for all people at once; and what to read next. */
function actionsNode(people, views, book, home) {
  const { actions: names, unofficial, prior } = book.check.result;
  const boxes = eventsOf(views, book).map((event, number) => eventNode(event, number, book));
  const save = () => {
    const chosen = boxes.filter(({ box }) => box.checked).map(({ event }) => event);
    download(calendarFile(chosen, { built: book.built, note: prior + unofficial }), names.file);
  };
  const said = el("p", { role: "status", class: "kg-hint" });
  const link = (name, fragment) => [
    el("p", null, button(names[name], () => copy(fragment, said, names))),
    hint(names[`${name}_note`]),
  ];
  const dates = datesOnlyFragment(people, views.map(({ report }) => report));
  const { state, told } = views[0];
  const next = names.links[isLimited(told) ? "stay" : state.replace(/_.*/, "")] ?? names.links.before;
  const questions = ["self", "proxy"].map((who) =>
    [book.check.result.ask[who], pointOf(who, told, book.check.result.ask.when[state])]);
  return el(
    "div", { class: "kg-actions" },
    el(
      "p", { class: "kg-btns" },
      boxes.length > 0 && button(names.calendar, save, { "data-do": "calendar" }),
      button(names.print, () => window.print()),
    ),
    boxes.length > 0 &&
      opening(names.choose, el("ul", { class: "kg-events" }, boxes.map(({ node }) => node))),
    opening(names.copy, dates && link("dates", dates), link("all", fragmentOf(people)), said),
    el("ul", { class: "kg-next" }, [...questions, ...next].map(([text, to]) => el("li", null, el("a", { href: home + to }, text)))),
  );
}

/** Where the five questions go on for somebody of whom this is known. */
function pointOf(who, told, when) {
  const { birth, overseas, signature } = told;
  const whom = isLimited(told) ? "stay" : overseas ? "abroad" : signature ? "adult" : "child";
  return `${["ask", who, ...(birth ? [whom, when] : [])].filter(Boolean).join("/")}/`;
}

/** The events of everybody; with several people each title says whose it is. */
function eventsOf(views, book) {
  const { of } = book.check.result.events;
  const named = (event, label) => ({ ...event, title: fill(of, { ...event, label }) });
  return views.flatMap(({ label, events }) =>
    events.map((event) => (views.length > 1 ? named(event, label) : event)));
}

function eventNode(event, number, book) {
  const id = `kg-event-${number}`;
  const box = el("input", { type: "checkbox", id, checked: true });
  const label = el(
    "label", { for: id },
    el("b", null, event.title), " ", prose(speaker(book)("{day}", event)),
    el("span", { class: "kg-hint" }, prose(event.text)),
  );
  return { event, box, node: el("li", null, box, label) };
}

const addressOf = () => location.href.split("#")[0];

function download(text, name) {
  const href = URL.createObjectURL(new Blob([text], { type: "text/calendar;charset=utf-8" }));
  el("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

/** Copy a link of this page; where the browser refuses, show it to be copied by hand. */
async function copy(fragment, said, names) {
  const address = `${addressOf()}#${fragment}`;
  try {
    await navigator.clipboard.writeText(address);
    said.replaceChildren(names.copied);
  } catch {
    const area = el("textarea", { readonly: true, rows: "3", "aria-label": names.by_hand }, address);
    said.replaceChildren(names.by_hand, area);
    area.select();
  }
}

// ---- the calendar file (RFC 5545): whole days, stable names, the same text as on the page

const LINE = 75; // bytes a line may have
// at 9:00 of the day; before the last day also a week and a day ahead
const ALARMS = { due: ["-P6DT15H", "-PT15H"] };

/**
 * The file of events [{id, uid, day, title, text}]. `note` ends each description; `built` is the
 * day of the rules, so that the file of an answer never changes with the clock.
 */
function calendarFile(events, { built, note }) {
  // twins have the same days: the second event of a name gets one of its own
  const before = (place) => events.slice(0, place).filter(({ uid }) => uid === events[place].uid);
  const lines = events.flatMap(({ id, uid, day, title, text }, place) => [
    "BEGIN:VEVENT",
    `UID:${uid}-${before(place).length}@denshi-shomeisho-guide`,
    `DTSTAMP:${compact(built)}T000000Z`,
    `DTSTART;VALUE=DATE:${compact(day)}`,
    `DTEND;VALUE=DATE:${compact(shift(day, 1))}`, // the day after: DTEND is not included
    `SUMMARY:${escaped(title)}`,
    `DESCRIPTION:${escaped(text + "\n" + note)}`,
    "TRANSP:TRANSPARENT",
    ...(ALARMS[id] ?? ["PT9H"]).flatMap((trigger) => [
      "BEGIN:VALARM", "ACTION:DISPLAY", `TRIGGER:${trigger}`, `DESCRIPTION:${escaped(title)}`,
      "END:VALARM",
    ]),
    "END:VEVENT",
  ]);
  const head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//denshi-shomeisho-guide//JA"];
  return [...head, ...lines, "END:VCALENDAR"].map((line) => `${folded(line)}\r\n`).join("");
}

const compact = (day) => day.replaceAll("-", "");

const escaped = (text) => text.replace(/[\\;,]/g, "\\$&").replaceAll("\n", "\\n");

/** A line cut at 75 bytes, never inside a character; what follows begins with a space. */
function folded(line) {
  let [text, bytes] = ["", 0];
  for (const letter of line) {
    const size = new TextEncoder().encode(letter).length;
    if (bytes + size > LINE) [text, bytes] = [`${text}\r\n `, 1];
    text += letter;
    bytes += size;
  }
  return text;
}
