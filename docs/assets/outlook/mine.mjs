/** From a date of expiry to the months in which it can be renewed, and how busy they are. */

import { el, prose } from "../check/dom.mjs";
import { today } from "../check/when.mjs";
import { dayText, firstDayUnderMonthsLeft, monthLength } from "../kigen/days.mjs";
import { fill } from "../kigen/words.mjs";

/** 2027年5月 */
export const monthJa = (month, { words: { chart } }) => {
  const [year, number] = month.split("-");
  return fill(chart.month, { year, month: Number(number) });
};

const dayJa = (iso) =>
  iso.split("-").map((part, place) => Number(part) + "年月日"[place]).join("");

/** Read the three fields and write the answer, or what is wrong, below them. */
export function showMine(form, data) {
  const { words: { form: said } } = data;
  const inputs = ["y", "m", "d"].map((part) => form.querySelector(`.kg-date__${part}`));
  const { expiry, problem } = readExpiry(inputs.map(({ value }) => value), today(), data);
  for (const input of inputs) input.toggleAttribute("aria-invalid", false);
  if (problem) for (const input of inputs) input.setAttribute("aria-invalid", "true");
  form.querySelector("#outlook-problem").textContent = problem ? said[problem] : "";
  form.querySelector("#outlook-answer").replaceChildren(...(problem ? [] : answer(expiry, data)));
  if (problem) inputs[0].focus();
}

/** {expiry} as YYYY-MM-DD, or {problem}: a name of the words for the form. */
export function readExpiry(texts, now, { end }) {
  const [y, m, d] = texts.map((text) => text.normalize("NFKC").trim().replace(/[年月日]$/, ""));
  if (![y, m, d].every((text) => /^\d{1,4}$/.test(text)) || y.length < 4) return { problem: "wrong" };
  const [year, month, day] = [y, m, d].map(Number);
  if (month < 1 || month > 12 || day < 1 || day > monthLength(year, month)) {
    return { problem: "impossible" };
  }
  const expiry = dayText(year * 10000 + month * 100 + day);
  if (expiry < now) return { problem: "past" };
  return expiry.slice(0, 7) > end.slice(0, 7) ? { problem: "beyond" } : { expiry };
}

/** The first day of renewal and every month up to the expiry, with [level, index, low, high]. */
export function windowOf(expiry, { window_months: count, reading, months }) {
  const number = Number(expiry.replaceAll("-", ""));
  const first = dayText(firstDayUnderMonthsLeft(number, count, reading));
  const [from, to] = [first, expiry].map((day) => day.slice(0, 7));
  const within = Object.entries(months).filter(([month]) => from <= month && month <= to);
  return { first, months: within };
}

function answer(expiry, data) {
  const { words: { form: said, levels, statement } } = data;
  const { first, months } = windowOf(expiry, data);
  const now = today().slice(0, 7);
  const coming = months.filter(([month]) => month >= now);
  const least = coming.reduce((one, other) => (other[1][1] < one[1][1] ? other : one));
  const items = coming.map(([month, [level, index, low, high]]) => {
    const values = { month: monthJa(month, data), level: levels[level], index, low, high };
    return el("li", null, fill(said.month, values));
  });
  return [
    el("p", null, prose(fill(said.window, { first: dayJa(first), last: dayJa(expiry) }))),
    el("ul", null, items),
    el("p", null, fill(said.least, { month: monthJa(least[0], data) }), said.late),
    el("p", { class: "kg-hint" }, statement),
  ];
}
