/** From a Case to a Report. Each function follows the one of its name in kigen/. */

import { caseError, readCase, writeReport } from "./contract.mjs";
import { NotInForce, doubt, ending, merge, none, openBook } from "./model.mjs";
import {
  cardExpiry, cardNotShown, certificateExpiry, insuranceUntil, notRegistered, phoneExpiry,
  printedCard, printedCertificate, renewalWindow, stayCapped, stayChanged,
} from "./rules.mjs";
import { cardStories, issues, readingsInPlay, searched } from "./stories.mjs";

/**
 * Every date of one person, each with its steps and its doubts. No clock is read.
 * @param {object} content a Case (data/schema/case.schema.json)
 * @param {object} bookContent the JSON of #kigen-book
 * @returns {object} a Report (data/schema/report.schema.json)
 * @throws {CaseError} `field`, `code`, `ja`
 */
export function answer(content, bookContent) {
  const book = openBook(bookContent);
  const facts = readCase(content, book);
  try {
    return reportOf(facts, book);
  } catch (error) {
    throw error instanceof NotInForce ? caseError(book.words, null, "before_first_card") : error;
  }
}

function reportOf(facts, book) {
  const stories = cardStories(facts, book);
  const [card, authentication, signature] = withDoubts(facts, stories, book);
  const window = (kind, outcome) =>
    outcome?.day ? renewalWindow(kind, outcome.day, facts.overseas, book) : null;
  const phone = (kind, outcome) => following(outcome, (day) => phoneExpiry(kind, day, book));
  return writeReport({
    card,
    authentication,
    signature,
    card_window: window("card", card),
    authentication_window: window("certificate", authentication),
    signature_window: window("certificate", signature),
    insurance_until: following(authentication, (day) => insuranceUntil(day, book)),
    phone: {
      authentication: phone("authentication", authentication),
      signature: phone("signature", signature),
    },
    loss: loss(facts.move, book),
    doubts: unboundDoubts(facts, stories, book),
  });
}

/** [card, authentication, signature] */
function dates(facts, stories, book) {
  const [card, told] = cardOf(facts, stories.map((story) => tell(facts, story, book)), book);
  return [card, ...certificates(facts, told, book)];
}

function tell(facts, story, book) {
  if (facts.limited) {
    const made = stayCapped(facts, story, book);
    return { story, made, now: stayChanged(facts, story, made, book) };
  }
  const { birth, card } = facts;
  const now = birth ? cardExpiry(birth, card, story, book) : none("birth_unknown");
  return { story, made: now, now };
}

/** [the card, the stories that its printed date leaves]. A printed date always wins. */
function cardOf(facts, told, book) {
  const { created, printed_expiry: printed } = facts.card;
  if (!printed && told.length) {
    return [merge(told.map(({ now }) => now), created ? "computed" : "inferred"), told];
  }
  const shown = printed ? printedCard(printed, book) : none(whyNoStory(facts));
  const outcome = merge([shown], "printed");
  const withoutStory = [{ story: null, made: shown, now: shown }];
  if (!printed) return [outcome, withoutStory];

  const fitting = told.filter(({ now }) => now.day === printed);
  const computed = new Set(told.map(({ now }) => now.day).filter(Boolean));
  if ((computed.size || searched(facts)) && !fitting.length) {
    const other = computed.size === 1 && !searched(facts) ? [...computed][0] : null;
    outcome.doubts.push(doubt("PRINTED_DIFFERS", "computed", other));
  }
  // with a limited stay, every creation day of the stay's longest term counts
  if (facts.limited && !created) return [outcome, told];
  if (fitting.length) return [outcome, fitting];
  return [outcome, searched(facts) || !told.length ? withoutStory : told];
}

function whyNoStory({ birth, limited, residency, stay_change: change }) {
  const byStayAlone = limited && (!change || change.kind === "pending");
  if (residency === "temporary" && byStayAlone) return "stay_end_unknown";
  if (!birth) return "birth_unknown";
  return byStayAlone ? "stay_end_unknown" : "created_unknown";
}

/** [authentication, signature]; null: not held. */
export function certificates(facts, told, book) {
  const pairs = told.flatMap((each) => pairsOf(facts, each, book));
  return [facts.authentication, facts.signature].map(
    (cert, place) => cert && outcomeOf(facts, cert, pairs.map((pair) => pair[place]), book),
  );
}

function pairsOf(facts, told, book) {
  const { authentication: cert, signature: other } = facts;
  const pairs = [];
  const otherIssues = issuesOf(facts, other, told, book);
  for (const issue of issuesOf(facts, cert, told, book)) {
    const authentication = endingOf(facts, cert, told, issue, null, book);
    for (const otherIssue of otherIssues.filter((each) => inOrder(issue, each))) {
      const cap = capBy(cert, authentication, issue, otherIssue);
      pairs.push([authentication, endingOf(facts, other, told, otherIssue, cap, book)]);
    }
  }
  return pairs;
}

function issuesOf(facts, cert, told, book) {
  const found = cert ? issues(facts, cert, told.story, told.made.day, book) : [];
  return found.length ? found : [null];
}

/** Once the stay has changed, it stays changed. */
function inOrder(one, other) {
  if (!one || !other || one.issued === other.issued) return true;
  const [earlier, later] = one.issued < other.issued ? [one, other] : [other, one];
  return later.afterChange || !earlier.afterChange;
}

function endingOf(facts, cert, told, issue, cap, book) {
  if (!cert) return null;
  if (!facts.birth) return none("birth_unknown");
  if (!issue) return none(told.now.why ?? "no_creation_day_fits");
  if (cap && !cap.day) return cap;
  const card = cardThen(facts, told, issue);
  return certificateExpiry(facts.birth, cert, issue, card, cap && cap.day, book);
}

/** The card at the issue: extending it moves no certificate already on it. */
function cardThen(facts, { made, now }, issue) {
  const printed = facts.card.printed_expiry;
  if (!facts.stay_change || issue.afterChange) return printed ? ending(printed) : now;
  return printed && made.day > printed ? ending(printed) : made;
}

/** The authentication certificate in force at the signature one's issue. */
function capBy(cert, authentication, issue, otherIssue) {
  if (!cert || !otherIssue) return null;
  let last = cert.printed_expiry ?? authentication.day;
  // the one in force then was replaced since
  if (issue && issue.issued > otherIssue.issued) last = cert.old_expiry;
  else if (!last) return authentication;
  return last && last >= otherIssue.issued ? ending(last) : null;
}

function outcomeOf(facts, cert, endings, book) {
  const shown = cert.printed_expiry;
  const computed = merge(endings, cert.issued || facts.card.created ? "computed" : "inferred");
  if (!shown) return computed;
  const printed = merge([printedCertificate(shown, book)], "printed");
  const possible = computed.day ? [computed.day] : computed.days;
  if (possible.length && !possible.includes(shown)) {
    printed.doubts.push(doubt("PRINTED_DIFFERS", "computed", computed.day));
  }
  return printed;
}

/** What `rule` makes of each day, a doubt's other day too. */
function following(outcome, rule) {
  if (!outcome) return null;
  const { day, days, known, why } = outcome;
  const endings = (day ? [day] : days).map(rule);
  if (!day && why) endings.unshift(none(why));
  const followed = merge(endings, known === "inferred" ? known : "computed");
  for (const { code, reading, other_day: other } of outcome.doubts) {
    const moved = other && rule(other).day;
    if (other && moved !== followed.day) followed.doubts.push(doubt(code, reading, moved));
  }
  return followed;
}

function loss(move, book) {
  if (!move) return null;
  const until = (found) => merge([found], "computed");
  return move.notified
    ? { not_registered: null, card_not_shown: until(cardNotShown(move.notified, book)) }
    : { not_registered: until(notRegistered(move, book)), card_not_shown: null };
}

function withDoubts(facts, stories, book) {
  const ours = dates(facts, stories, book);
  for (const [code, reading] of readingsInPlay(facts, stories, book)) {
    const other = book.readingAs(code, reading);
    dates(facts, cardStories(facts, other), other).forEach((theirs, place) => {
      const known = ours[place];
      const same = (key) => String(known[key]) === String(theirs[key]);
      if (!theirs || !(theirs.day || theirs.days.length) || (same("day") && same("days"))) return;
      known.doubts.push(doubt(code, reading, theirs.day));
    });
  }
  return ours;
}

/** The card may be one that these rules do not govern. */
function unboundDoubts({ residency }, stories, book) {
  if (["japanese", "temporary"].includes(residency)) return [];
  const { since } = book.parameters["stay.specified_residence_card"][0];
  if (stories.length && stories.every(({ created }) => created < since)) return [];
  return [doubt("OUT_OF_SCOPE_SPECIFIED_RESIDENCE_CARD", "card_rules_do_not_apply")];
}
