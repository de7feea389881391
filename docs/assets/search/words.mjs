// 言葉の読みかた。字のちがいをそろえることと、人の入れた文から探す言葉を取り出すこと。
// No dictionary of Japanese: a word is one that data/ knows, or a run of one kind of letters.

/**
 * @typedef {object} Token one word to look for
 * @property {[string, number][]} alts what may stand for it in a text, folded, and how well (to 1);
 *   what was typed comes first
 * @property {boolean} optional whether a place without it may be found
 * @property {boolean} [verb] whether the second of `alts` is only the beginning of the first
 * @property {number} [weight] how much it says: the rarer, the more
 */

const SMALL = "ぁぃぅぇぉっゃゅょゎゕゖゔ";
const BIG = "あいうえおつやゆよわかかぶ";
const READ = /^[\p{L}\p{N}々]+$/u;
const JOINER = /[-‐-―−ー~〜]/; // e-Tax: not compared, but no end of a word either

const SLIP = 4; // letters of a word in which one may be wrong

const known = new Map();

/** One character as it is compared: no width, case, katakana, small kana, long vowel or mark. */
function foldOne(character) {
  if (!known.has(character)) {
    const plain = character.normalize("NFKC").toLowerCase();
    const kana = plain.replace(/[ァ-ヴヵヶ]/g, (each) => String.fromCharCode(each.charCodeAt() - 0x60));
    const big = kana.replace(/[ぁ-ゖ]/g, (each) => BIG[SMALL.indexOf(each)] ?? each);
    known.set(character, READ.test(plain) ? big.replaceAll("ー", "") : "");
  }
  return known.get(character);
}

/** A text as it is compared, and for each of its characters the place it has in the text. */
export function mapped(text) {
  let folded = "";
  const places = [];
  let place = 0;
  for (const character of text) {
    for (const each of foldOne(character)) {
      folded += each;
      places.push(place);
    }
    place += character.length;
  }
  return { folded, places };
}

/** A text as it is compared. */
export const fold = (text) => mapped(text.normalize("NFKC")).folded;

function script(character) {
  if (/[\p{sc=Han}々]/u.test(character)) return "kanji";
  if (/\p{sc=Hiragana}/u.test(character)) return "hiragana";
  if (/[\p{sc=Katakana}ー]/u.test(character)) return "katakana";
  return /\d/.test(character) ? "digit" : "latin";
}

/** Whether a run of letters may go on with another kind: ED1108, 5年, but not 更新5. */
const goesOn = (kind, next) =>
  kind === next || (/digit|latin/.test(kind) && /digit|latin/.test(next)) || (kind === "digit" && next === "kanji");

/** The letters of a query, each folded, with its kind and whether a gap stands before it. */
function lettersOf(query) {
  const letters = [];
  let gap = true;
  for (const character of query.normalize("NFKC")) {
    const folded = foldOne(character);
    if (folded) letters.push({ folded, kind: script(character), gap });
    gap = !folded && (gap || !JOINER.test(character));
  }
  return letters;
}

/** Latin letters as the kana they may stand for: kousin → こうしん, rokku → ろつく. */
const inKana = (latin, kana) =>
  latin.replace(/([^aiueon])(?=\1)/g, "つ").replace(/n(?![aiueoy])|[a-z]{0,2}?[aiueo]/g, (each) => kana[each] ?? each);

/** Whether one letter more, less or other makes one of two words the other. */
function near(one, other) {
  let same = 0;
  while (one[same] && one[same] === other[same]) same += 1;
  const rest = (word, skipped) => word.slice(same + skipped);
  return [[1, 1], [1, 0], [0, 1]].some(([mine, its]) => rest(one, mine) === rest(other, its));
}

/** The words that are known from data/: their other forms, and those that only join others. */
export class Words {
  /** @param {object} data assets/search/words.json */
  constructor(data) {
    /** @type {Map<string, Map<string, number>>} a word → what may stand for it, and how well */
    this.others = new Map();
    const written = [...data.spelled, ...data.also.map(([, ...forms]) => forms)];
    this.#join(written.map((group) => group.map(fold)), 1);
    // Whoever says it in another word may also spell that in another way.
    const spelled = (word) => [...(this.others.get(fold(word))?.keys() ?? [fold(word)])];
    this.#join(data.same.map((group) => group.flatMap(spelled)), 0.7);
    const readings = data.readings.map((pair) => pair.map(fold));
    for (const [word, read] of readings) {
      if (!this.others.has(word)) this.others.set(word, new Map([[word, 1]]));
      this.others.set(read, new Map([[read, 0], ...this.others.get(word)]));
    }
    this.longest = Math.max(...[...this.others.keys()].map((word) => word.length));
    // 持っている is no slip of 持っていく.
    const nouns = [written, data.same, data.readings].flat(2).filter((word) => !/\p{sc=Han}.*[ぁ-ん]/u.test(word));
    this.nouns = nouns.map(fold).sort((one, other) => other.length - one.length);
    this.subject = data.subject.map(fold);
    this.kana = data.kana;
    this.skipped = data.skip.map(fold).sort((one, other) => other.length - one.length);
  }

  #join(groups, worth) {
    const before = groups.map((group) => group.map((word) => this.others.get(word)));
    for (const [i, group] of groups.entries()) {
      for (const [j, word] of group.entries()) {
        const others = new Map(before[i][j] ?? [[word, 1]]);
        for (const [other, known] of this.others.get(word) ?? []) others.set(other, known);
        for (const other of group) others.set(other, Math.max(worth, others.get(other) ?? 0));
        this.others.set(word, others);
      }
    }
  }

  /** The words to look for in what a person typed. @returns {Token[]} */
  read(query) {
    const letters = lettersOf(query);
    const tokens = [];
    let run = [];
    const endRun = (next) => {
      const [first] = run;
      const verb = run.length === 1 && next && !next.gap && next.kind === "hiragana" && !this.skipped.includes(next.folded);
      if (first) tokens.push(...this.#unknown(run, letters[letters.indexOf(first) - 1]?.kind, verb ? next.folded : ""));
      run = [];
    };
    for (let i = 0; i < letters.length; i += 1) {
      const word = this.#known(letters, i, run.at(-1)?.kind);
      if (word) {
        endRun();
        tokens.push({ alts: this.#forms(word), optional: this.subject.some((each) => this.others.get(word).has(each)) });
        i += [...word].length - 1;
        continue;
      }
      const letter = letters[i];
      if (run.length && (letter.gap || !goesOn(run.at(-1).kind, letter.kind))) endRun(letter);
      run.push(letter);
    }
    endRun();
    if (tokens.some((token) => !token.optional) || !letters.length) return tokens;
    const said = tokens.filter((token) => token.alts.length > 1);
    if (said.length) return said.map((token) => ({ ...token, optional: false }));
    return [{ alts: [[letters.map((letter) => letter.folded).join(""), 1]], optional: false }];
  }

  /** What may have been meant where nothing was found: half a kana, kana in Latin letters, a slip. */
  guesses(query) {
    const meant = query.normalize("NFKC")
      .replace(/([ぁ-ヶ一-龯])[a-z]{1,2}$/i, "$1")
      .replace(/[a-z]+/gi, (run) => (this.others.has(fold(run)) ? run : inKana(fold(run), this.kana)));
    return [meant, meant.split(/\s+/).map((part) => this.#mended(part)).join(" ")];
  }

  /** A text with the longest known word that is one letter away from what stands there. */
  #mended(typed) {
    const { folded: text, places } = mapped(typed);
    for (const word of this.nouns) {
      if (word.length < SLIP || text.includes(word)) break;
      for (let at = 0; at < text.length; at += 1) {
        for (const length of [word.length, word.length - 1, word.length + 1]) {
          const end = places[at + length - 1];
          if (end >= 0 && near(text.slice(at, at + length), word)) return typed.slice(0, places[at]) + word + typed.slice(end + 1);
        }
      }
    }
    return typed;
  }

  /** The longest known word that begins at a letter and not inside another word. */
  #known(letters, start, before) {
    const inside = letters[start].gap ? null : before;
    let word = "";
    for (const letter of letters.slice(start, start + this.longest)) word += letter.folded;
    for (; word; word = word.slice(0, -1)) {
      if (!this.others.has(word)) continue;
      const { kind } = letters[start];
      const next = letters[start + word.length];
      if (kind === inside && (kind !== "kanji" || word.length < 2) && (kind !== "hiragana" || word.length < 3)) continue;
      if (/[a-z]$/.test(word) && next?.kind === "latin" && !next.gap) continue; // expire is not in expired
      if (word.length < 2 && (kind !== "kanji" || (next?.kind === kind && !next.gap))) continue;
      return word;
    }
    return null;
  }

  /** A known word and what may stand for it; two kana stand in too many words to count alone. */
  #forms(word) {
    const forms = [...this.others.get(word)].sort(([one], [other]) => (other === word) - (one === word));
    return /^[ぁ-ん]{2}$/.test(word) ? forms.slice(1) : forms;
  }

  /** A run of letters that no one knows: kana may be only what joins other words. */
  #unknown(run, before, tail = "") {
    const [{ kind, gap }] = run;
    const typed = run.map((letter) => letter.folded).join("");
    if (this.skipped.includes(typed)) return [];
    // One kanji with kana after it is a verb: 割 of 割れた alone would also be in 10割.
    if (kind === "kanji" && tail) return [{ alts: [[typed + tail, 1], [typed, 0.4]], optional: false, verb: true }];
    // The end of スマホケース is another word than いけす: with a gap it is found nowhere.
    if (kind === "katakana" && kind === before && !gap && typed.length < 3) return [{ alts: [[`${typed} `, 1]], optional: false }];
    if (kind !== "hiragana") return [{ alts: [[typed, 1]], optional: false }];
    const word = this.#strip(typed, gap);
    if (!word || (word.length < 2 && !gap)) return [];
    return [{ alts: [[word, 1]], optional: !gap }];
  }

  /** Kana without what only joins: nothing of はがき, which begins a word, but all of はできますか. */
  #strip(typed, first) {
    const all = this.#without(typed, true);
    return all && first ? this.#without(typed, false) : all;
  }

  #without(kana, both) {
    for (const each of this.skipped) {
      if (both && kana.startsWith(each)) return this.#without(kana.slice(each.length), both);
      if (kana.endsWith(each)) return this.#without(kana.slice(0, -each.length), both);
    }
    return kana;
  }
}
