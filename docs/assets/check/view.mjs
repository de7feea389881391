/**
 * One person's answer as sentences and days, without any drawing: the page, the paper, the
 * picture and the calendar all take their words from here.
 */

import { answer } from "../kigen/answer.mjs";
import { cardRenewedOn, isLimited, renewedOn, tryAnswer, windowOf } from "./entry.mjs";
import { daysBetween, shift, shiftMonths, shortDay, speaker } from "./when.mjs";

const SOON = 14; // days in which there may be no appointment left

/** The view of a person {label, entry, case}. Throws CaseError. */
export function viewOf({ label, entry, case: told }, book, today) {
  const report = answer(told, book);
  const view = { label, entry, told, report, book, today, words: book.check.result };
  view.say = speaker(book);
  Object.assign(view, outlook(view));
  view.state = stateOf(view);
  const stays = view.state === "card_open" && isLimited(told);
  const { line, do: todo } = view.words.verdict[stays ? "card_open_stay" : view.state];
  const said = (sentence) => view.say(sentence, view.values);
  view.values = valuesOf(view);
  view.line = said(line);
  view.todo = [...todo, ...also(view)].filter(Boolean).map(said);
  view.rows = rowsOf(view);
  view.events = eventsOf(view, said);
  return view;
}

const daysOf = (outcome) => (outcome?.day ? [outcome.day] : (outcome?.days ?? []));

/** The days that all is said with. `due` is the first on which a certificate may end. */
function outlook({ report, told, book }) {
  const groups = grouped(report);
  const known = groups.filter(({ days }) => days.length);
  const [lead] = [...known].sort((one, other) => (one.days[0] < other.days[0] ? -1 : 1));
  const due = lead?.days[0];
  return {
    groups, known, lead, due,
    exact: Boolean(lead) && known.every(({ outcome }) => outcome.day),
    window: due && windowOf(due, told, book),
    cardDays: daysOf(report.card),
    hospitalDays: daysOf(report.insurance_until),
  };
}

/** The certificates held, those that end on the same days together. */
function grouped({ authentication, signature }) {
  const groups = Object.entries({ authentication, signature })
    .filter(([, outcome]) => outcome)
    .map(([kind, outcome]) => ({ kinds: [kind], outcome, days: daysOf(outcome) }));
  const [one, other] = groups;
  if (!other || String(one.days) !== String(other.days)) return groups;
  return [{ ...one, kinds: ["authentication", "signature"] }];
}

function stateOf({ cardDays, report: { card_window: card }, due, lead, window, today }) {
  if (cardDays.at(-1) < today) return "card_expired";
  if (card?.first <= today) return "card_open";
  if (!due) return "unknown";
  if (due < today) return lead.days.at(-1) < today ? "expired" : "perhaps";
  if (due === today) return "today";
  if (daysBetween(today, due) <= SOON) return "soon";
  return window.first <= today ? "open" : "before";
}

/** What may stand in the {places} of the sentences. */
function valuesOf(view) {
  const { report, today, due, lead, known, window, cardDays, words: { whole } } = view;
  return {
    today: shortDay(today),
    due: lead && daysJa(lead.outcome, view),
    name: whole[known.length > 1 ? lead.kinds[0] : "both"],
    first: window?.first,
    safe: window?.no_loss_from,
    left: due && daysBetween(today, due),
    card: daysJa(report.card, view),
    card_left: cardDays.length && daysBetween(today, cardDays[0]),
    hospital: report.insurance_until && daysJa(report.insurance_until, view),
  };
}

/** 「2027年1月27日（水）」, or each possible day, or why there is none. */
export function daysJa({ day, days, why }, { say, book, words: { join } }) {
  if (day) return say("{day}", { day });
  if (!days.length) return book.words.why[why];
  const all = days.map((each) => say("{each}", { each })).join(join.or);
  return why ? say(join.or_other, { all }) : all;
}

/** The same for a row: what is not certain is called 目安. */
const rowDays = (outcome, view) =>
  (outcome.days.length ? view.words.join.about : "") + daysJa(outcome, view);

/** The sentences that only some answers need. */
function also(view) {
  const { state, report, told, today, due, lead, window, cardDays, hospitalDays, words, book } = view;
  const { also: more } = words;
  const hospital = hospitalDays.at(-1) >= today && more.hospital;
  const overNewYear = today.slice(0, 4) < due?.slice(0, 4);
  const unsaid = !told.authentication?.issued && !told.authentication?.printed_expiry;
  const why = book.words.why[(report.authentication ?? report.card).why];
  const missed = hospitalDays.length && !hospital && words.facts.register_again;
  if (state === "unknown") return [why, more.find_out];
  return [
    ...(lead && !lead.outcome.day ? [more.several, more.find_out] : []),
    state === "open" && today < window.no_loss_from && more.costly,
    ["open", "soon"].includes(state) && overNewYear && more.new_year,
    ["before", "open", "soon", "today"].includes(state) && due === cardDays[0] && !isLimited(told) && more.with_card,
    state === "expired" && !cardDays.length && more.if_card_valid,
    ["expired", "card_expired"].includes(state) && hospital,
    state === "expired" && unsaid && more.renewed_before,
    ...(state === "expired" && unsaid ? [renewedThen(view)] : []),
    ...(state.startsWith("card_") && due ? [due < today ? more.due_past : more.due] : []),
    due < today && missed,
  ];
}

/** The last day of the certificate that ends first, were both renewed on a day. */
function nextOn(issued, { told, report, lead, book }) {
  return tryAnswer(renewedOn(issued, told, report), book)?.[lead.kinds[0]] ?? {};
}

/** What an expired certificate would be now, had it been renewed in time. */
function renewedThen(view) {
  const next = view.exact && nextOn(view.window.no_loss_from, view).day;
  return next > view.due && view.say(view.words.also.renewed_then, { next });
}

const ROWS = { window: windowRow, due: dueRow, card: cardRow, hospital: hospitalRow, next: nextRow };

/** [{id, title, lines, notes}]; a row tells {lines, notes} and, if it is another, its id. */
function rowsOf(view) {
  return Object.entries(ROWS).flatMap(([id, rowOf]) => {
    const { lines, notes = [], ...other } = rowOf(view) ?? {};
    if (!lines) return [];
    const row = { id, lines, notes: notes.filter(Boolean), ...other };
    return [{ ...row, title: view.words.rows[row.id] }];
  });
}

/** 「署名用：」 before what does not hold for both certificates. */
const whose = ({ kinds }, { known, words: { names } }) =>
  known.length > 1 ? `${names[kinds[0]]}：` : "";

function windowRow(view) {
  const { state, due, today, known, told, book, say, words: { notes } } = view;
  if (!due || state === "card_expired") return null;
  const lines = known.flatMap((group) =>
    group.days
      .filter((day) => day >= today)
      .map((day) => whose(group, view) + say(notes.window, windowOf(day, told, book))),
  );
  if (!lines.length) return { lines: [notes.window_past] };
  return { lines, notes: [told.overseas && notes.window_overseas] };
}

function dueRow(view) {
  const { groups, known, lead, due, today, report, told, words: { notes } } = view;
  if (!lead) return null;
  const both = lead.kinds.length > 1;
  return {
    lines: known.map((group) => whose(group, view) + rowDays(group.outcome, view)),
    notes: [
      due >= today && (both ? notes.both : notes.one),
      told.birth && !report.signature && notes.only_one,
      known.length < groups.length && notes.other_one,
    ],
  };
}

function cardRow(view) {
  const { report: { card, card_window: window }, told, today, cardDays, say, words: { notes } } = view;
  return {
    lines: [rowDays(card, view)],
    notes: [
      !cardDays.length && notes.card_printed,
      isLimited(told) && notes.card_stay,
      window?.first > today && !isLimited(told) && say(notes.card_from, window),
    ],
  };
}

function hospitalRow(view) {
  const { report: { insurance_until: until }, due, exact, say, values, words: { notes } } = view;
  if (!until || !due) return null;
  if (!view.hospitalDays.length) return { lines: [values.hospital] };
  const other = until.doubts.find(({ code }) => code === "A13")?.other_day;
  return {
    lines: [say(notes.hospital_until, { until: rowDays(until, view) })],
    notes: [
      notes.hospital_why,
      exact && other && say(notes.hospital_other, { other }),
      exact && say(notes.hospital_stop, { next: shift(due, 1) }),
    ],
  };
}

/** The next expiry: renewed in the window, too early or after expiry; made anew today. */
function nextRow(view) {
  const { state, due, window, exact, today, cardDays, say, words: { notes } } = view;
  if (state === "card_expired") return null;
  if (state === "card_open" || (due >= today && due === cardDays[0])) return nextCardRow(view);
  if (!exact || state === "perhaps") return null;
  const again = state === "expired";
  const { day, bound_by: bound } = nextOn(again ? today : window.no_loss_from, view);
  if (!day) return { lines: [notes.next_unknown] };
  const late = !again && nextOn(shift(due, 1), view).day;
  return {
    ...(again && { id: "again" }),
    lines: [say(notes.next_due, { day })],
    notes: [
      bound === "certificate.card_cap" && notes.next_capped,
      today < window.no_loss_from && early(view, day),
      late && say(late === day ? notes.next_late_same : notes.next_late, { late }),
    ],
  };
}

/** What renewing on the last day that is too early costs, whichever way the law is read. */
function early(view, inTime) {
  const { first, no_loss_from: safe, doubts } = view.window;
  // abroad, the readings of the long window's first day stand before it
  const readings = doubts.map(({ other_day: day }) => day).filter((day) => first === safe || day > first);
  const before = shift([safe, ...readings].sort()[0], -1);
  const { day } = nextOn(before, view);
  const years = day && inTime.slice(0, 4) - day.slice(0, 4);
  return years > 0 && view.say(view.words.notes.next_early, { before, day, years });
}

/** The card renewed in its window; nothing where another reading of the law moves its day. */
function nextCardRow({ told, report, today, book, say, words: { notes } }) {
  const first = report.card_window?.no_loss_from;
  if (!first || isLimited(told)) return null;
  const made = first > today ? first : today;
  const card = tryAnswer(cardRenewedOn(made, told, report), book)?.card;
  if (!card?.day || card.doubts.length) return null;
  return { id: "next_card", lines: [say(notes.next_card, card)], notes: [notes.next_card_note] };
}

/** The days worth noting that are still to come: [{id, day, title, text, uid}]. */
function eventsOf({ state, today, due, window, hospitalDays, cardDays, report, lead, words }, said) {
  if (state === "card_expired") return [];
  const days = {
    open: window?.first,
    month: due && shiftMonths(due, -1),
    due,
    hospital: hospitalDays[0],
    card_open: report.card_window?.first,
    card_due: cardDays[0],
  };
  const about = lead && !lead.outcome.day ? words.join.about : "";
  return Object.entries(days).filter(([, day]) => day >= today).map(([id, day]) => ({
    id, day,
    title: about + words.events[id].title,
    text: said(words.events[id].text),
    uid: [id, day, cardDays[0]].filter(Boolean).join("-"),
  }));
}
