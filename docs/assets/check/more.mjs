/** What stands below an answer: what is not certain, the pictures, the reasons. */

import { stepJa } from "../kigen/words.mjs";
import { el, hint, opening, prose, svg } from "./dom.mjs";
import { tenYears } from "./entry.mjs";
import { daysJa } from "./view.mjs";
import { daysBetween, shift, shiftMonths, shortDay } from "./when.mjs";

/** The nodes of it for one view; `home` is the way to the root of the site. */
export const restOf = (view, home) => [
  ...doubtNodes(view, home),
  ...flowFigure(view),
  ...yearsFigure(view, tenYears(view.told, view.report, view.today, view.book)),
  whyNode(view, home),
];

// ---- doubts and reasons

/** The outcomes that have steps and doubts, by the name of what they tell. */
function told({ report, groups }) {
  const window = (name) => report[name] && { ...report[name], day: report[name].first };
  return [
    ...groups.map(({ outcome }) => ["due", outcome]),
    ["card", report.card],
    ["window", window("authentication_window") ?? window("signature_window")],
    ["card_window", window("card_window")],
    ["hospital", report.insurance_until],
    ["card", { doubts: report.doubts, steps: [] }],
  ].filter(([, outcome]) => outcome);
}

/** What the answer leaves open: the other days, and what to ask whom. */
function doubtNodes(view, home) {
  const { book, say, words: { doubts: words } } = view;
  const found = {};
  for (const [what, { doubts }] of told(view)) {
    if (what === "card_window" && view.state !== "card_open") continue; // that is years ahead
    for (const { code, reading, other_day: day } of doubts) {
      const other = { reading: book.ambiguities[code].readings[reading], what: words.what[what], day };
      const sentences = (found[code] ??= new Set());
      if (day) sentences.add(say(words.other, other));
    }
  }
  const drawn = Object.entries(found).map(([code, others]) => {
    const { title, question, shown, ask } = book.ambiguities[code];
    const address = `${home}doubts/#${code.toLowerCase().replaceAll("_", "-")}`;
    const body = [
      [question, ...others, ask].map((text) => el("p", null, prose(text))),
      el("p", { class: "kg-screen" }, el("a", { href: address }, say(words.more, { title }))),
    ];
    return { shown, node: shown === "warn" ? box(title, body) : opening(words.note + title, body) };
  });
  const those = (wanted) => drawn.filter(({ shown }) => shown === wanted).map(({ node }) => node);
  const usual = box(words.default_title, el("p", null, words.default));
  return [...those("warn"), usual, ...those("note")];
}

const box = (title, body) =>
  el("div", { class: "kg-warn", role: "note" }, el("h3", null, title), body);

/** 「なぜこの日？」: for each date the rules that were applied, with their law. */
function whyNode(view, home) {
  const { book, say, words: { why, doubts } } = view;
  const reasons = told(view).filter(([, { steps }]) => steps.length).map(([what, outcome]) =>
    opening(
      say(why.of, { what: doubts.what[what], day: outcome.first ?? daysJa(outcome, view) }),
      hint(outcome.days?.length ? why.several : outcome.known === "inferred" && why.inferred),
      el("ol", null, outcome.steps.map((step) =>
        el("li", null, prose(stepJa(step, book)), sources(step.cites, book, home), law(step, view, home)))),
    ),
  );
  const facts = book.check.facts.map(({ ja, cites }) =>
    el("li", null, prose(ja), sources(cites, book, home)));
  return el(
    "div", { class: "kg-why" },
    el("h3", null, why.title), hint(why.counted), reasons, opening(why.facts, el("ul", null, facts)),
  );
}

/** The documents with the place in each, leading to the register of sources. */
const sources = (cites, { sources: titles }, home) =>
  cites.map(({ source, locator }) => [
    " ",
    el(
      "a", { href: `${home}sources/#${source}`, class: "kg-src1" },
      `${titles[source]} ${locator}`.trim(),
    ),
  ]);

/** Where a step used a number of the law, its history. */
function law({ rule }, { book, words: { why } }, home) {
  const number = book.parameters[rule] ? rule : why.parameters[rule];
  return number && [" ", el("a", { href: `${home}law/${number}/`, class: "kg-src1" }, why.law)];
}

// ---- the pictures: this renewal, drawn wide and narrow (the style sheet shows one), and the next
// ten years, a list that looks like a line; both say their days in words

/** When renewal is possible, when the certificate ends, how long the hospital goes on. */
function flowFigure(view) {
  const { window, due, exact, hospitalDays: [hospital], today, say, words: { flow } } = view;
  if (!exact || (hospital ?? due) < today) return [];
  const says = Object.entries({ open: window.first, due, hospital })
    .filter(([, day]) => day)
    .map(([id, day]) => say(flow.says[id], { day }));
  const drawing = (kind, width, top) =>
    svg(
      "svg",
      { viewBox: `0 ${top} ${width} ${160 - top}`, class: `kg-tl kg-tl--${kind}`, role: "img" },
      svg("title", null, flow.title), svg("desc", null, says.join("")),
      flowShapes(view, width, kind === "short"),
    );
  return [
    el("h3", null, flow.title),
    drawing("long", 640, 34),
    drawing("short", 350, 0),
    opening(flow.list, el("ol", null, says.map((text) => el("li", null, prose(text))))),
  ];
}

const text = (x, y, kind, words) => svg("text", { x, y, class: `kg-tl__${kind}` }, words);
const line = (x, y1, y2, kind) => svg("line", { x1: x, x2: x, y1, y2, class: `kg-tl__${kind}` });
const bar = (from, to, y, height, kind) =>
  svg("rect", { x: from, y, width: to - from, height, class: `kg-tl__${kind}` });

/** The drawing, with words short enough for its width. */
function flowShapes({ window, due, hospitalDays: [hospital], today, say, words: { flow } }, width, short) {
  const words = flow[short ? "short" : "long"];
  const last = hospital ?? due;
  const begin = `${window.first.slice(0, 7)}-01`;
  const end = `${shiftMonths(last, 1).slice(0, 7)}-01`;
  const at = (day) => 4 + ((width - 8) * daysBetween(begin, day)) / daysBetween(begin, end);
  const inside = (x) => Math.min(Math.max(x, 48), width - 48); // room for words around x
  const edges = [window.first, shift(due, 1), shift(last, 1)].map(at);
  const [from, to, over] = edges;
  const shapes = [];

  const months = Math.round(daysBetween(begin, end) / 30.4);
  const every = Math.ceil((months * 32) / width); // their names must not touch
  for (let number = 0; number < months; number += 1) {
    const first = shiftMonths(begin, number);
    shapes.push(line(at(first), 70, 156, "grid"));
    const name = say(flow.month, { month: Number(first.slice(5, 7)) });
    if (number % every === 0) shapes.push(text(at(shift(first, 15)), 152, "m", name));
  }
  const now = begin <= today && today < end ? at(today) : null;
  // the words keep clear of the line of today
  const free = [from, now ?? to, to].filter((x) => from <= x && x <= to);
  const [left, right] = free[1] - from > to - free[1] ? free : free.slice(-2);
  shapes.push(bar(from, to, 74, 30, "open"), text((left + right) / 2, 94, "on", words.open));
  if (hospital) {
    const fits = words.only_hospital.length * 14 < over - to;
    const label = fits ? words.only_hospital : flow.short.only_hospital;
    const [middle, half] = [(to + over) / 2, label.length * 7 + 3];
    const stripes = { x1: to, x2: over, y1: 89, y2: 89, class: "kg-tl__stripes" };
    shapes.push(bar(to, over, 74, 30, "after"), svg("line", stripes));
    shapes.push(bar(middle - half, middle + half, 79, 20, "plate"));
    shapes.push(text(middle, 94, "b", label));
  }
  const flags = [[flow.from, window.first], [flow.due, due], [flow.hospital, hospital]];
  flags.filter(([, day]) => day).forEach(([label, day], place) => {
    const y = short && place === 1 ? 12 : 46; // where it is narrow, the middle one stands higher
    shapes.push(line(edges[place], y + 20, 108, "flag"), text(inside(edges[place]), y, "m", label));
    shapes.push(text(inside(edges[place]), y + 16, "b", shortDay(day)));
  });
  if (now !== null) {
    const triangle = { d: `M${now} 104l6 10h-12z`, class: "kg-tl__mark" };
    shapes.push(line(now, 70, 108, "today"), svg("path", triangle));
    shapes.push(text(inside(now), 127, "now", say(flow.today, { today: shortDay(today) })));
  }
  return shapes;
}

/** What is to be renewed by when: a round mark for certificates, a square one for the card. */
function yearsFigure({ say, words: { years } }, planned) {
  if (planned.length < 2) return [];
  return [
    el("h3", null, years.title),
    el("ol", { class: "kg-years" }, planned.map(({ day, kind }) =>
      el(
        "li", { class: `kg-years__${kind}` },
        el("b", null, prose(say("{day}", { day }))), " ", years[kind],
        el("span", { class: "kg-hint" }, years.notes[kind]),
      ))),
    hint(years.note),
  ];
}
