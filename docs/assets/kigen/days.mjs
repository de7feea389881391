/** The calendar. A day is one integer, YYYYMMDD, which no time zone can move. */

export const FEB28 = "feb28";
export const MAR1 = "mar1";

/** 2027, 1, 31 → 20270131 */
export const dayOf = (year, month, day) => year * 10000 + month * 100 + day;
export const yearOf = (day) => Math.floor(day / 10000);

const partsOf = (day) => [yearOf(day), Math.floor(day / 100) % 100, day % 100];

/** 20270131 → "2027-01-31" */
export const dayText = (day) => String(day).replace(/(..)(..)$/, "-$1-$2");

export const sorted = (days) => [...new Set(days)].sort((one, other) => one - other);

const isLeap = (year) => year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** In days. */
export function monthLength(year, month) {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

/** The day's number, 1 for 1 January of the year 1. */
export function ordinal(day) {
  const [year, month, number] = partsOf(day);
  const past = year - 1;
  let days = past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  for (let each = 1; each < month; each += 1) days += monthLength(year, each);
  return days + number;
}

/** 0 for Monday, which the first day was. */
export const weekday = (day) => (ordinal(day) - 1) % 7;

/** Earlier if negative. */
export function addDays(start, count) {
  let [year, month, day] = partsOf(start);
  day += count;
  while (day > monthLength(year, month)) {
    day -= monthLength(year, month);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  while (day < 1) {
    [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1];
    day += monthLength(year, month);
  }
  return dayOf(year, month, day);
}

export const bornOnLeapDay = (birth) => birth % 10000 === 229;

/** 29 February falls on `leap` in a common year: law-card-order 第26条第2項. */
export function birthdayIn(birth, year, leap = FEB28) {
  if (!bornOnLeapDay(birth) || isLeap(year)) return dayOf(year, 0, birth % 10000);
  return leap === FEB28 ? dayOf(year, 2, 28) : dayOf(year, 3, 1);
}

/** A birthday on `day` itself is not counted. */
export function nthBirthdayAfter(birth, day, n, leap = FEB28) {
  const year = yearOf(day);
  return birthdayIn(birth, birthdayIn(birth, year, leap) > day ? year + n - 1 : year + n, leap);
}

/** A year is completed on the birthday itself. */
export function ageOn(birth, day) {
  const years = yearOf(day) - yearOf(birth);
  return day < birthdayIn(birth, yearOf(day)) ? years - 1 : years;
}

/** Held back to the end of the month. */
export function addMonths(start, months) {
  const [year, month, day] = partsOf(start);
  const count = year * 12 + month - 1 + months;
  const later = [Math.floor(count / 12), (count % 12) + 1];
  return dayOf(...later, Math.min(day, monthLength(...later)));
}

/** The first day that lies `months` after `day` or a later one. */
export function firstDayMonthsAfter(day, months) {
  let later = addMonths(day, months);
  while (addMonths(later, -months) < day) later = addDays(later, 1);
  return later;
}

export const isMonthEnd = (day) => addDays(day, 1) % 100 === 1;

/** The last day of the month, `months` on. */
export function monthEndAfter(day, months) {
  const [year, month] = partsOf(addMonths(day, months));
  return dayOf(year, month, monthLength(year, month));
}

/** Counted from the next day: law-civil-code 第140条, 第143条. */
export function civilPeriodEnd(day, months) {
  const start = addDays(day, 1);
  const later = addMonths(start, months);
  return later % 100 === start % 100 ? addDays(later, -1) : later;
}

/** A month's end may correspond to a month's end: A3. */
export function firstDayUnderMonthsLeft(expiry, months, reading) {
  const later = reading === "later_day" && isMonthEnd(expiry);
  return addDays(later ? monthEndAfter(expiry, -months) : addMonths(expiry, -months), 1);
}

/** The first day of each stretch between turning days. */
export const turns = ({ first, last }, turning) =>
  sorted([first, ...turning.filter((day) => first < day && day <= last)]);
