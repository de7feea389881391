/** What the law says, from the page's JSON; the shapes of an answer. */

import { sorted } from "./days.mjs";

/** The law had no such value on that day. */
export class NotInForce extends Error {}

const opened = new WeakMap();

/** Each is opened once. */
export function openBook(content) {
  if (!opened.has(content)) opened.set(content, new RuleBook(read(content)));
  return opened.get(content);
}

class RuleBook {
  constructor(parts) {
    Object.assign(this, parts, { others: {} });
  }

  /** {since, value, cites} of a parameter. Throws NotInForce. */
  on(id, day) {
    const found = this.parameters[id].filter(({ since }) => since <= day).at(-1);
    if (!found || found.value === null) throw new NotInForce(`${id} ${day}`);
    return found;
  }

  reads(code, reading) {
    return this.readings[code] === reading;
  }

  /** The same law under another reading of one ambiguity. */
  readingAs(code, reading) {
    const readings = { ...this.readings, [code]: reading };
    return (this.others[code + reading] ??= new RuleBook({ ...this, readings }));
  }
}

function read({ parameters, rules, ambiguities, words }) {
  const each = (things, change) =>
    Object.fromEntries(Object.entries(things).map(([id, thing]) => [id, change(thing)]));
  const citations = (texts) => texts.map((text) => {
    const [source, ...locator] = text.split(" ");
    return { source, locator: locator.join(" ") };
  });
  return {
    parameters: each(parameters, (values) => values.map(({ since, value, cite }) => (
      { since: Number(since.replaceAll("-", "")), value, cites: citations(cite) }
    ))),
    cites: each(rules, citations),
    readings: each(ambiguities, (ambiguity) => ambiguity.we_use),
    ambiguities,
    words,
  };
}

export const step = (rule, says, result, cites) => ({ rule, says, result, cites });

export const doubt = (code, reading, other = null) => ({ code, reading, other_day: other });

/** A last day that nothing explains yet. */
export const ending = (day, why = null) => ({ day, why, bound_by: null, steps: [], doubts: [] });

export const none = (why) => ending(null, why);

/** The last day that a rule gives, after earlier `steps`. */
export const bound = (rule, says, day, cites, steps = [], doubts = []) => ({
  day, why: null, bound_by: rule, steps: [...steps, step(rule, says, day, cites)], doubts,
});

/** All stories: one `day`, or several `days`, or `why` there is none. */
export function merge(endings, known) {
  const dated = endings.filter(({ day }) => day);
  const lacking = endings.filter(({ day }) => !day);
  const found = sorted(dated.map(({ day }) => day));
  const single = found.length === 1 && !lacking.length;
  const bounds = new Set(dated.map((each) => each.bound_by));
  const steps = found.flatMap((day) => dated.find((each) => each.day === day).steps);
  return {
    day: single ? found[0] : null,
    days: single ? [] : found,
    known: found.length ? known : "unknown",
    why: [...lacking, ...endings].find(({ why }) => why)?.why ?? null,
    bound_by: bounds.size === 1 ? [...bounds][0] : null,
    steps: [...new Map(steps.map((each) => [JSON.stringify(each), each])).values()],
    doubts: mergeDoubts(endings.flatMap(({ doubts }) => doubts)),
  };
}

/** An other day stays only where all agree on it. */
function mergeDoubts(doubts) {
  const merged = new Map();
  for (const each of doubts) {
    const { code, reading, other_day: other } = each;
    const known = merged.get(code + reading) ?? each;
    merged.set(code + reading, known.other_day === other ? known : doubt(code, reading));
  }
  return [...merged.values()];
}
