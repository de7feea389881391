/** The JSON contract: a Case read and checked, a Report written. */

import { dayOf, dayText, monthEndAfter, monthLength } from "./days.mjs";
import { fill } from "./words.mjs";

const [FIRST_YEAR, LAST_YEAR] = [1868, 2200];

/** A Case that cannot be answered: the field or null, a stable code, one plain sentence. */
export class CaseError extends Error {
  constructor(field, code, ja) {
    super(`${field ?? "-"}: ${code}: ${ja}`);
    Object.assign(this, { field, code, ja });
  }
}

/** A CaseError with its sentence from data/words/ja.yaml. */
export function caseError(words, field, code, more = {}) {
  const label = words.fields[field ?? "case"];
  return new CaseError(field, code, fill(words.errors[code], { label, ...more }));
}

function fail(...told) {
  throw caseError(...told);
}

/** A checked Case. Left out and null are the same. Throws CaseError. */
export function readCase(content, { words, parameters }) {
  const whole = open(content, null, words);
  const card = whole.take("card", (value, _, field) => open(value, field, words));
  if (!card) fail(words, "card", "required");
  const facts = {
    ...whole.all({ birth: day, residency: RESIDENCY, overseas: flag, stay_end: day }),
    ...whole.all({ stay_change: stayChange }),
    card: card.all(CARD),
    ...whole.all({ authentication: certificate, signature: certificate, move }),
  };
  card.done();
  whole.done();
  facts.residency ??= "japanese";
  facts.card.reason ??= "first";
  facts.limited = ["mid_term", "temporary"].includes(facts.residency);
  facts.certs = [facts.authentication, facts.signature].filter(Boolean);
  checkOrder(facts, parameters["card.adult_age"][0].since, words);
  checkStay(facts, words);
  return facts;
}

/** A Report as JSON values. Only days have eight digits; they become YYYY-MM-DD. */
export function writeReport(value) {
  if (typeof value === "number") return value > 9999999 ? dayText(value) : value;
  if (!value || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(writeReport);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, writeReport(part)]));
}

/** One JSON object being read: a key that nobody asks for is an error. */
function open(content, name, words) {
  if (!content || typeof content !== "object" || Array.isArray(content)) {
    fail(words, name, "not_object");
  }
  const left = new Map(Object.entries(content));
  const path = (key) => (name ? `${name}.${key}` : key);
  const take = (key, kind) => {
    const value = left.get(key) ?? null;
    left.delete(key);
    const wrong = (code, more) => fail(words, path(key), code, more);
    return value === null ? null : kind(value, wrong, path(key), words);
  };
  return {
    take,
    all: (kinds) =>
      Object.fromEntries(Object.entries(kinds).map(([key, kind]) => [key, take(key, kind)])),
    done: () => left.forEach((_, key) => fail(words, path(key), "unknown_key", { key })),
  };
}

// How a value that is not null is read: (value, wrong, its field, words).

function day(text, wrong, _, __, code = "not_a_day") {
  const match = typeof text === "string" && /^(\d{4})-(\d\d)-(\d\d)$/.exec(text);
  if (!match) wrong(code);
  const [year, month, number] = match.slice(1).map(Number);
  if (year < FIRST_YEAR || year > LAST_YEAR) wrong("year_out_of_range");
  if (month < 1 || month > 12 || number < 1 || number > monthLength(year, month)) wrong(code);
  return dayOf(year, month, number);
}

function dayOrMonth(text, wrong) {
  const whole = typeof text === "string" && /^\d{4}-\d\d$/.test(text);
  const first = day(whole ? `${text}-01` : text, wrong, null, null, "not_a_day_or_month");
  return { first, last: whole ? monthEndAfter(first, 0) : first };
}

function flag(value, wrong) {
  return typeof value === "boolean" ? value : wrong("not_boolean");
}

const oneOf = (...choices) => (value, wrong, _, { formats }) =>
  choices.includes(value)
    ? value
    : wrong("not_one_of", { choices: choices.join(formats.between) });

const part = (kinds) => (content, _, field, words) => {
  const object = open(content, field, words);
  const facts = object.all(kinds);
  object.done();
  return facts;
};

const RESIDENCY = oneOf(
  "japanese", "permanent", "special_permanent", "hsp2", "mid_term", "temporary",
);
const CARD = {
  reason: oneOf("first", "renewed", "reissued"),
  printed_expiry: day,
  created: dayOrMonth,
  accepted: dayOrMonth,
  applied: day,
  old_expiry: day,
};
const certificate = part({
  issued: dayOrMonth, printed_expiry: day, old_expiry: day, revoked_before: flag,
});
const move = part({ planned_out: day, moved: day, notified: day });
const CHANGE = oneOf("extended", "pending", "permanent");

function stayChange(content, _, field, words) {
  const object = open(content, field, words);
  const kind = object.take("kind", CHANGE) ?? fail(words, `${field}.kind`, "required");
  const change = { kind, ...object.all({ on: day, stay_end: day }) };
  object.done();
  const end = `${field}.stay_end`;
  if (kind === "extended" && !change.stay_end) fail(words, end, "required");
  if (kind !== "extended" && change.stay_end) fail(words, end, "only_with_extended");
  return change;
}

/** Days that cannot follow each other are named, rather than answered. */
function checkOrder(told, begin, words) {
  const { birth, card, stay_end: stayEnd, stay_change: change } = told;
  const { created: made, accepted, applied, printed_expiry: printed } = card;
  const facts = [
    ["birth", "after_created", birth, made?.last],
    ["birth", "after_accepted", birth, accepted?.last],
    ["birth", "after_printed_expiry", birth, printed],
    ["card.created", "before_first_card", begin, made?.last],
    ["card.accepted", "before_first_card", begin, accepted?.last],
    ["card.accepted", "after_created", accepted?.first, made?.last],
    ["card.applied", "after_created", applied, made?.last],
    ["card.applied", "after_accepted", applied, accepted?.last],
    ["card.printed_expiry", "before_created", made?.first, printed],
    ["stay_end", "before_created", made?.first, stayEnd],
  ];
  for (const name of ["authentication", "signature"]) {
    const last = told[name]?.issued?.last;
    facts.push(["birth", "after_issued", birth, last]);
    facts.push([`${name}.issued`, "before_created", made?.first, last]);
  }
  facts.push(["stay_change.on", "before_created", made?.first, change?.on]);
  for (const [field, code, one, other] of facts) {
    if (one && other && one > other) fail(words, field, code);
  }
}

function checkStay({ limited, stay_end: end, stay_change: change }, words) {
  if (!limited && end) fail(words, "stay_end", "only_with_limited_stay");
  if (!limited && change) fail(words, "stay_change", "only_with_limited_stay");
  if (end && change?.stay_end && end > change.stay_end) {
    fail(words, "stay_change.stay_end", "before_stay_end");
  }
}
