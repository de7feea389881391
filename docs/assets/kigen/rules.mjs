/** The rules. Each gives a last day, itself included. */

import {
  addDays, addMonths, ageOn, birthdayIn, bornOnLeapDay, civilPeriodEnd, firstDayUnderMonthsLeft,
  monthEndAfter, nthBirthdayAfter, yearOf,
} from "./days.mjs";
import { NotInForce, bound, doubt, none, step } from "./model.mjs";

// The card: law-card-order 第26条–第29条, 第27条 where the stay is limited.

/** [`adult` or `minor`, the step]. Doubts: A1, A15. */
function ageGroup(birth, card, story, book, created) {
  const byCreation = card.reason === "renewed" && book.reads("A15", "threshold_by_creation");
  const { value, cites } = book.on("card.adult_age", byCreation ? created : story.accepted);
  const measured = {
    creation_day: created,
    acceptance_day: story.accepted,
    day_before: addDays(created, 1),
  };
  const age = ageOn(birth, measured[book.readings.A1]);
  const group = age >= value ? "adult" : "minor";
  return [group, step("card.age_group", { age, threshold: value, created }, group, cites)];
}

/** 第26条; renewed: 第29条第3項; re-issued: 第28条第7項. Doubts: A1, A5, A15, A19. */
export function cardExpiry(birth, card, story, book) {
  let { created, inWindow: extra } = story;
  const old = card.old_expiry;
  if (extra && old) {
    if (book.reads("A19", "other_side") && isComingOfAge(birth, old, book)) {
      created = created < old ? old : addDays(old, -1);
    }
    if (book.reads("A5", "purpose") && created >= old) extra = false;
  }
  const [group, aged] = ageGroup(birth, card, story, book, created);
  const steps = [aged];
  let { value: n, cites } = book.on(`card.birthdays_${group}`, created);
  if (card.reason === "renewed") {
    const rule = "card.renewed_in_window";
    const says = { applied: story.applied, ...(old && { old_expiry: old }) };
    steps.unshift(step(rule, says, extra ? "yes" : "no", book.cites[rule]));
  }
  if (extra) {
    const more = book.on("card.extra_in_window", created);
    n += more.value;
    cites = [...cites, ...more.cites];
  }
  if (card.reason === "reissued") cites = [...cites, ...book.cites["card.reissued"]];
  const leap = book.on("card.leap_birthday", created);
  if (bornOnLeapDay(birth)) cites = [...cites, ...leap.cites];
  const last = nthBirthdayAfter(birth, created, n, leap.value);
  return bound("card.nth_birthday", { after: created, n }, last, cites, steps);
}

/** Law: law-number-cabinet-order 第1条第1号. */
export const printedCard = (printed, book) =>
  bound("card.printed", {}, printed, book.cites["card.printed"]);

/** True if `day` is the birthday that turns minor into adult. */
export const isComingOfAge = (birth, day, book) =>
  day === birthdayIn(birth, yearOf(birth) + book.on("card.adult_age", day).value);

/** The card as it was made: 第27条第1項. Doubts: A10. */
export function stayCapped(facts, story, book) {
  const { birth, card, residency, stay_end: end } = facts;
  const { created } = story;
  if (!end) return none("stay_end_unknown");
  const stay = bound("stay.end", {}, end, book.cites["stay.end"]);
  const { value: written, cites } = book.on("stay.minor_birthday_cap", created);
  if (residency !== "mid_term" || !(written || book.reads("A10", "cap"))) return stay;
  if (!birth) return none("birth_unknown");
  const [group, aged] = ageGroup(birth, card, story, book, created);
  if (group === "adult") return stay;
  const n = book.on("card.birthdays_minor", created).value;
  const last = nthBirthdayAfter(birth, created, n);
  const says = { after: created, n };
  return earlier(stay, bound("stay.minor_birthday_cap", says, last, cites, [aged]));
}

/** The card after a change of the stay: 第27条第2項. Doubts: A4, A16. */
export function stayChanged(facts, story, made, book) {
  const { birth, stay_change: change, stay_end: end } = facts;
  if (!change || (change.on && !made.day)) return made;
  if (change.on && change.on > made.day) {
    const rule = "stay.too_late";
    const late = step(rule, { on: change.on }, made.day, book.cites[rule]);
    return { ...made, steps: [...made.steps, late], why: "extended_too_late" };
  }
  if (!birth) return none("birth_unknown");
  const assumed = assumedExpiry(facts, story, book);
  if (change.kind === "permanent") {
    return bound("stay.permanent", {}, assumed.day, book.cites["stay.permanent"], assumed.steps);
  }
  if (change.kind === "extended") {
    const rule = "stay.extended";
    return earlier(bound(rule, {}, change.stay_end, book.cites[rule]), assumed);
  }
  if (!end) return none("stay_end_unknown");
  const { value: months, cites } = book.on("stay.special_months", end);
  const last = (book.reads("A4", "civil_code") ? civilPeriodEnd : addMonths)(end, months);
  return earlier(bound("stay.special_months", { stay_end: end, months }, last, cites), assumed);
}

/** 仮定有効期間満了日: what 第26条 would have given. */
function assumedExpiry({ birth, card }, story, book) {
  const asked = book.reads("A16", "tenth") ? { ...story, inWindow: false } : story;
  const { day, steps } = cardExpiry(birth, card, asked, book);
  return bound("stay.assumed_expiry", {}, day, book.cites["stay.assumed_expiry"], steps);
}

const earlier = (one, other) => ({
  ...(one.day <= other.day ? one : other),
  steps: [...one.steps, ...other.steps],
});

// The certificates: law-jpki-rules 第13条 (signature), 第49条 (authentication).

/** A birthday, or the day of the card or the authentication certificate (`cap`), if earlier. */
export function certificateExpiry(birth, cert, issue, card, cap, book) {
  if (!card.day) return none(card.why);
  const { issued } = issue;
  const old = cert.old_expiry;
  const sixth = countsAsRenewal(cert, issue, book);
  let { value: n, cites } = book.on("certificate.birthdays", issued);
  const steps = [];
  if (old || issue.inWindow) {
    const rule = "certificate.renewed_in_window";
    const says = old ? { old_expiry: old } : {};
    steps.push(step(rule, says, sixth ? "yes" : "no", book.cites[rule]));
  }
  if (sixth) {
    const more = book.on("certificate.extra_in_window", issued);
    n += more.value;
    cites = [...cites, ...more.cites];
    // that day's birthday taken as the first of the count
    if (book.reads("A14", "purpose") && issued === old) n -= 1;
  }
  const last = nthBirthdayAfter(birth, issued, n, book.readings.A2);
  const found = bound("certificate.nth_birthday", { after: issued, n }, last, cites, steps);
  if (cap) capAt("certificate.authentication_cap", cap, found, book);
  capAt("certificate.card_cap", card.day, found, book);
  // the input contradicts itself: answered, and said
  if (card.day < issued) found.doubts.push(doubt("CARD_ENDED_BEFORE_ISSUE", "check_input"));
  return found;
}

function capAt(rule, last, found, book) {
  found.steps.push(step(rule, { last }, Math.min(found.day, last), book.cites[rule]));
  if (last < found.day) Object.assign(found, { day: last, bound_by: rule });
}

function countsAsRenewal(cert, issue, book) {
  if (cert.revoked_before && book.reads("A12", "literal_fifth")) return false;
  return issue.inWindow && !(issue.withRenewedCard && book.reads("A6", "fifth"));
}

/** Law: law-jpki-act 第7条第1項第1号, 第26条第1号. */
export const printedCertificate = (printed, book) =>
  bound("certificate.printed", {}, printed, book.cites["certificate.printed"]);

// What follows from a day: the renewal window, the phone, the insurance grace, moving.

/** For an expiry before the rule began, the first value there was. */
const monthsFor = (id, expiry, book) =>
  book.on(id, Math.max(expiry, book.parameters[id][0].since));

/** Whether `day` lies in the window where an extra birthday counts. Doubts: A3. */
export function inWindow(kind, day, expiry, book) {
  const { value } = monthsFor(`${kind}.window_months`, expiry, book);
  return firstDayUnderMonthsLeft(expiry, value, book.readings.A3) <= day && day <= expiry;
}

/** The days on which `inWindow` may turn, under any reading. */
export function turningDays(kind, expiry, book) {
  const { value } = monthsFor(`${kind}.window_months`, expiry, book);
  const readings = Object.keys(book.ambiguities.A3.readings);
  const firsts = readings.map((reading) => firstDayUnderMonthsLeft(expiry, value, reading));
  return [addDays(expiry, 1), ...firsts];
}

/** From the later, safe day where A3 has two. */
export function renewalWindow(kind, expiry, overseas, book) {
  const firstDay = (parameter) => {
    const { value: months, cites } = monthsFor(`${kind}.${parameter}`, expiry, book);
    const shown = firstDayUnderMonthsLeft(expiry, months, book.ambiguities.A3.show_first);
    return step(`${kind}.${parameter}`, { expiry, months }, shown, cites);
  };
  const home = firstDay("window_months");
  const steps = overseas ? [firstDay("window_months_overseas"), home] : [home];
  return {
    first: steps[0].result,
    no_loss_from: home.result,
    last: expiry,
    steps,
    doubts: steps.flatMap(({ result, says }) => {
      const statute = firstDayUnderMonthsLeft(expiry, says.months, "statute");
      return result === statute ? [] : [doubt("A3", "statute", statute)];
    }),
  };
}

/** Law: law-jpki-rules 第24条の9, 第59条の9. */
export const phoneExpiry = (kind, last, book) =>
  bound(`phone.${kind}`, {}, last, book.cites[`phone.${kind}`]);

/** The end of the month, some months on. Doubts: A13. */
export function insuranceUntil(expiry, book) {
  const rule = "insurance.grace_months";
  try {
    const { value: months, cites } = book.on(rule, expiry);
    const last = monthEndAfter(expiry, months);
    const toTheDay = addMonths(expiry, months);
    const doubts = toTheDay === last ? [] : [doubt("A13", "three_months", toTheDay)];
    return bound(rule, { expiry, months }, last, cites, [], doubts);
  } catch (error) {
    if (error instanceof NotInForce) return none("not_in_force");
    throw error;
  }
}

/** Law: law-number-cabinet-order 第14条第2号. Doubts: A9. */
export function notRegistered(move, book) {
  const limits = [];
  if (move.planned_out) limits.push(daysAfter("loss.moved_out_days", move.planned_out, book));
  if (move.moved) limits.push(daysAfter("loss.never_registered_days", move.moved, book));
  return limits.sort((one, other) => one.day - other.day)[0] ?? none("move_day_unknown");
}

/** Law: law-number-cabinet-order 第14条第3号. Doubts: A9. */
export const cardNotShown = (notified, book) => daysAfter("loss.submit_days", notified, book);

function daysAfter(parameter, after, book) {
  const { value: days, cites } = book.on(parameter, after);
  const doubts = [doubt("A9", "next_open_day")];
  return bound(parameter, { after, days }, addDays(after, days), cites, [], doubts);
}
