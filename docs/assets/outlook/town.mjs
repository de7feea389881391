/** One municipality's forecast from its own counts; mirrors kigen/forecast/town.py. */

import { dayText, monthLength } from "../kigen/days.mjs";

const GAP = 366;
const CARD_BEGAN = "2016-01-04";
const EARLY_UNTIL = "2017-03-08";

/** What is wrong with a file: a name of the words for counts, and what fills them. */
export class CountsError extends Error {
  constructor(code, places = {}) {
    super(code);
    Object.assign(this, { code, places });
  }
}

/** The bytes of a file as text, UTF-8 or Shift_JIS. Throws CountsError. */
export function decode(bytes) {
  for (const encoding of ["utf-8", "shift_jis"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      continue;
    }
  }
  throw new CountsError("not_text");
}

/** [[day, total], …] of a CSV `date,issued_cum`. Throws CountsError. */
export function readCounts(text) {
  const rows = text
    .split(/\r\n|\r|\n/)
    .map((line, place) => ({ line: place + 1, cells: cellsOf(line) }))
    .filter(({ cells }) => cells.some(Boolean));
  const [{ line, cells: head } = { line: 1, cells: [] }] = rows;
  const places = ["date", "issued_cum"].map((column) => head.indexOf(column));
  if (places.includes(-1)) throw new CountsError("columns", { line });
  const counts = [];
  for (const row of rows.slice(1)) {
    if (row.cells.length !== head.length) throw new CountsError("cells", { line: row.line });
    add(counts, row.line, ...places.map((place) => row.cells[place]));
  }
  if (counts.length < 2) throw new CountsError("empty", { line: rows.at(-1).line + 1 });
  return counts;
}

const cellsOf = (line) =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map(([, quoted, plain]) =>
    (quoted?.replaceAll('""', '"') ?? plain).normalize("NFKC").trim(),
  );

function add(counts, line, dayTextGiven, text) {
  const parts = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/.exec(dayTextGiven);
  const [year, month, date] = (parts ?? []).slice(1).map(Number);
  const exists = month >= 1 && month <= 12 && date >= 1 && date <= monthLength(year, month);
  if (!exists) throw new CountsError("date", { line, text: dayTextGiven });
  const day = dayText(year * 10000 + month * 100 + date);
  if (day < CARD_BEGAN) throw new CountsError("early", { line, text: dayTextGiven });
  if (!/^(\d{1,3}(,\d{3})+|\d+)$/.test(text)) throw new CountsError("number", { line, text });
  const total = Number(text.replaceAll(",", ""));
  const before = counts.at(-1);
  if (before) {
    if (day <= before[0]) throw new CountsError("order", { line });
    if (total < before[1]) throw new CountsError("falling", { line });
    if (ordinal(day) - ordinal(before[0]) > GAP) throw new CountsError("gap", { line });
  }
  counts.push([day, total]);
}

/** {months: [{month, certificates, cards, total, low, high}], completeUntil: "YYYY-MM"} */
export function town(counts, { begin, town: kinds, nation, lag, lag_2016: more, range }) {
  const count = kinds.certificate.rates.length;
  const firstDay = (number) => {
    const months = Number(begin.slice(5, 7)) - 1 + number;
    const year = Number(begin.slice(0, 4)) + Math.floor(months / 12);
    return `${year}-${String((months % 12) + 1).padStart(2, "0")}-01`;
  };
  const shifted = madeOn(withBeginning(counts, nation), lag, more, ordinal(begin));
  const made = perMonth(shifted, count, firstDay);
  const [certificates, ...cards] = Object.values(kinds).map((kind) => ended(made, kind));
  const months = certificates.map((number, place) => {
    const ofCards = cards[0][place] + cards[1][place];
    const total = number + ofCards;
    return {
      month: firstDay(place).slice(0, 7),
      certificates: whole(number),
      cards: whole(ofCards),
      total: whole(total),
      low: whole(total * (1 - range)),
      high: whole(total * (1 + range)),
    };
  });
  const lastDay = shifted.at(-1)[0];
  let last = 0;
  while (ordinal(firstDay(last + 1)) <= lastDay) last += 1;
  last -= 1; // cards made in the month of the last count are only partly there
  const complete = last + kinds.certificate.earliest[Math.min(last, count - 1)];
  return { months, completeUntil: firstDay(Math.min(complete, count - 1)).slice(0, 7) };
}

function withBeginning(counts, nation) {
  const [first, total] = counts[0];
  const then = interpolate(
    ordinal(first), nation.map(([day]) => ordinal(day)), nation.map(([, value]) => value),
  );
  const scale = then ? total / then : 0;
  const before = nation.filter(([day]) => day < first).map(([day, value]) => [day, value * scale]);
  return [...before, ...counts];
}

function madeOn(counts, lag, more, begin) {
  const moved = [];
  for (const [day, total] of counts) {
    let [on, value] = [ordinal(day) - lag - (day <= EARLY_UNTIL ? more : 0), total];
    const before = moved.at(-1);
    if (before) [on, value] = [Math.max(on, before[0] + 1), Math.max(value, before[1])];
    moved.push([Math.max(on, begin), value]);
  }
  return moved;
}

function perMonth(points, count, firstDay) {
  const days = points.map(([day]) => day);
  const values = points.map(([, value]) => value);
  const ends = Array.from({ length: count }, (_, month) =>
    interpolate(ordinal(firstDay(month + 1)), days, values),
  );
  return ends.map((after, month) => after - (month ? ends[month - 1] : 0));
}

function interpolate(day, days, values) {
  let place = 0;
  while (place < days.length && days[place] <= day) place += 1;
  if (place === 0) return 0;
  if (place === days.length) return values.at(-1);
  const share = (day - days[place - 1]) / (days[place] - days[place - 1]);
  return values[place - 1] + (values[place] - values[place - 1]) * share;
}

function ended(made, { rates, earliest, spread }) {
  const found = new Array(made.length).fill(0);
  made.forEach((cards, month) => {
    spread[month % 12].forEach((share, place) => {
      const end = month + earliest[month] + place;
      if (end < found.length) found[end] += cards * rates[month] * share;
    });
  });
  return found;
}

const whole = (number) => Math.floor(number + 0.5);

// days counted from 1 March on, so that a leap day comes last in its year
function ordinal(day) {
  const [year, month, date] = day.split("-").map(Number);
  const y = month < 3 ? year - 1 : year;
  const leaps = Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400);
  return y * 365 + leaps + Math.floor((153 * ((month + 9) % 12) + 2) / 5) + date;
}
