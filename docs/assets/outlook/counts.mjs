/** A municipality's own file: read on this device, answered as a table and a picture. */

import { el, svg } from "../check/dom.mjs";
import { fill } from "../kigen/words.mjs";
import { monthJa } from "./mine.mjs";
import { CountsError, decode, readCounts, town } from "./town.mjs";

const MONTHS = 24;
const [WIDTH, ROW, LABEL, END] = [350, 26, 98, 90];

/** Write the answer for the bytes of a file, or one sentence that says what is wrong. */
export function showCounts(bytes, data) {
  const problem = document.getElementById("counts-problem");
  const root = document.getElementById("counts-answer");
  problem.textContent = "";
  root.replaceChildren();
  try {
    root.append(...answer(town(readCounts(decode(bytes)), data), data));
  } catch (error) {
    if (!(error instanceof CountsError)) throw error;
    problem.textContent = fill(data.words.counts.errors[error.code], error.places);
  }
}

function answer({ months, completeUntil }, data) {
  const { words: { counts: said, statement } } = data;
  const begin = data.today.slice(0, 7);
  const coming = months.filter(({ month }) => month >= begin).slice(0, MONTHS);
  if (!coming.length) return [];
  const short = coming.at(-1).month > completeUntil;
  return [
    short && el("p", { class: "kg-note" }, fill(said.short, { month: monthJa(completeUntil, data) })),
    chart(coming, data),
    table(coming, data),
    el("p", { class: "kg-hint" }, statement),
  ].filter(Boolean);
}

function table(months, data) {
  const { words: { counts: said } } = data;
  const rows = months.map((each) =>
    el(
      "tr", null,
      el("th", { scope: "row" }, monthJa(each.month, data)),
      [each.certificates, each.cards, each.total].map((number) => el("td", null, plain(number))),
      el("td", null, `${plain(each.low)}〜${plain(each.high)}`),
    ),
  );
  const head = said.columns.map((column) => el("th", { scope: "col" }, column));
  return el(
    "div", { class: "kg-tbl", role: "region", tabindex: "0", "aria-labelledby": "counts-caption" },
    el(
      "table", { class: "kg-t" },
      el("caption", { id: "counts-caption" }, el("span", null, said.caption)),
      el("thead", null, el("tr", null, head)),
      el("tbody", null, rows),
    ),
  );
}

function chart(months, data) {
  const { words: { counts: said } } = data;
  const byTotal = [...months].sort((one, other) => one.total - other.total);
  const [least, most] = [byTotal[0], byTotal.at(-1)];
  const desc = fill(said.chart_desc, {
    busiest: monthJa(most.month, data), highest: plain(most.total),
    quietest: monthJa(least.month, data), lowest: plain(least.total),
  });
  const scale = (WIDTH - LABEL - END) / Math.max(1, ...months.map(({ high }) => high));
  const height = 16 + ROW * months.length;
  return svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${height}`, class: "kg-chart", role: "img",
      "aria-labelledby": "counts-title counts-desc",
    },
    svg("title", { id: "counts-title" }, said.chart_title),
    svg("desc", { id: "counts-desc" }, desc),
    months.map((each, place) => bar(each, 8 + ROW * place, scale, data)),
  );
}

function bar({ month, total, low, high }, top, scale, data) {
  const middle = top + ROW / 2;
  const at = (number) => LABEL + number * scale;
  const path = `M${at(low)} ${middle}H${at(high)}M${at(low)} ${middle - 4}v8M${at(high)} ${middle - 4}v8`;
  const text = (x, words, anchor) =>
    svg("text", { x, y: middle + 5, "text-anchor": anchor, "font-size": 14 }, words);
  return [
    text(LABEL - 6, monthJa(month, data), "end"),
    svg("rect", {
      x: LABEL, y: top + 4, width: total * scale, height: ROW - 8, class: "kg-chart__other",
    }),
    svg("path", { d: path, class: "kg-chart__halo", "stroke-width": 4 }),
    svg("path", { d: path, class: "kg-chart__range", "stroke-width": 1.5 }),
    text(at(high) + 6, plain(total), "start"),
  ];
}

const plain = (number) => number.toLocaleString("ja-JP");
