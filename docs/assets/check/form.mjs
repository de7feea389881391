/**
 * From what was typed or pasted to a day, and from the whole form to an entry or to what is wrong
 * with it. Knows neither the page nor the clock.
 */

import { answer } from "../kigen/answer.mjs";
import { ageOn, birthdayIn, monthLength } from "../kigen/days.mjs";
import { fill } from "../kigen/words.mjs";
import { DATES, toCase, valueOf } from "./entry.mjs";
import { numberOf, shift, shortDay } from "./when.mjs";

export const AD = "ad"; // 西暦, beside the eras

const isoOf = (...parts) =>
  parts.map((part, place) => String(part).padStart(place ? 2 : 4, "0")).join("-");

/** Half-width digits and signs; every dash a "-". */
const plain = (text = "") =>
  text.normalize("NFKC").replace(/[‐-―−ー]/g, "-").replace(/\s+/g, " ").trim();

/** {era, y, m, d} of 昭和33年4月27日, S33.4.27, 2032-01-27, 20320127, 2022年4月, S33 …, or null. */
export function split(text, eras) {
  const clean = plain(text)
    .replace(/(\([月火水木金土日]\))?(まで|まで有効|生|生まれ)?$/, "")
    .replace(/ ?([年月日/.-]) ?/g, "$1")
    .replace(/^(\D*(?:\d\d){1,2})(\d\d)(\d\d)$/, "$1-$2-$3");
  const names = ["西暦", ...eras.flatMap(({ name, letter }) => [name, letter])].join("|");
  const parts = new RegExp(
    `^(${names})?[. ]?(元|\\d{1,4})(?:年?|[年/. -](\\d{1,2})(?:月?|[月/. -](\\d{1,2})日?))$`,
    "i",
  ).exec(clean);
  const [, named, y, m, d] = parts ?? [];
  const match = eras.find(({ name, letter }) => [name, letter].includes(named?.toUpperCase()));
  if (!parts || (match && y.length > 2)) return null;
  return { era: match?.id ?? (named || y.length === 4 ? AD : undefined), y, m, d };
}

/** The fields {era, y, m, d}, a date that was put into one of them spread over all. */
export function spread(typed, eras) {
  const [y, m, d] = ["y", "m", "d"].map((part) => plain(typed[part]));
  const alone = [y, m, d].filter(Boolean).length === 1;
  const whole = split(alone ? y || m || d : y, eras);
  const era = whole?.era ?? typed.era;
  if (alone && whole?.m) return { era, y: whole.y, m: whole.m, d: whole.d ?? "" };
  const year = y && whole && !whole.m ? whole.y : y;
  return { era: y ? era : typed.era, y: year, m: m.replace(/月$/, ""), d: d.replace(/日$/, "") };
}

/**
 * A date as typed: {iso} (YYYY-MM-DD; YYYY-MM where a month is enough), {} if there is none, or
 * {problem, parts, …values}: a key of the form's `errors` and the fields to mend.
 */
export function readDate(typed, { eras, withEra, monthIsEnough }) {
  const { era, ...texts } = spread(typed, eras);
  const filled = ["y", "m", "d"].filter((part) => texts[part]);
  if (!filled.length) return {};
  const missing = ["y", "m", ...(monthIsEnough ? [] : ["d"])].filter((part) => !texts[part]);
  if (missing.length) return { problem: "missing", parts: missing };
  const strange = filled.filter((part) => !/^(元|\d+)$/.test(texts[part]));
  if (strange.length) return { problem: "number", parts: [strange[0]] };
  const [y, m, d] = ["y", "m", "d"].map((part) => Number(texts[part].replace("元", "1")));

  const named = y < 100 && eras.find(({ id }) => id === era);
  if (!named && y < 100 && withEra && era !== AD) return { problem: "era", parts: ["era"] };
  if (!named && (y < 1000 || y > 9999)) return { problem: "year_digits", parts: ["y"] };
  const year = named ? firstYear(named) + y - 1 : y;
  if (m < 1 || m > 12) return { problem: "month", parts: ["m"] };
  const last = monthLength(year, m);
  if (texts.d && (d < 1 || d > last)) {
    const month = (named ? eraYear(named, year) : year + "年") + m + "月";
    return { problem: "day", parts: ["d"], month, last };
  }
  const days = [d || 1, d || last].map((day) => isoOf(year, m, day));
  const outside = named && outsideEra(named, days, eras);
  return outside || { iso: days[0].slice(0, texts.d ? 10 : 7) };
}

/** 昭和64年1月8日 and the like: the problem, and what the year is in truth. */
function outsideEra(era, [first, last], eras) {
  const next = eras[eras.indexOf(era) + 1];
  const early = last < era.first;
  if (!early && !(first >= next?.first)) return null;
  const border = early ? era.first : shift(next.first, -1);
  const real = eras.filter((each) => each.first <= first).at(-1);
  return {
    problem: early ? "era_early" : "era_late",
    parts: ["y"],
    border: `${era.name}は${inEra(era, parseInt(border))}${shortDay(border)}`,
    instead: real ? eraYear(real, parseInt(first)) : `西暦${parseInt(first)}年`,
  };
}

const firstYear = (era) => parseInt(era.first);

const inEra = (era, year) =>
  year === firstYear(era) ? "元年" : `${year - firstYear(era) + 1}年`;

/** 昭和33年, 平成元年 */
export const eraYear = (era, year) => era.name + inEra(era, year);

// ---- the whole form

const MONTH = { monthIsEnough: true };

/** How dates are read that are not simply a day in 西暦. */
export const READ_AS = { b: { withEra: true }, m: MONTH, r: MONTH, g: MONTH };

// where the engine finds fault, and the date of the form that it means
const FIELDS = {
  birth: "b", stay_end: "z", "card.printed_expiry": "e", "card.created": "m",
  "authentication.issued": "r", "signature.issued": "g",
};

/**
 * The entry of what was typed, {k, s, x, o, dates: {e: {y, m, d}, b: {era, y, m, d}, …}} with
 * the dates asked; `optional` ones may be empty. {entry}, or {problems: [{key, parts, text}]}:
 * the date, its fields to mend and the sentence.
 */
export function readForm({ dates, ...entry }, optional, book, today) {
  const problems = [];
  for (const key of DATES.filter((name) => dates[name])) {
    const { iso, ...wrong } = readDate(dates[key], { ...book, ...READ_AS[key] });
    if (iso) entry[key] = iso;
    else if (wrong.problem) problems.push(said(key, wrong, book));
    else if (!optional.includes(key)) problems.push(said(key, { problem: "empty" }, book));
  }
  if (!problems.length) problems.push(...checkEntry(entry, book, today));
  return problems.length ? { problems } : { entry };
}

/** What is wrong with the days of an entry, each of which exists. */
export function checkEntry(entry, book, today) {
  const found = [];
  const report = (key, problem, values) => found.push(said(key, { problem, ...values }, book));
  for (const key of ["b", "m", "r", "g"]) {
    if (entry[key] > today.slice(0, entry[key]?.length)) report(key, "future");
  }
  const age = entry.b && ageOn(numberOf(entry.b), numberOf(today));
  if (age > book.check.form.oldest) report("b", "old", { age });
  const begin = parseInt(book.parameters["card.adult_age"][0].since);
  for (const [key, problem, longest] of [
    ["e", "card_years", "card.birthdays_adult"],
    ["a", "cert_years", "certificate.birthdays"],
    ["z", "year", "stay.longest_years"],
  ]) {
    const years = valueOf(longest, book);
    const latest = parseInt(today) + years + 1 + today.slice(4);
    if (parseInt(entry[key]) <= begin || entry[key] > latest) report(key, problem, { years });
  }
  if (found.length) return found;
  try {
    answer(toCase(entry, book), book);
  } catch (error) {
    const key = FIELDS[error.field];
    if (!entry[key]) throw error;
    found.push({ key, parts: ["y", "m", "d"], text: error.ja });
  }
  return found;
}

/** True for a card that ends on no birthday, as only those of a limited stay do. */
export const endsOffBirthday = ({ e, b, s }) =>
  Boolean(e && b && !s) && birthdayIn(numberOf(b), parseInt(e)) !== numberOf(e);

function said(key, { problem, parts = ["y"], ...values }, { check: { form: words } }) {
  const named = parts.map((part) => `「${words.parts[part]}」`).join("と");
  const text = fill(words.errors[problem], { ...words.fields[key], ...values, parts: named });
  return { key, parts: problem === "empty" ? ["y", "m", "d"] : parts, text };
}
