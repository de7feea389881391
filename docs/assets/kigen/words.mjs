/** Days and steps in Japanese, with the words and eras of the page's book. */

import { weekday } from "./days.mjs";

/** A sentence with its {places} filled. */
export const fill = (sentence, values) => sentence.replace(/\{(\w+)\}/g, (_, name) => values[name]);

/** The same, with the days among the values in the book's `form`, and its word for a value. */
export const fillAs = (form, sentence, values, book) =>
  sentence.replace(/\{(\w+)\}/g, (_, name) => {
    const value = values[name];
    const isDay = /^\d{4}-\d\d-\d\d$/.test(value);
    return isDay ? dayAs(form, value, book) : (book.words.values[value] ?? value);
  });

/** A day (YYYY-MM-DD) as the book's `day`, `weekday` or `era` form; no era before the first. */
export function dayAs(form, text, { words: { formats }, eras }) {
  const [year, month, day] = text.split("-").map(Number);
  const values = { year, month, day };
  values.weekday = formats.weekdays[weekday(Number(text.replaceAll("-", "")))];
  const era = eras.filter(({ first }) => first <= text).at(-1);
  if (!era) return fill(formats[form === "era" ? "weekday" : form], values);
  const years = year - parseInt(era.first) + 1;
  return fill(formats[form], {
    ...values, era: era.name, era_year: years === 1 ? formats.first_year : years,
  });
}

/** One step of a Report as a sentence: what was counted, from when, and what came of it. */
export const stepJa = ({ rule, says, result }, book) =>
  fillAs("era", book.words.rules[rule], { ...says, result }, book);
