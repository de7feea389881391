/**
 * An entry is what one person told, as a Case, in short and as a link: k which date is at hand
 * (card, cert, made) · e the card's expiry · a the certificate's · m the day or month the card
 * was made · b birthday · s a limited stay, z its end · r day or month of a renewal · g of a new
 * signature certificate · x why the card was made (renewed, reissued) · o "1" for a life abroad.
 */

import { answer } from "../kigen/answer.mjs";
import { ageOn, monthLength } from "../kigen/days.mjs";
import { dayJa, numberOf, shiftMonths } from "./when.mjs";

const HORIZON = 120; // months of 「これから10年」

export const DATES = ["e", "a", "m", "b", "z", "r", "g"];

/** The Case (data/schema/case.schema.json) of an entry. Throws CaseError where r does not fit. */
export function toCase(entry, book) {
  const { e, a, m, b, s, z, o, r, g, x } = entry;
  const cert = a ? { printed_expiry: a } : {};
  const told = {
    birth: b,
    residency: s,
    stay_end: z,
    overseas: Boolean(o),
    card: { printed_expiry: e, created: m, reason: x },
    authentication: cert,
    // one date, from the notice or the card; alone it says nothing of the other certificate
    signature: tooYoung(entry, book) ? null : a && !b ? {} : cert,
  };
  if (r) {
    // how long the new certificates last hangs on when the old ones ended
    const before = answer({ ...told, authentication: {}, signature: {} }, book);
    for (const name of ["authentication", "signature"]) {
      const renewed = { issued: r, old_expiry: before[name].day };
      if (told[name]) told[name] = { ...told[name], ...renewed };
    }
  }
  if (g && told.signature) told.signature = { issued: g };
  return told;
}

/** True where the certificates were made at an age at which there is none for signing. */
function tooYoung({ b, e, a, m, r, g }, book) {
  const made = r ?? m;
  if (!b || g) return false;
  const age = ageOn(numberOf(b), numberOf(made ?? e ?? a));
  const less = made ? 0 : valueOf("card.birthdays_minor", book);
  return age - less < valueOf("certificate.signature_min_age", book);
}

/** The value of a parameter on the day of the build. */
export const valueOf = (id, { parameters, built }) =>
  parameters[id].filter(({ since }) => since <= built).at(-1).value;

/** 「カード 2032年1月27日 ／ 誕生日 1955年1月27日」; `words` is the form's part of the book. */
export function inputSummary(entry, { summary }) {
  const days = DATES.filter((key) => entry[key]).map((key) => `${summary[key]} ${dayJa(entry[key])}`);
  const others = [entry.s, entry.x, entry.o].filter(Boolean).map((value) => summary[value]);
  return [...days, ...others].join(" ／ ");
}

// ---- renewals that have not happened, answered by the same engine

/** The Report, or null where such a Case contradicts itself. */
export function tryAnswer(told, book) {
  try {
    return answer(told, book);
  } catch (error) {
    if (error.ja) return null; // a CaseError
    throw error;
  }
}

/** The renewal window of a certificate that ends on a day. */
export const windowOf = (day, { overseas = false }, book) =>
  answer({ overseas, card: {}, authentication: { printed_expiry: day } }, book)
    .authentication_window;

/** True where the card ends with the stay, so that nobody can tell the next one's last day. */
export const isLimited = ({ residency }) => ["mid_term", "temporary"].includes(residency);

/** The Case with `facts(outcome)` told of each certificate that is held. */
function withCertificates(told, { authentication, signature }, facts) {
  const held = (outcome) => outcome && facts(outcome);
  return { ...told, authentication: held(authentication), signature: held(signature) };
}

/** The certificates renewed, or made anew, on a day. */
export const renewedOn = (issued, told, report) =>
  withCertificates(told, report, ({ day }) => ({ issued, old_expiry: day }));

/** The card asked for and made on a day; new certificates come with it. */
export const cardRenewedOn = (made, told, report) => ({
  ...withCertificates(told, report, ({ day }) => ({ old_expiry: day })),
  card: {
    reason: "renewed", created: made, accepted: made, applied: made, old_expiry: report.card.day,
  },
});

/** The earliest last day of the certificates; undefined unless each is known to the day. */
function dueDay({ authentication, signature }) {
  const days = [authentication, signature].filter(Boolean).map(({ day }) => day);
  return days.includes(null) ? undefined : days.sort()[0];
}

/**
 * By when something is to be renewed in the next ten years, each time in its window:
 * [{day, kind: "cert" | "card" | "again"}]. Empty where the first steps cannot be told.
 */
export function tenYears(told, report, today, book) {
  const planned = [];
  if (!told.birth || isLimited(told) || !(report.card.day >= today)) return planned;
  let due;
  while (report?.card.day && (due = dueDay(report))) {
    const kind = due < today ? "again" : due < report.card.day ? "cert" : "card";
    const day = kind === "again" ? today : due;
    if (planned.length && day > shiftMonths(planned[0].day, HORIZON)) break;
    planned.push({ day, kind });
    const from = kind === "again" ? today : windowOf(due, told, book).no_loss_from;
    told = (kind === "card" ? cardRenewedOn : renewedOn)(from, told, report);
    report = tryAnswer(told, book);
  }
  return planned;
}

// ---- links: `#v=1&k=card&e=2032-01-27&b=1955-01-27`, a new person at each `k`. What stands after
// # is sent to nobody; what comes in is believed only if it has its shape.

const DAY = /^\d{4}-\d\d-\d\d$/;
const MONTH = /^\d{4}-\d\d(-\d\d)?$/;
const SHAPES = {
  k: /^(card|cert|made)$/, e: DAY, a: DAY, m: MONTH, b: DAY, s: /^(mid_term|temporary)$/, z: DAY,
  o: /^1$/, r: MONTH, g: MONTH, x: /^(renewed|reissued)$/,
};
const NEEDED = { card: ["e", "b"], cert: ["a"], made: ["m", "b"] };
const LONGEST = 4000;

/** The fragment, without #, that brings these people [{entry}] back. */
export const fragmentOf = (people) => written(people.map(({ entry }) => entry));

/** One that tells only when each certificate ends; "" where no day is known. */
export const datesOnlyFragment = (people, reports) =>
  written(reports.flatMap(({ authentication }) =>
    authentication?.day ? [{ k: "cert", a: authentication.day }] : [],
  ));

function written(entries) {
  const pairs = entries.flatMap((entry) =>
    Object.keys(SHAPES).filter((key) => entry[key]).map((key) => `${key}=${entry[key]}`),
  );
  return pairs.length ? ["v=1", ...pairs].join("&") : "";
}

/** {people: [{entry}]}, nobody where the fragment is no answer; {problem} if it is damaged. */
export function readFragment(text) {
  const people = [];
  if (!text.includes("=")) return { people };
  const told = [...new URLSearchParams(text.replace(/^#/, ""))];
  let sound = text.length <= LONGEST && told.some(([key, value]) => key + value === "v1");
  for (const [key, value] of told.filter(([name]) => Object.hasOwn(SHAPES, name))) {
    if (key === "k") people.push({ entry: {} });
    const entry = people.at(-1)?.entry ?? {};
    sound &&= people.length > 0 && !(key in entry) && SHAPES[key].test(value) && isReal(value);
    entry[key] = value;
  }
  sound &&= people.length > 0 && people.every(({ entry }) => NEEDED[entry.k].every((key) => entry[key]));
  return sound ? { people } : { problem: "link" };
}

/** False for a date that no calendar has. */
function isReal(value) {
  const [year, month, day = 1] = value.split("-").map(Number);
  return !MONTH.test(value) ||
    (year > 0 && month > 0 && month < 13 && day > 0 && day <= monthLength(year, month));
}
