// 検索そのもの。どこに言葉があるか、どの順に並べるか。画面のことは search.mjs にあります。
import { fold, mapped, Words } from "./words.mjs";

/** @typedef {import("./words.mjs").Token} Token */
/**
 * @typedef {object} Name a title, heading or question of a unit, folded
 * @property {string} folded
 * @property {number} worth how much a word counts here; 2 in plain text
 * @property {boolean} [heading]
 * @property {string} [said] what to show where this is what was found
 */
/**
 * @typedef {object} Unit a section of a page, or what stands on it before the first one
 * @property {number} page
 * @property {string} url from the root of the site
 * @property {string} title
 * @property {string} heading
 * @property {string[]} lines its sentences, and folded the same
 * @property {string[]} folded
 * @property {string} text
 * @property {Name[]} names
 * @property {string} all the text and the names, to see quickly what is not there
 * @property {number} worth 1, or less for pages that come last
 */
/**
 * @typedef {object} Hit
 * @property {string} url
 * @property {string[]} texts the title of the page, the heading ("" for the page), the sentence
 * @property {[number, number][][]} marks where the words stand in each of the texts
 */

const QUESTIONS = "questions/";
const TERMS = "terms/";
const COMMON = 5; // pages with the same heading
const LIMIT = 20;
const LONG = 3; // words of a query that need not all stand on a page
const SAID = 8; // letters without a gap: copied from a screen
const CONTEXT = 4; // letters that a heading leaves to the title of its page
const LENGTH = 100; // of a sentence that is shown
const NOISE = 1 / 14; // of the best score
const REPEATED = [1, 0.7, 0.5]; // the first, second and third hit on the same page

/** What the two built files hold, ready to be searched. */
export class Index {
  /**
   * @param {Array} pages assets/search/index.json
   * @param {object} words assets/search/words.json
   */
  constructor(pages, words) {
    this.words = new Words(words);
    /** @type {Unit[]} */
    this.units = [];
    const asked = new Map(words.asked.map(([id, ...rest]) => [id, rest]));
    const answers = [];
    for (const [page, [address, title, other, ...sections]] of pages.entries()) {
      const worth = Object.entries(words.last).find(([start]) => address.startsWith(start))?.[1] ?? 1;
      for (const [anchor, heading, text] of sections) {
        if (address === QUESTIONS && asked.has(anchor)) {
          answers.push([...asked.get(anchor), heading, heading + text]);
        } else {
          this.units.push(unitOf({ page, address, anchor, title, heading, worth }, other, text));
        }
      }
    }
    this.#commonHeadings();
    const at = new Map(this.units.map((unit) => [unit.url, unit]));
    // A question is found where it is answered, by any of its wordings.
    for (const [place, ...wordings] of answers) {
      const said = wordings.pop();
      at.get(place).names.push(...wordings.map((each) => ({ folded: fold(each), worth: 8, said })));
    }
    for (const [id, ...forms] of words.also) {
      at.get(`${TERMS}#${id}`).names.push(...forms.map((each) => ({ folded: fold(each), worth: 9 })));
    }
    for (const unit of this.units) unit.all = [unit.text, ...unit.names.map((name) => name.folded)].join("\n");
  }

  /** 「答え」 and the like stand on every page and say nothing of any. */
  #commonHeadings() {
    const times = new Map();
    const headings = this.units.flatMap((unit) => unit.names.filter((name) => name.heading));
    for (const { folded } of headings) times.set(folded, 1 + (times.get(folded) ?? 0));
    for (const heading of headings) if (times.get(heading.folded) > COMMON) heading.worth = 2;
  }

  /** The best places for what a person typed, the best first. @returns {Hit[]} */
  find(query) {
    let hits = this.#search(query);
    const [meant, mended] = hits.length ? [] : this.words.guesses(query);
    for (const [each, pieces, spare] of [[meant], [mended], [query, true], [mended, true, 1]]) {
      if (!hits.length) hits = this.#search(each, pieces, spare);
    }
    return hits;
  }

  /**
   * As find, for one way of reading the query.
   * @param {boolean} [pieces] whether a word may be cut
   * @param {number} [spare] how many words of a long query need not stand on the page
   */
  #search(query, pieces, spare = 0) {
    const tokens = this.words.read(query).flatMap((token) => (pieces ? this.#pieces(token) : this.#verb(token)));
    const table = tokens.map((token) => this.units.map((unit) => scoreOf(unit, token)));
    for (const [i, token] of tokens.entries()) {
      const holding = table[i].filter(Boolean).length;
      token.weight = Math.log(1 + this.units.length / (1 + holding)) * (token.optional ? 0.3 : 1);
    }
    if (spare) {
      const needed = tokens.filter((token) => !token.optional);
      const lost = needed.filter((token) => !table[tokens.indexOf(token)].some(Boolean)); // they stand nowhere
      if (tokens.length < LONG || letters(lost) * LONG > letters(needed)) return [];
      for (const token of lost) [token.optional, token.weight] = [true, 0];
    }
    const sum = tokens.reduce((total, token) => total + token.weight, 0);
    const most = tokens.length > LONG ? spare : 0;
    const complete = (scores) => tokens.filter((token, i) => !token.optional && !scores[i]).length <= most;
    // What was typed as a whole, or a single word in each of its spellings; and what a screen says.
    const whole = fold(query);
    const [{ alts } = { alts: [] }] = tokens;
    const spelled = tokens.length === 1 ? alts.filter(([, worth]) => worth === 1) : [];
    const said = query.split(/\s+/).map(fold).filter((part) => part.length >= SAID);
    const wholes = [whole, ...said, ...spelled.map(([word]) => word)];
    const copied = ({ folded }) => said.some((part) => folded.includes(part));
    const onPage = new Map();
    const found = [];
    for (const [number, unit] of this.units.entries()) {
      const scores = table.map((column) => column[number]);
      const best = onPage.get(unit.page) ?? [];
      onPage.set(unit.page, scores.map((score, i) => Math.max(score, best[i] ?? 0)));
      if (scores.some(Boolean)) found.push({ unit, scores });
    }
    const hits = [];
    for (const { unit, scores } of found) {
      if (!complete(onPage.get(unit.page))) continue;
      const mean = scores.reduce((total, score, i) => total + score * tokens[i].weight, 0) / sum;
      const named = bestName(unit, tokens, sum, wholes);
      const together = (line) => tokens.every((token) => token.optional || strength(line, token));
      // Words of a list far from each other say nothing.
      if (!named && !unit.folded.some((line, i) => together(line + (unit.folded[i + 1] ?? "")))) continue;
      const apart = complete(scores) || unit.names.some(copied) ? 1 : 1 / 3; // words that stand in several sections of a page
      hits.push({ unit, score: (mean + named) * apart * unit.worth });
    }
    return spread(hits).map(({ unit }) => shown(unit, tokens));
  }

  #stands(word) {
    return this.units.some((unit) => unit.all.includes(word));
  }

  /** A verb only by its beginning where it stands so nowhere. */
  #verb(token) {
    return token.verb && !this.#stands(token.alts[0][0]) ? { ...token, alts: token.alts.slice(0, 1) } : token;
  }

  /** A long word that stands nowhere, as the longest pieces that do: 誕生日当日 → 誕生日, 当日. */
  #pieces(token) {
    const [[typed]] = token.alts;
    if (token.alts.length > 1 || token.optional || typed.length < 3 || /[a-z0-9]/.test(typed) || this.#stands(typed)) {
      return [this.#verb(token)];
    }
    const pieces = [];
    const shortest = /^[ぁ-ん]/.test(typed) ? 3 : 2;
    let rest = typed;
    while (rest.length >= shortest) {
      let piece = rest;
      while (piece.length >= shortest && !this.#stands(piece)) piece = piece.slice(0, -1);
      if (piece.length < shortest) break;
      pieces.push({ alts: [[piece, 1]], optional: false });
      rest = rest.slice(piece.length);
    }
    return rest.length * 4 <= typed.length ? pieces : [token];
  }
}

/** @returns {Unit} */
function unitOf({ address, anchor, title, heading, ...unit }, other, text) {
  const lines = text.match(/[^。\n]+[。」）]*/g) ?? [""]; // older iPads know no lookbehind
  const folded = lines.map(fold);
  const names = [title, other].map((name) => ({ folded: fold(name), worth: anchor ? 6 : 9 }));
  names.push({ folded: fold(heading), worth: 8, heading: true });
  const url = anchor ? `${address}#${anchor}` : address;
  const said = names.filter((name) => name.folded);
  return { ...unit, url, title, heading, lines, folded, text: folded.join("\n"), names: said };
}

/** Whether a folded text holds a word. A number or a Latin word must begin there: 5年 is not in 15年. */
function holds(text, word) {
  const same = /^\d{1,3}(?!\d)/.test(word) ? /\d/ : /^[a-z]/.test(word) ? /[a-z]/ : null;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!same || !at || !same.test(text[at - 1])) return true;
  }
  return false;
}

/** How many letters were typed for some words. */
const letters = (tokens) => tokens.reduce((sum, { alts: [[typed]] }) => sum + typed.length, 0);

/** How well a folded text holds what is looked for: 0 not at all, 1 as it was typed. */
function strength(text, { alts }) {
  let best = 0;
  for (const [word, worth] of alts) if (worth > best && holds(text, word)) best = worth;
  return best;
}

function scoreOf(unit, token) {
  if (!token.alts.some(([word]) => unit.all.includes(word))) return 0;
  const scores = unit.names.map((name) => name.worth * strength(name.folded, token));
  const plain = unit.heading ? 2 : 4; // what stands before the first heading says what the page is
  return Math.max(plain * strength(unit.text, token), ...scores);
}

/** More for a title, heading or question that holds many of the words, and little else. */
function bestName(unit, tokens, sum, wholes) {
  // A heading stands in a page about something: 「子ども」 is one in a page for foreigners.
  const topic = tokens.some((token) => strength(unit.names[0].folded, token)) ? 0 : CONTEXT;
  const scores = unit.names.map(({ folded, worth, heading }) => {
    const held = tokens.map((token) => strength(folded, token));
    const share = held.reduce((total, each, i) => total + each * tokens[i].weight, 0) / sum;
    const inside = wholes.find((whole) => folded.includes(whole)) ?? "";
    const words = held.reduce((total, each, i) => total + (each ? tokens[i].alts[0][0].length : 0), 0);
    const away = heading ? topic : 0;
    const tight = Math.min(1, Math.max(words, inside.length) / (folded.length + away));
    const exact = inside && (inside.length === folded.length && !away ? 6 : 3);
    return (worth / 8) * (share ** 2 * (5 + 7 * tight) + Number(exact));
  });
  return Math.max(0, ...scores);
}

/** The best first, without noise, and no page more than three times. */
function spread(hits) {
  const byScore = (one, other) => other.score - one.score;
  const times = new Map();
  for (const hit of hits.sort(byScore)) {
    const time = times.get(hit.unit.page) ?? 0;
    times.set(hit.unit.page, time + 1);
    hit.score *= REPEATED[time] ?? 0;
  }
  return hits.sort(byScore).filter((hit) => hit.score > hits[0].score * NOISE).slice(0, LIMIT);
}

/** A hit as it is shown: with the sentence, or the question, that holds most of the words. */
function shown(unit, tokens) {
  const worth = (folded) => tokens.reduce((sum, token) => sum + token.weight * strength(folded, token), 0);
  let sentence = unit.lines.map((line) => line.replace(/[^。]$/, "$&　")).join("").trim();
  let most = 0;
  const offer = (text, value) => {
    value *= /.{12}。$/.test(text) ? 1.3 : 1; // rather than the head of a table, or 「どこで。」
    if (value > most) [sentence, most] = [text, value];
  };
  for (const [i, line] of unit.lines.entries()) offer(line, worth(unit.folded[i]));
  for (const { folded, said } of unit.names) if (said) offer(said, worth(folded));
  const texts = [unit.title, unit.heading, cut(sentence, tokens)];
  return { url: unit.url, texts, marks: texts.map((text) => marksOf(text, tokens)) };
}

/** The part of a long sentence in which the first word stands. */
function cut(sentence, tokens) {
  if (sentence.length <= LENGTH) return sentence;
  const [[start] = [0]] = marksOf(sentence, tokens);
  const from = Math.max(0, Math.min(start - LENGTH / 4, sentence.length - LENGTH));
  return `${from ? "…" : ""}${sentence.slice(from, from + LENGTH)}${from + LENGTH < sentence.length ? "…" : ""}`;
}

/** Where the words stand in a text: pairs of start and end, in order and apart. */
function marksOf(text, tokens) {
  const { folded, places } = mapped(text);
  const found = [];
  const words = tokens.flatMap((token) => token.alts).filter(([word, worth]) => worth && (word.length > 1 || tokens.length < 2));
  for (const [word] of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + 1)) {
      found.push([places[at], places[at + word.length - 1] + 1]);
    }
  }
  found.sort(([one], [other]) => one - other);
  const apart = [];
  for (const [start, end] of found) {
    const before = apart.at(-1);
    if (before && start <= before[1]) before[1] = Math.max(before[1], end);
    else apart.push([start, end]);
  }
  return apart;
}
