/** What may have happened: one story for each stretch of days in which no rule turns. */

import {
  FEB28, MAR1, addDays, addMonths, ageOn, birthdayIn, bornOnLeapDay, firstDayMonthsAfter,
  isMonthEnd, sorted, turns, yearOf,
} from "./days.mjs";
import { inWindow, isComingOfAge, turningDays } from "./rules.mjs";

const isExact = ({ first, last }) => first === last;

/** True where the creation day is looked for from the printed one. */
export const searched = ({ birth, card, limited }) =>
  Boolean(card.printed_expiry && birth && !card.created && !limited);

/** Each way {created, accepted, applied, inWindow} the card may have come about. */
export function cardStories(facts, book) {
  const span = creationSpan(facts, book);
  if (!span) return [];
  const asking = askingDays(facts, book);
  const turning = isExact(span) ? [] : allTurningDays(facts, book, span);
  return turns(span, turning).flatMap((created) => storiesOf(facts, created, asking, book));
}

/** Each possible issue {issued, inWindow, withRenewedCard, afterChange} within one story. */
export function issues(facts, cert, story, unextendedLast, book) {
  if (!cert.issued) {
    const withRenewedCard = facts.card.reason === "renewed";
    return !story ? [] : askedInWindow("certificate", withRenewedCard, cert, story, book).map(
      (asked) => ({ issued: story.created, inWindow: asked, withRenewedCard, afterChange: false }),
    );
  }
  const turning = isExact(cert.issued) ? [] : allTurningDays(facts, book, cert.issued);
  if (story) turning.push(story.created); // from that day on, it may be on this card
  const starts = turns(cert.issued, turning);
  const ends = starts.slice(1).map((start) => addDays(start, -1));
  const old = cert.old_expiry;
  return sorted([...starts, ...ends, cert.issued.last])
    .filter((issued) => !story || issued >= story.created)
    .flatMap((issued) => changedBy(facts.stay_change, issued, unextendedLast).map(
      (afterChange) => ({
        issued,
        inWindow: Boolean(old && inWindow("certificate", issued, old, book)),
        withRenewedCard: false,
        afterChange,
      }),
    ));
}

/** Whether the stay had changed by then. */
function changedBy(change, issued, unextendedLast) {
  if (!change) return [false];
  if (change.on) return [issued >= change.on];
  return unextendedLast && issued >= unextendedLast ? [true] : [false, true];
}

/** Not before the first card, either. */
const notBefore = (book, ...days) => Math.max(book.parameters["card.adult_age"][0].since, ...days);

function creationSpan(facts, book) {
  const { birth, card, certs, stay_change: change } = facts;
  const printed = card.printed_expiry;
  let { first, last } = card.created ?? {};
  if (!first && facts.limited) {
    last = printed ?? facts.stay_end;
    first = last && addMonths(last, -12 * book.parameters["stay.longest_years"].at(-1).value);
  } else if (!first && searched(facts)) {
    last = printed;
    first = addMonths(last, -12 * (mostBirthdays(book) + 1));
  }
  if (!first) return null;
  first = notBefore(book, first, birth, card.accepted?.first ?? null, card.applied);
  const limits = [change?.on, ...certs.map(({ issued }) => issued?.last)];
  last = Math.min(last, ...limits.filter(Boolean));
  return first <= last ? { first, last } : null;
}

function mostBirthdays(book) {
  const most = (...ids) =>
    Math.max(...ids.flatMap((id) => book.parameters[id].map(({ value }) => value)));
  return most("card.birthdays_adult", "card.birthdays_minor") + most("card.extra_in_window");
}

function storiesOf({ birth, card }, created, asking, book) {
  const months = book.on("card.making_months", created).value;
  const told = card.accepted ?? { first: addMonths(created, -months), last: created };
  const first = notBefore(book, told.first, birth);
  const last = Math.min(told.last, created);
  if (first > last) return [];
  return turns({ first, last }, asking).flatMap((accepted) => {
    const story = { created, accepted, applied: card.applied ?? accepted };
    const asked = askedInWindow("card", card.reason === "renewed", card, story, book);
    return asked.map((replaced) => ({ ...story, inWindow: replaced }));
  });
}

/** Whether what a renewed card replaced was in its window. */
function askedInWindow(kind, renewed, { old_expiry: old }, story, book) {
  if (!renewed) return [false];
  return old ? [inWindow(kind, story.applied, old, book)] : [false, true];
}

/** The days on which a card made, or a certificate issued, may get another answer. */
function allTurningDays(facts, book, span) {
  const { birth, card, certs, stay_change: change } = facts;
  const asking = askingDays(facts, book);
  const began = Object.values(book.parameters).flat().map(({ since }) => since);
  const turning = [...asking, ...began];
  const stated = [card.printed_expiry, card.applied, card.old_expiry, facts.stay_end];
  stated.push(change?.on, change?.stay_end);
  for (const { printed_expiry: printed, old_expiry: old, issued } of certs) {
    stated.push(printed, old, issued?.first, issued?.last);
  }
  for (const day of stated.filter(Boolean)) turning.push(day, addDays(day, 1));
  if (birth) {
    for (let year = yearOf(span.first); year <= yearOf(span.last); year += 1) {
      turning.push(birthdayIn(birth, year, FEB28), birthdayIn(birth, year, MAR1));
    }
    turning.push(...comingsOfAge(birth, book).map((day) => addDays(day, -1)));
  }
  if (!isExact(span) && !card.accepted) {
    const months = book.parameters["card.making_months"].at(-1).value;
    turning.push(...asking.map((day) => firstDayMonthsAfter(day, months)));
  }
  return turning;
}

/** The same for an application. */
function askingDays({ birth, card, certs }, book) {
  const asking = book.parameters["card.adult_age"].map(({ since }) => since);
  if (birth) asking.push(...comingsOfAge(birth, book));
  for (const each of [card, ...certs]) {
    const kind = each === card ? "card" : "certificate";
    if (each.old_expiry) asking.push(...turningDays(kind, each.old_expiry, book));
  }
  return asking;
}

/** The birthdays of every age there was. */
const comingsOfAge = (birth, book) =>
  book.parameters["card.adult_age"].map(({ value }) => birthdayIn(birth, yearOf(birth) + value));

/** [code, reading] for each other reading that could move a date: never too few. */
export function readingsInPlay(facts, stories, book) {
  const { birth, card, certs, stay_change: change } = facts;
  const renewed = card.reason === "renewed";
  const thresholds = book.parameters["card.adult_age"].map(({ value }) => value);
  const oldest = Math.max(...thresholds);
  const ages = birth ? stories.map(({ created }) => ageOn(birth, created)) : [];
  const replaced = card.old_expiry ? stories.filter((story) => story.inWindow) : [];
  const threshold = (day) => book.on("card.adult_age", day);
  const inPlay = {
    A1: ages.some((age) => Math.min(...thresholds) - 1 <= age && age <= oldest),
    A2: birth && bornOnLeapDay(birth) && certs.length,
    A3: [card, ...certs].some(({ old_expiry: old }) => old && isMonthEnd(old)),
    A4: change?.kind === "pending",
    A5: replaced.some(({ created }) => created >= card.old_expiry),
    A6: renewed && certs.some(({ issued }) => !issued),
    A10: facts.residency === "mid_term" && ages.some((age) => age < oldest),
    A12: certs.some((cert) => cert.revoked_before),
    A14: certs.some((cert) => onLastDay(cert, stories)),
    A15: renewed && stories.some((s) => threshold(s.accepted) !== threshold(s.created)),
    A16: renewed && change,
    A19: replaced.length && birth && isComingOfAge(birth, card.old_expiry, book),
  };
  return Object.keys(inPlay).filter((code) => inPlay[code]).flatMap((code) => {
    const others = Object.keys(book.ambiguities[code].readings);
    return others.filter((other) => other !== book.readings[code]).map((other) => [code, other]);
  });
}

/** Whether it may have been renewed on its very last day. */
function onLastDay({ issued, old_expiry: old }, stories) {
  if (!issued) return stories.some(({ created }) => created === old);
  return old && issued.first <= old && old <= issued.last;
}
