"""A second, deliberately naive implementation of the date rules, to compare the engine with.

It walks the calendar day by day and tries every world that the known facts allow: each day on
which the card can have been made, each day its application can have been accepted or asked for,
each day a certificate can have been issued. It shares no code and no data with `kigen`, so the
numbers of the law stand here once more as constants. It answers with dates only (no steps, no
doubts): ``answer(case)`` takes a Case and gives the dates of the Report.

Inside, a result is either a ``date`` or a ``str``: the reason why there is none.
"""

from collections import namedtuple
from datetime import date, timedelta
from functools import cache, lru_cache
from itertools import product
from types import SimpleNamespace

DAY = timedelta(days=1)

# カード命令 = 平成26年総務省令85号, 規則 = 公的個人認証法施行規則 (平成15年総務省令120号)
FIRST_APPLICATION = date(2015, 10, 5)  # 番号法 comes into force; no card was asked for earlier
ADULT_CARD, MINOR_CARD = 10, 5  # カード命令26条1項: birthdays after the creation day
CARD_COUNTS = (10, 11, 5, 6)  # 29条3項: one more when renewed in the window
ADULT_AGE_BEFORE, ADULT_AGE_SINCE = 20, 18
ADULT_AGE_CHANGED = date(2022, 4, 1)  # カード命令 附則(令和4年)2条: by acceptance day
MAKING_MONTHS = 3  # our assumption: a card is made within three months
CERTIFICATE = 5  # 規則13条1号・49条1号: birthdays after the issue day
CERTIFICATE_IN_WINDOW = 6  # the same, in exchange for one in its window
WINDOW_MONTHS = 3  # カード命令29条1項, 規則13条1号・49条1号
WINDOW_MONTHS_ABROAD = 12  # カード命令29条1項, 国外転出者向け個人番号カード
STAY_MINOR_AGE = 18  # カード命令27条1項の表, 中長期在留者
STAY_MINOR_SINCE = date(2026, 3, 27)  # since then also at most the fifth birthday
STAY_MONTHS = 60  # the longest period of stay: five years
SPECIAL_MONTHS = 2  # 入管法20条6項, カード命令27条2項2号
INSURANCE_SINCE, INSURANCE_MONTHS = date(2024, 12, 2), 3
LOSS_PLANNED, LOSS_MOVED = 30, 14  # 番号法施行令14条2号
LOSS_NOTIFIED = 90  # 番号法施行令14条3号

LIMITED = ("mid_term", "temporary")
WHYS = (
    "birth_unknown",
    "created_unknown",
    "stay_end_unknown",
    "no_creation_day_fits",
    "not_in_force",
    "move_day_unknown",
)  # the first that applies is named


# ---------------------------------------------------------------- the calendar, walked
def walk(first, last):
    """Every day from the first to the last, both included."""
    while first <= last:
        yield first
        first += DAY


FIRST_YEAR = 1900


def all_birthdays():
    """The birthday of each year, by (month, day) of birth; 29 February: カード命令26条2項."""
    found = {}
    for day in walk(date(FIRST_YEAR, 1, 1), date(2075, 12, 31)):
        found.setdefault((day.month, day.day), []).append(day)
        if (day.month, day.day) == (2, 28) and (day + DAY).month == 3:
            found.setdefault((2, 29), []).append(day)
    return found


BIRTHDAYS = all_birthdays()


@lru_cache(maxsize=200_000)
def nth_birthday(birth, day, n):
    """The n-th birthday strictly after a day."""
    for birthday in BIRTHDAYS[birth.month, birth.day][day.year - FIRST_YEAR :]:
        if birthday > day:
            n -= 1
            if n == 0:
                return birthday


def months_between(earlier, later):
    return (later.year - earlier.year) * 12 + later.month - earlier.month


@cache
def months_earlier(day, months):
    """Walk back to the corresponding day; where the month has none, to its last day."""
    back = day
    while months_between(back, day) < months or back.day > day.day:
        back -= DAY
    return back


@cache
def in_window(day, expiry):
    """Are less than three months left? The statute's reading."""
    return months_earlier(expiry, WINDOW_MONTHS) < day <= expiry


def window_first(expiry, months):
    """The first day shown: the later of the statute's and the month-end reading (A3)."""
    first = months_earlier(expiry, months) + DAY
    if (expiry + DAY).month != expiry.month:  # a month's last day: whole months are left
        whole = expiry
        while whole.day != 1 or months_between(whole, expiry) != months - 1:
            whole -= DAY
        first = max(first, whole)
    return first


def special_period_end(stay_end):
    """Two months counted from the next day; 民法140条, 143条."""
    start = day = stay_end + DAY
    while months_between(start, day) < SPECIAL_MONTHS or (
        months_between(start, day) == SPECIAL_MONTHS and day.day != start.day
    ):
        day += DAY  # no such day in that month: to its end
    return day - DAY


@cache
def insurance_end(expiry):
    if isinstance(expiry, str):
        return expiry
    if expiry < INSURANCE_SINCE:
        return "not_in_force"
    day = expiry
    while months_between(expiry, day + DAY) <= INSURANCE_MONTHS:
        day += DAY
    return day


# ---------------------------------------------------------------- the case, read
def day_of(text):
    return date.fromisoformat(text) if text else None


@cache
def days_of(text):
    """A day is one day, a month is each of its days, nothing is None."""
    if text is None or len(text) == len("2020-10-05"):
        return text and (day_of(text),)
    first = day_of(text + "-01")
    return tuple(day for day in walk(first, first + 31 * DAY) if day.month == first.month)


def read_certificate(told):
    return (
        told
        if told is None
        else SimpleNamespace(
            issued=days_of(told.get("issued")),  # None: it came with the card
            printed=day_of(told.get("printed_expiry")),
            old=day_of(told.get("old_expiry")),
            revoked=bool(told.get("revoked_before")),
        )
    )


def read(case):
    card, change = case["card"], case.get("stay_change") or {}
    birth, residency = day_of(case.get("birth")), case.get("residency") or "japanese"
    return SimpleNamespace(
        birth=birth,
        earliest=max(FIRST_APPLICATION, birth or FIRST_APPLICATION),
        residency=residency,
        limited=residency in LIMITED,
        stay_end=day_of(case.get("stay_end")),
        change=change.get("kind"),
        on=day_of(change.get("on")),
        new_stay_end=day_of(change.get("stay_end")),
        printed=day_of(card.get("printed_expiry")),
        created=days_of(card.get("created")),
        accepted=days_of(card.get("accepted")),
        applied=day_of(card.get("applied")),
        renewed=card.get("reason") == "renewed",
        card_old=day_of(card.get("old_expiry")),
        certificates=[
            read_certificate(case.get("authentication")),
            read_certificate(case.get("signature")),
        ],
    )


# ---------------------------------------------------------------- worlds
# One way it can have been: creation day, the card's last day before a change and now, whether the
# change came too late, and the counts for certificates that came with the card.
World = namedtuple("World", "created base card late counts")


def worlds(facts):
    found, asked_before = [], {}
    for created in creation_days(facts):
        for adult_age, (more, *counts) in stories(facts, created, asked_before):
            found.append(World(created, *card_last(facts, created, adult_age, more), counts))
    if facts.printed:
        fitting = [w for w in found if w.card == facts.printed]
        if facts.created:
            found = fitting or found  # a creation day that was given stands
        elif not facts.limited:
            found = fitting
    if not found and not facts.created:
        why = why_no_creation_day(facts)
        found = [World(None, why, why, False, (CERTIFICATE, CERTIFICATE))]
    return found


def creation_days(facts):
    """Each day on which the card can have been made; none when nothing tells."""
    if facts.created:
        days = facts.created
    elif facts.limited:  # every day of the longest possible stay
        last = facts.printed or facts.stay_end
        days = walk(months_earlier(last, STAY_MONTHS), last) if last else ()
    elif facts.printed and facts.birth:
        days = days_leading_to(facts.birth, facts.printed)
    else:
        days = ()
    return [day for day in days if day >= facts.earliest and not contradicted(facts, day)]


def days_leading_to(birth, printed):
    """The days from which one of the counts, whoever it is for, ends on the printed day."""
    birthdays = [day for day in BIRTHDAYS[birth.month, birth.day] if day <= printed][-12:]
    if printed not in birthdays:
        return ()
    return [
        day
        for day in walk(birthdays[0], printed)
        if sum(birthday > day for birthday in birthdays) in CARD_COUNTS
    ]


def contradicted(facts, created):
    """A card is not made before it was asked for, nor after it was shown or the stay ended."""
    return (
        facts.applied is not None
        and created < facts.applied
        or facts.limited
        and facts.stay_end is not None
        and created > facts.stay_end
        or facts.on is not None
        and created > facts.on
    )


def why_no_creation_day(facts):
    """Nothing printed and nothing known to count from, or a printed day that nothing explains."""
    needs_birthday = not facts.limited or facts.change in ("extended", "permanent")
    if facts.birth is None and (needs_birthday or facts.residency == "mid_term"):
        return "birth_unknown"
    if facts.printed:
        return "no_creation_day_fits"
    return "created_unknown" if needs_birthday else "stay_end_unknown"


@lru_cache(maxsize=20_000)
def acceptance_days(created, accepted, earliest):
    """Each (acceptance day, age that made a person adult for it)."""
    days = accepted or walk(months_earlier(created, MAKING_MONTHS), created)
    return [
        (day, ADULT_AGE_SINCE if day >= ADULT_AGE_CHANGED else ADULT_AGE_BEFORE)
        for day in days
        if earliest <= day <= created
    ]


@cache
def adult_ages(created, accepted, earliest):
    return {adult_age for _, adult_age in acceptance_days(created, accepted, earliest)}


def stories(facts, created, asked_before):
    """(adult age, counts) for each acceptance day and, in it, the day of asking."""
    told = created, facts.accepted, facts.earliest
    if not facts.renewed:  # the day of asking decides nothing
        return set(product(adult_ages(*told), counts_by_asking(facts, None)))
    found = set()
    for accepted, adult_age in acceptance_days(*told):
        asked = facts.applied or accepted
        if asked not in asked_before:
            asked_before[asked] = counts_by_asking(facts, asked)
        for counts in asked_before[asked]:
            found.add((adult_age, counts))
    return found


def counts_by_asking(facts, asked):
    """What the day of asking decides: one birthday more for the card, the certificates' counts."""
    more = (0,)
    if facts.renewed:  # an old card that is not known: either
        more = (int(in_window(asked, facts.card_old)),) if facts.card_old else (0, 1)
    return list(
        product(
            more,
            *(count_with_card(facts, certificate, asked) for certificate in facts.certificates),
        )
    )


def count_with_card(facts, certificate, asked):
    """Birthdays for a certificate that came with the card (A6)."""
    if not facts.renewed or certificate is None or certificate.revoked:
        return (CERTIFICATE,)
    if certificate.old is None:
        return (CERTIFICATE, CERTIFICATE_IN_WINDOW)
    return (CERTIFICATE_IN_WINDOW,) if in_window(asked, certificate.old) else (CERTIFICATE,)


def card_last(facts, created, adult_age, more):
    """(last day before a change, last day now, whether the change came too late)."""
    assumed = "birth_unknown"  # 26条; 27条2項 仮定有効期間満了日
    if facts.birth:
        count = ADULT_CARD if has_turned(facts.birth, adult_age, created) else MINOR_CARD
        assumed = nth_birthday(facts.birth, created, count + more)
    base = stay_limit(facts, created) if facts.limited else assumed
    if facts.change is None or (facts.on and isinstance(base, str)):
        return base, base, False
    if facts.on and facts.on > base:  # the card had ended: nothing is extended
        return base, base, True
    if facts.change == "permanent":
        return base, assumed, False
    new_end = facts.new_stay_end
    if facts.change == "pending" and facts.stay_end:
        new_end = special_period_end(facts.stay_end)
    return base, earliest_of(new_end or "stay_end_unknown", assumed), False


def has_turned(birth, age, day):
    return nth_birthday(birth, birth, age) <= day


def stay_limit(facts, created):
    """カード命令27条1項の表: with a limited stay; never the sixth birthday (27条4項)."""
    end = facts.stay_end or "stay_end_unknown"
    if facts.residency == "temporary" or created < STAY_MINOR_SINCE:
        return end
    if facts.birth is None:
        return "birth_unknown"
    if has_turned(facts.birth, STAY_MINOR_AGE, created):
        return end
    return earliest_of(end, nth_birthday(facts.birth, created, MINOR_CARD))


def earliest_of(*results):
    """The earliest day; unknown as soon as one of them is unknown."""
    return next((why for why in WHYS if why in results), None) or min(results)


# ---------------------------------------------------------------- certificates in a world
def issue_days(certificate, w):
    """Each day of issue; a certificate is not older than the card that carries it."""
    if certificate is None or certificate.issued is None:
        return [w.created]
    return [day for day in certificate.issued if w.created is None or day >= w.created]


def extensions(facts, w, issued):
    """Was the card already extended when each was issued? Every (authentication, signature)."""
    later = [c is not None and c.issued is not None for c in facts.certificates]
    if facts.change is None or not any(later):
        return {(False, False)}
    if facts.on:
        shown = [facts.on]
    elif isinstance(w.base, str):  # shown any day: before or after
        return {(False, False), tuple(later)}
    else:
        shown = walk(w.created, w.base)  # in time, the day is not known
    return {(later[0] and issued[0] >= on, later[1] and issued[1] >= on) for on in shown}


def certificate_last(facts, w, which, issued, extended):
    """規則13条・49条, without the cap by the other certificate."""
    certificate, count = facts.certificates[which], w.counts[which]
    if certificate.printed:
        return certificate.printed
    if facts.birth is None:
        return "birth_unknown"
    cap = w.card if extended and not w.late else w.base  # the card as it stood that day
    if facts.printed and (facts.change is None or extended):
        cap = facts.printed  # a printed date wins
    elif facts.printed and isinstance(cap, date):
        cap = min(cap, facts.printed)
    if isinstance(cap, str):
        return cap
    if issued is None:  # it came with a card made nobody knows when
        return w.base
    if certificate.issued is not None:
        swapped = certificate.old and not certificate.revoked and in_window(issued, certificate.old)
        count = CERTIFICATE_IN_WINDOW if swapped else CERTIFICATE
    return min(nth_birthday(facts.birth, issued, count), cap)


def both_certificates(facts, w, issued, extended):
    authentication, signature = facts.certificates
    first = authentication and certificate_last(facts, w, 0, issued[0], extended[0])
    second = signature and certificate_last(facts, w, 1, issued[1], extended[1])
    if authentication and signature and not signature.printed and isinstance(second, date):
        held = first  # 規則13条2号: the one held on that day
        if issued[0] is not None and issued[0] > issued[1]:
            held = authentication.old  # today's came later, in exchange for this
        if isinstance(held, str) or (held and held >= issued[1]):
            second = earliest_of(second, held)
    return first, second


# ---------------------------------------------------------------- the report
def outcome(results, late=False):
    """The results of all worlds: one day; or days, and why some world has none."""
    days = sorted(result for result in results if isinstance(result, date))
    why = next((code for code in WHYS if code in results), None)
    one = len(days) == 1 and why is None
    return {
        "day": days[0].isoformat() if one else None,
        "days": [] if one else [day.isoformat() for day in days],
        "why": why or ("extended_too_late" if late else None),
    }


def window(result, overseas):
    if result is None or result["day"] is None:
        return None
    last = day_of(result["day"])
    home = window_first(last, WINDOW_MONTHS)
    first = window_first(last, WINDOW_MONTHS_ABROAD) if overseas else home
    return {"first": first.isoformat(), "no_loss_from": home.isoformat(), "last": result["day"]}


def loss(move):
    if move is None:
        return None
    planned, moved = day_of(move.get("planned_out")), day_of(move.get("moved"))
    notified = day_of(move.get("notified"))
    if notified:
        return {"not_registered": None, "card_not_shown": outcome({notified + LOSS_NOTIFIED * DAY})}
    known = [planned + LOSS_PLANNED * DAY] if planned else []
    known += [moved + LOSS_MOVED * DAY] if moved else []
    return {
        "not_registered": outcome({min(known) if known else "move_day_unknown"}),
        "card_not_shown": None,
    }


def answer(case):
    """The dates of the Report for a Case (both as JSON values)."""
    facts = read(case)
    cards, firsts, seconds, late = set(), set(), set(), False
    for w in worlds(facts):
        for issued in product(*(issue_days(c, w) for c in facts.certificates)):
            cards.add(facts.printed or w.card)
            late = late or (w.late and not facts.printed)
            for extended in extensions(facts, w, issued):
                first, second = both_certificates(facts, w, issued, extended)
                firsts.add(first)
                seconds.add(second)
    if not cards:
        raise ValueError("no possible world: the case contradicts itself")
    overseas = bool(case.get("overseas"))
    card = outcome(cards, late)
    authentication = outcome(firsts) if facts.certificates[0] else None
    signature = outcome(seconds) if facts.certificates[1] else None
    return {
        "card": card,
        "authentication": authentication,
        "signature": signature,
        "card_window": window(card, overseas),
        "authentication_window": window(authentication, overseas),
        "signature_window": window(signature, overseas),
        "insurance_until": authentication and outcome({insurance_end(day) for day in firsts}),
        "phone": {"authentication": authentication, "signature": signature},
        "loss": loss(case.get("move")),
    }
