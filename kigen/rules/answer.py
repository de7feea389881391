"""From a Case to a Report: the one place that knows the order of the rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from kigen.model import (
    Case,
    ChangeKind,
    Doubt,
    Ending,
    Known,
    Loss,
    Outcome,
    Phone,
    Report,
    Residency,
    RuleBook,
    Story,
    Window,
)
from kigen.rules.card import card_expiry, printed_card
from kigen.rules.certificate_pair import certificates
from kigen.rules.follow import card_not_shown, insurance_until, not_registered, phone_expiry
from kigen.rules.outcome import merge, unknown
from kigen.rules.readings import readings_in_play
from kigen.rules.stay import stay_capped, stay_changed
from kigen.rules.stories import Told, card_stories, searched
from kigen.rules.window import renewal_window


class _Dates(NamedTuple):
    """The card and its certificates under one reading of the law."""

    card: Outcome
    authentication: Outcome | None
    signature: Outcome | None


def answer(case: Case, book: RuleBook) -> Report:
    """Every date of one person, each with its steps and its doubts.

    Counting follows the statute; each other reading that moves a date stands beside it as a
    doubt with its `other_day`. Japan-time calendar days; no clock is read.
    """
    stories = card_stories(case, book)
    card, authentication, signature = _with_doubts(case, stories, _dates(case, stories, book), book)
    window = partial(_window, overseas=case.overseas, book=book)
    follow = partial(_following, book=book)
    return Report(
        card=card,
        authentication=authentication,
        signature=signature,
        card_window=window("card", card),
        authentication_window=window("certificate", authentication),
        signature_window=window("certificate", signature),
        insurance_until=follow(authentication, insurance_until),
        phone=Phone(
            follow(authentication, partial(phone_expiry, "authentication")),
            follow(signature, partial(phone_expiry, "signature")),
        ),
        loss=_loss(case, book),
        doubts=_unbound_doubts(case, stories, book),
    )


def _dates(case: Case, stories: list[Story], book: RuleBook) -> _Dates:
    card, told = _card(case, [_tell(case, story, book) for story in stories], book)
    return _Dates(card, *certificates(case, told, book))


def _tell(case: Case, story: Story, book: RuleBook) -> Told:
    """The card's ending in one story, as it was made and as it is now."""
    if case.residency.limited:
        made = stay_capped(case, story, book)
        return Told(story, made, stay_changed(case, story, made, book))
    if case.birth is None:
        made = Ending(None, why="birth_unknown")
    else:
        made = card_expiry(case.birth, case.card, story, book)
    return Told(story, made, made)


def _card(case: Case, told: list[Told], book: RuleBook) -> tuple[Outcome, list[Told]]:
    """The card's outcome, and the stories that its printed date leaves possible.

    A printed date always wins. Where no story gives it, a creation day that was stated stands;
    one that was searched for is then not known.
    """
    printed = case.card.printed_expiry
    if printed is None:
        if not told:
            why = _why_no_story(case)
            return unknown(why), [Told.without_story(Ending(None, why=why))]
        stated = case.card.created is not None
        return merge([e.now for e in told], Known.COMPUTED if stated else Known.INFERRED), told

    fitting = [each for each in told if each.now.day == printed]
    computed = {each.now.day for each in told if each.now.day}
    doubts: tuple[Doubt, ...] = ()
    if (computed or searched(case)) and not fitting:
        other = computed.pop() if len(computed) == 1 and not searched(case) else None
        doubts = (Doubt("PRINTED_DIFFERS", "computed", other),)
    ending = printed_card(printed, book)
    outcome = replace(merge([ending], Known.PRINTED), doubts=doubts)
    if case.residency.limited and case.card.created is None:
        return outcome, told  # every creation day of the stay's longest term counts
    if fitting:
        return outcome, fitting
    if searched(case) or not told:
        return outcome, [Told.without_story(ending)]
    return outcome, told


def _why_no_story(case: Case) -> str:
    by_stay_alone = case.stay_change is None or case.stay_change.kind is ChangeKind.PENDING
    if case.residency is Residency.TEMPORARY and by_stay_alone:
        return "stay_end_unknown"
    if case.birth is None:
        return "birth_unknown"
    return "stay_end_unknown" if case.residency.limited and by_stay_alone else "created_unknown"


def _following(
    outcome: Outcome | None, rule: Callable[[date, RuleBook], Ending], book: RuleBook
) -> Outcome | None:
    """What `rule` makes of each possible day of a certificate, and of each doubt's other day."""
    if outcome is None:
        return None
    endings = [rule(day, book) for day in filter(None, (outcome.day, *outcome.days))]
    if outcome.day is None and outcome.why:
        endings.insert(0, Ending(None, why=outcome.why))
    inferred = outcome.known is Known.INFERRED
    followed = merge(endings, Known.INFERRED if inferred else Known.COMPUTED)
    moved = tuple(
        replace(doubt, other_day=rule(doubt.other_day, book).day)
        for doubt in outcome.doubts
        if doubt.other_day and rule(doubt.other_day, book).day != followed.day
    )
    return replace(followed, doubts=followed.doubts + moved)


def _window(kind: str, outcome: Outcome | None, *, overseas: bool, book: RuleBook) -> Window | None:
    if outcome is None or outcome.day is None:
        return None
    return renewal_window(kind, outcome.day, overseas=overseas, book=book)


def _loss(case: Case, book: RuleBook) -> Loss | None:
    move = case.move
    if move is None:
        return None
    if move.notified:
        shown = merge([card_not_shown(move.notified, book)], Known.COMPUTED)
        return Loss(None, shown)
    return Loss(merge([not_registered(move, book)], Known.COMPUTED), None)


def _with_doubts(case: Case, stories: list[Story], dates: _Dates, book: RuleBook) -> _Dates:
    """The dates with every other reading of the law that moves one of them."""
    for code, reading in readings_in_play(case, stories, book):
        other_book = book.reading_as(code, reading)
        others = _dates(case, card_stories(case, other_book), other_book)
        dates = _Dates(
            *(_with_doubt(*pair, code, reading) for pair in zip(dates, others, strict=True))
        )
    return dates


def _with_doubt(
    ours: Outcome | None, theirs: Outcome | None, code: str, reading: str
) -> Outcome | None:
    if ours is None or theirs is None or not (theirs.day or theirs.days):
        return ours
    if (ours.day, ours.days) == (theirs.day, theirs.days):
        return ours
    return replace(ours, doubts=(*ours.doubts, Doubt(code, reading, theirs.day)))


def _unbound_doubts(case: Case, stories: list[Story], book: RuleBook) -> tuple[Doubt, ...]:
    """Doubts that belong to no single date: the card may be one these rules do not govern."""
    if case.residency in (Residency.JAPANESE, Residency.TEMPORARY):
        return ()
    since = book.parameters["stay.specified_residence_card"].values[0].since
    if stories and max(story.created for story in stories) < since:
        return ()
    return (Doubt("OUT_OF_SCOPE_SPECIFIED_RESIDENCE_CARD", "card_rules_do_not_apply"),)
