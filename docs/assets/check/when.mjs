/** Days as the Report writes them (YYYY-MM-DD): moved, counted and said. */

import { addDays, addMonths, dayText, ordinal } from "../kigen/days.mjs";
import { fillAs } from "../kigen/words.mjs";

/** Today in Japan, wherever the reader's clock stands. Nothing else reads the clock. */
export const today = () =>
  new Intl.DateTimeFormat("sv-SE", { timeZone: "Asia/Tokyo" }).format(new Date());

/** 20320127 for 2032-01-27; for a month, a number after all of its days. */
export const numberOf = (iso) => Number(iso.padEnd(10, "-31").replaceAll("-", ""));

/** The day `count` days later, earlier if negative. */
export const shift = (day, count) => dayText(addDays(numberOf(day), count));

/** The same day `count` months later, held back to the end of the month. */
export const shiftMonths = (day, count) => dayText(addMonths(numberOf(day), count));

/** How many days lie from one day to another. */
export const daysBetween = (from, to) => ordinal(numberOf(to)) - ordinal(numberOf(from));

/** 2032年1月27日, or 2032年1月 */
export const dayJa = (iso) =>
  iso.split("-").map((part, place) => Number(part) + "年月日"[place]).join("");

/** 1月27日 */
export const shortDay = (day) => dayJa(day).replace(/.*年/, "");

/** What fills a sentence's places, its days as 2027年1月27日（水）. */
export const speaker = (book) => (sentence, values = {}) =>
  fillAs("weekday", sentence, values, book);
