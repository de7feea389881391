"""Cases for the tests, in their JSON form.

``random_cases(seed, n)``  coherent cases of every kind; the same seed gives the same cases.
``boundary_cases()``       a hand-made list around each boundary of the rules.
``CONTRACT_EXAMPLES``      S1–S8 of the published contract, with the parts they promise.

A case is coherent when some story fits it: a person is born, asks for a card, the application is
accepted, the card is made, certificates follow.  The generator invents that story first and then
tells only a part of it.
"""

import random
from datetime import date, timedelta
from itertools import product

DAY = timedelta(days=1)
FIRST_DAY, LAST_DAY = date(2016, 1, 1), date(2036, 12, 31)
JAPANESE_LIKE = ("japanese",) * 6 + ("permanent", "special_permanent", "hsp2")
EDGES = (
    (1, 1),
    (1, 31),
    (2, 28),
    (3, 1),
    (3, 26),
    (3, 27),
    (3, 31),
    (4, 1),
    (4, 2),
    (4, 30),
    (5, 31),
    (6, 30),
    (8, 31),
    (11, 30),
    (12, 1),
    (12, 2),
    (12, 31),
)

# ---------------------------------------------------------------- the contract's own examples
_S1 = {
    "birth": "1990-10-10",
    "card": {"created": "2020-05-15"},
    "authentication": {},
    "signature": {},
}
_S4_CARD = {
    "reason": "renewed",
    "created": "2026-05-20",
    "applied": "2026-05-01",
    "old_expiry": "2026-07-16",
}
_S5 = {
    "birth": "1995-03-03",
    "residency": "mid_term",
    "stay_end": "2026-08-15",
    "card": {"created": "2024-06-10"},
    "authentication": {},
    "signature": {},
}

CONTRACT_EXAMPLES = [
    {
        "id": "S1",
        "case": _S1,
        "expect": {
            "card.day": "2029-10-10",
            "authentication.day": "2024-10-10",
            "signature.day": "2024-10-10",
            "card_window.first": "2029-07-11",
            "card_window.last": "2029-10-10",
            "authentication_window.first": "2024-07-11",
            "authentication_window.last": "2024-10-10",
            "signature_window.first": "2024-07-11",
            "signature_window.last": "2024-10-10",
            "insurance_until.day": None,
            "insurance_until.why": "not_in_force",
        },
    },
    {
        "id": "S2",
        "case": {**_S1, "card": {"created": "2020-10"}},
        "expect": {
            "card.day": None,
            "card.days": ["2029-10-10", "2030-10-10"],
            "authentication.day": None,
            "authentication.days": ["2024-10-10", "2025-10-10"],
            "signature.days": ["2024-10-10", "2025-10-10"],
            "insurance_until.day": None,
            "insurance_until.days": ["2026-01-31"],
            "insurance_until.why": "not_in_force",
        },
    },
    {
        "id": "S3",
        "case": {
            "birth": "2003-01-15",
            "card": {"created": "2022-04-25"},
            "authentication": {},
            "signature": {},
        },
        "expect": {
            "card.day": None,
            "card.days": ["2027-01-15", "2032-01-15"],
            "authentication.day": "2027-01-15",
            "signature.day": "2027-01-15",
        },
    },
    {
        "id": "S4",
        "case": {
            "birth": "1970-07-16",
            "card": _S4_CARD,
            "authentication": {"old_expiry": "2026-07-16"},
            "signature": {"old_expiry": "2026-07-16"},
        },
        "expect": {
            "card.day": "2036-07-16",
            "authentication.day": "2031-07-16",
            "signature.day": "2031-07-16",
            "insurance_until.day": "2031-10-31",
        },
        "doubts": ["A6"],
    },
    {
        "id": "S4-old-unknown",
        "case": {"birth": "1970-07-16", "card": _S4_CARD, "authentication": {}, "signature": {}},
        "expect": {
            "card.day": "2036-07-16",
            "authentication.days": ["2030-07-16", "2031-07-16"],
            "signature.days": ["2030-07-16", "2031-07-16"],
        },
    },
    {
        "id": "S5",
        "case": {**_S5, "stay_change": {"kind": "pending"}},
        "expect": {
            "card.day": "2026-10-15",
            "authentication.day": "2026-08-15",
            "signature.day": "2026-08-15",
            "insurance_until.day": "2026-11-30",
        },
    },
    {"id": "S5-no-change", "case": _S5, "expect": {"card.day": "2026-08-15"}},
    {
        "id": "S6",
        "case": {"card": {}, "authentication": {"printed_expiry": "2027-04-30"}},
        "expect": {
            "card.day": None,
            "card.days": [],
            "card.why": "birth_unknown",
            "authentication_window.first": "2027-02-01",
            "authentication_window.last": "2027-04-30",
            "insurance_until.day": "2027-07-31",
        },
        "doubts": ["A3"],
        "other_days": {"A3": "2027-01-31"},
    },
    {
        "id": "S7",
        "case": {
            "birth": "1985-04-10",
            "overseas": True,
            "card": {"printed_expiry": "2030-04-10"},
            "authentication": {},
        },
        "expect": {
            "authentication.day": "2025-04-10",
            "authentication.known": "inferred",
            "authentication_window.first": "2024-04-11",
            "authentication_window.no_loss_from": "2025-01-11",
            "card_window.first": "2029-04-11",
            "card_window.no_loss_from": "2030-01-11",
        },
    },
    {
        "id": "S8",
        "line": 8,
        "case": {"birth": "2021-01-01", "card": {"created": "2020-05-15"}},
        "expect": {
            "error.line": 8,
            "error.field": "birth",
            "error.code": "after_created",
            "error.ja": "生年月日が、カードが作られた日より後になっています。",
        },
    },
]


def look_up(report, path):
    """The value at a path such as ``card.day``; ``None`` stops the search and is the answer."""
    for key in path.split("."):
        if report is None:
            return None
        report = report[key]
    return report


# ---------------------------------------------------------------- small calendar for stories
def birthday(birth, year):
    try:
        return birth.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def birthday_after(birth, day, n):
    first = day.year if birthday(birth, day.year) > day else day.year + 1
    return birthday(birth, first + n - 1)


def shift(day, months):
    """Some months later or earlier; a missing day becomes the last of its month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue


def window_first(expiry):
    return shift(expiry, -3) + DAY


def chance(rng, share):
    return rng.random() < share


def between(rng, first, last):
    return first + rng.randint(0, max(0, (last - first).days)) * DAY


def month(day):
    return day.isoformat()[:7]


def day_or_month(rng, day, share=0.15):
    return month(day) if chance(rng, share) else day.isoformat()


# ---------------------------------------------------------------- people and days
def creation_day(rng):
    kind = rng.random()
    if kind < 0.15:
        return between(rng, date(2022, 3, 25), date(2022, 7, 5))
    if kind < 0.20:
        return between(rng, date(2026, 3, 24), date(2026, 3, 31))
    if kind < 0.35:
        chosen = rng.choice(EDGES)
        return date(rng.randint(2016, 2036), *chosen) + rng.choice((-1, 0, 1)) * DAY
    if kind < 0.38:
        return date(rng.choice((2016, 2020, 2024, 2028, 2032)), 2, 29)
    return between(rng, FIRST_DAY, LAST_DAY)


def birth_before(rng, day):
    """A birth not after a day: often its birthday is near the day, or an edge, or 29 February."""
    group = rng.random()
    if group < 0.55:
        age = rng.randint(21, 95)
    elif group < 0.80:
        age = rng.randint(16, 21)
    else:
        age = rng.randint(0, 16)
    year, kind = day.year - age, rng.random()
    if kind < 0.09:
        leap = year - year % 4
        birth = date(leap, 2, 29)
    elif kind < 0.35:
        near = day + rng.choice((-1, 0, 1)) * DAY
        birth = birthday(near, year)
    elif kind < 0.50:
        birth = date(year, *rng.choice(EDGES))
    else:
        birth = between(rng, date(year, 1, 1), date(year, 12, 31))
    while birth > day - DAY:
        birth = birthday(birth, birth.year - 4)
    return birth


def tell_acceptance(rng, card, birth, created):
    """Say, or do not say, when the application was accepted."""
    if chance(rng, 0.45):
        return
    accepted = created - rng.randint(0, 60) * DAY
    if date(2022, 4, 1) <= created <= date(2022, 6, 30) and chance(rng, 0.6):
        accepted = rng.choice((date(2022, 3, 31), date(2022, 4, 1)))
    accepted = max(accepted, birth, date(2015, 10, 5))
    card["accepted"] = day_or_month(rng, accepted)


# ---------------------------------------------------------------- certificates
def certificates(rng, case, birth, created, months=True):
    """Both, one or none; with the card, or issued alone at one or two visits."""
    visit = None
    for name in ("authentication", "signature"):
        if chance(rng, 0.07 if name == "authentication" else 0.15):
            continue
        kind = rng.random()
        if kind < 0.50:
            certificate = with_card(rng, case, birth, created)
        else:
            certificate, visit = alone(rng, birth, created, visit, months)
            months = months and len(certificate["issued"]) == 10 or chance(rng, 0.2)
        if chance(rng, 0.08):
            certificate["printed_expiry"] = printed_certificate(rng, birth, certificate, created)
        case[name] = certificate
    if "authentication" in case and "signature" in case and chance(rng, 0.06):
        later_authentication(rng, case, birth, created)


def with_card(rng, case, birth, created):
    certificate = {}
    renewed = case["card"].get("reason") == "renewed"
    if renewed and chance(rng, 0.65) or chance(rng, 0.05):
        old = case["card"].get("old_expiry")
        if old is None or chance(rng, 0.4):
            old = birthday(birth, created.year + rng.choice((-1, 0, 0, 1))).isoformat()
        certificate["old_expiry"] = old
    if renewed and chance(rng, 0.1):
        certificate["revoked_before"] = True
    return certificate


def alone(rng, birth, created, visit, months):
    """A certificate issued at a counter: around the window of the one it replaces, or any day."""
    certificate = {}
    old = birthday_after(birth, created, rng.choice((1, 4, 5, 5, 5, 6)))
    first = window_first(old)
    issued = rng.choice(
        (
            first - DAY,
            first,
            first + DAY,
            between(rng, first, old),
            old - DAY,
            old,
            old + DAY,
            between(rng, created, first),
            old + rng.randint(2, 900) * DAY,
        )
    )
    if visit and chance(rng, 0.6):
        issued = visit
    issued = max(issued, created)
    if chance(rng, 0.7):
        certificate["old_expiry"] = old.isoformat()
        if chance(rng, 0.15):
            certificate["revoked_before"] = True
    elif chance(rng, 0.05):
        certificate["revoked_before"] = True
    certificate["issued"] = day_or_month(rng, issued, 0.15 if months else 0)
    return certificate, issued


def printed_certificate(rng, birth, certificate, created):
    """The day on the certificate: mostly a birthday a few years on, rarely an odd day."""
    issued = certificate.get("issued", created.isoformat())
    base = date.fromisoformat(issued if len(issued) == 10 else issued + "-28")
    if chance(rng, 0.1):
        return (base + rng.randint(1, 1800) * DAY).isoformat()
    return birthday_after(birth, base, rng.choice((4, 5, 5, 6))).isoformat()


def later_authentication(rng, case, birth, created):
    """The authentication certificate was replaced after the signature certificate was issued."""
    old = birthday_after(birth, created, 5)
    visit = old - rng.randint(0, 120) * DAY
    case["signature"] = {
        "issued": rng.choice(
            (between(rng, created, max(created, visit)), visit - DAY, old)
        ).isoformat()
    }
    if case["signature"]["issued"] < created.isoformat():
        case["signature"]["issued"] = created.isoformat()
    case["authentication"] = {"issued": max(created, visit).isoformat()}
    if chance(rng, 0.8):
        case["authentication"]["old_expiry"] = old.isoformat()


# ---------------------------------------------------------------- kinds of case
def ordinary(rng):
    """A first or re-issued card whose creation day or month is known."""
    created = creation_day(rng)
    birth = birth_before(rng, created)
    card = {"created": day_or_month(rng, created)}
    if chance(rng, 0.25):
        card["reason"] = rng.choice(("first", "reissued"))
    if card.get("reason") == "reissued" and chance(rng, 0.3):
        card["old_expiry"] = birthday_after(birth, created, 1).isoformat()
    tell_acceptance(rng, card, birth, created)
    case = {"birth": birth.isoformat(), "card": card}
    tell_residency(rng, case)
    certificates(rng, case, birth, created)
    return case


def printed(rng):
    """The printed expiry is known: alone, or beside the creation day or month."""
    created = creation_day(rng)
    birth = birth_before(rng, created)
    card = {}
    tell_acceptance(rng, card, birth, created)
    last = birthday_after(birth, created, 10 if is_adult(birth, created, card) else 5)
    told = rng.random()
    if told < 0.45:
        card["created"] = created.isoformat()
    elif told < 0.75:
        card["created"] = month(created)
    if chance(rng, 0.08):
        last += rng.choice((-400, -1, 1, 365, 730) if "created" in card else (-1, 1)) * DAY
    card["printed_expiry"] = last.isoformat()
    case = {"birth": birth.isoformat(), "card": card}
    tell_residency(rng, case)
    certificates(rng, case, birth, created, months=told < 0.45)
    return case


def is_adult(birth, created, card):
    """The age class in the story, with the acceptance day it tells or else the creation day."""
    before = card.get("accepted", created.isoformat()) < "2022-04"
    return birthday(birth, birth.year + (20 if before else 18)) <= created


def renewed(rng):
    """A card asked for in or out of the window of the one before it."""
    old = birthday(birth_before(rng, creation_day(rng)), rng.randint(2020, 2036))
    if chance(rng, 0.1):
        old = between(rng, date(2020, 1, 1), LAST_DAY)
        birth = birth_before(rng, old - 2000 * DAY)
    else:
        birth = birthday(old, old.year - rng.choice((5, 10, 17, 18, 19, 20, 25, 40, 70)))
        if (old.month, old.day) == (2, 28) and chance(rng, 0.5):
            birth = date(birth.year - birth.year % 4, 2, 29)
    first = window_first(old)
    applied = rng.choice(
        (
            first - DAY,
            first,
            first + DAY,
            between(rng, first, old),
            between(rng, first, old),
            old - DAY,
            old,
            old + DAY,
            old - rng.randint(100, 900) * DAY,
            old + rng.randint(2, 400) * DAY,
        )
    )
    if chance(rng, 0.08):
        applied = between(rng, date(2022, 3, 20), date(2022, 4, 5))
    applied = max(applied, birth)
    accepted = applied + rng.randint(0, 10) * DAY
    created = accepted + rng.choice((0, 1, rng.randint(2, 45), rng.randint(5, 45))) * DAY
    card = {"reason": "renewed"}
    if chance(rng, 0.85):
        card["old_expiry"] = old.isoformat()
    if chance(rng, 0.65):
        card["applied"] = applied.isoformat()
    if chance(rng, 0.5):
        card["accepted"] = day_or_month(rng, accepted)
    told = rng.random()
    if told < 0.94:
        card["created"] = day_or_month(rng, created, 0.12)
    if told > 0.85:
        more = 1 if first <= applied <= old else 0
        told_or_not = {"accepted": accepted.isoformat(), **card}
        last = birthday_after(
            birth, created, (10 if is_adult(birth, created, told_or_not) else 5) + more
        )
        card["printed_expiry"] = last.isoformat()
    if "created" not in card and "applied" not in card:
        card.pop("accepted", None)  # it would pass for the day of asking, and not fit the rest
    case = {"birth": birth.isoformat(), "card": card}
    tell_residency(rng, case)
    certificates(rng, case, birth, created, months=told < 0.85)
    return case


def limited(rng):
    """A resident with a limited stay, whose stay may have changed since."""
    created = (
        between(rng, date(2026, 1, 1), date(2026, 6, 30)) if chance(rng, 0.3) else creation_day(rng)
    )
    birth = birth_before(rng, created)
    stay_end = rng.choice(
        (
            shift(created, rng.choice((3, 6, 12, 36, 60))),
            between(rng, created + 30 * DAY, shift(created, 60)),
            birthday_after(birth, created, rng.randint(1, 5)),
            date(created.year + rng.randint(1, 4), *rng.choice(EDGES)),
        )
    )
    stay_end = min(stay_end, shift(created, 60))
    if chance(rng, 0.1):  # a minor whose stay is longer than the fifth birthday
        created = date(2026, 3, 27) + rng.choice((-1, 0, 1)) * DAY
        birth = birthday(created + rng.randint(-200, 200) * DAY, 2026 - rng.randint(2, 18))
        stay_end = shift(created, 60)
    case = {
        "birth": birth.isoformat(),
        "card": {},
        "residency": rng.choice(("mid_term", "mid_term", "mid_term", "temporary")),
        "stay_end": stay_end.isoformat(),
    }
    card = case["card"]
    told = rng.random()
    if told < 0.84:
        card["created"] = created.isoformat()
    elif told < 0.94:
        card["created"] = month(created)
    if chance(rng, 0.5):
        tell_acceptance(rng, card, birth, created)
    if chance(rng, 0.15):
        card["reason"] = rng.choice(("reissued", "renewed"))
        if card["reason"] == "renewed" and chance(rng, 0.7):
            card["old_expiry"] = (created + rng.randint(-30, 100) * DAY).isoformat()
    shown = tell_stay_change(rng, case, created, stay_end) if chance(rng, 0.65) else None
    certificates(rng, case, birth, created, months=told < 0.84)
    visits_around_change(rng, case, created, stay_end, shown)
    forget(rng, case, told, stay_end)
    return case


def visits_around_change(rng, case, created, stay_end, shown):
    days = [stay_end + n * DAY for n in (-1, 0, 1, 40)]
    days += [shown + n * DAY for n in (-1, 0, 1)] if shown else []
    for name in ("authentication", "signature"):
        issued = (case.get(name) or {}).get("issued")
        if issued and (chance(rng, 0.7) or len(issued) == 7 and not shown):
            case[name]["issued"] = max(created, rng.choice(days)).isoformat()
            case[name].pop("printed_expiry", None)
            if not shown and "created" not in case["card"]:
                del case[name]["issued"]  # too many worlds to walk through


def tell_stay_change(rng, case, created, stay_end):
    change = {"kind": rng.choice(("extended", "extended", "pending", "permanent"))}
    if change["kind"] == "extended":
        change["stay_end"] = shift(stay_end, rng.choice((3, 12, 36, 60, 132))).isoformat()
    shown = None
    if chance(rng, 0.6):
        shown = rng.choice(
            (
                stay_end - DAY,
                stay_end,
                stay_end + DAY,
                stay_end + 30 * DAY,
                between(rng, created, stay_end),
                between(rng, created, stay_end),
            )
        )
        shown = max(shown, created)
        change["on"] = shown.isoformat()
    case["stay_change"] = change
    return shown


def forget(rng, case, told, stay_end):
    """Leave out something a resident with a limited stay may not know."""
    kind = rng.random()
    if kind < 0.05 and told < 0.84:
        del case["stay_end"]
        if chance(rng, 0.5):
            case["card"]["printed_expiry"] = stay_end.isoformat()
    elif kind < 0.10:
        del case["birth"]
    elif kind < 0.16:
        case["card"]["printed_expiry"] = stay_end.isoformat()


def little_known(rng):
    """Hardly anything is known."""
    created = creation_day(rng)
    birth = birth_before(rng, created)
    case = {"card": {}}
    if chance(rng, 0.4):
        case["birth"] = birth.isoformat()
    if chance(rng, 0.3):
        count = 10 if is_adult(birth, created, {}) else 5
        case["card"]["printed_expiry"] = birthday_after(birth, created, count).isoformat()
    elif chance(rng, 0.3) and "birth" not in case:
        case["card"]["created"] = day_or_month(rng, created)
    certificates(rng, case, birth, created, months=False)
    for name in ("authentication", "signature"):
        if name in case and chance(rng, 0.5):
            case[name]["printed_expiry"] = printed_certificate(rng, birth, case[name], created)
    return case


def tell_residency(rng, case):
    residency = rng.choice(JAPANESE_LIKE)
    if residency != "japanese" or chance(rng, 0.1):
        case["residency"] = residency
    elif chance(rng, 0.2):
        case["overseas"] = True


def move(rng):
    planned = between(rng, date(2020, 1, 1), LAST_DAY)
    moved = planned + rng.choice((-20, -1, 0, 1, 15, 16, 17, 40)) * DAY
    told = {
        "planned_out": planned.isoformat(),
        "moved": moved.isoformat(),
        "notified": (moved + rng.randint(0, 30) * DAY).isoformat(),
    }
    return {key: day for key, day in told.items() if chance(rng, 0.55)}


def with_nulls(rng, case):
    """The same case with some of the defaults written out."""
    for key, default in (
        ("residency", "japanese"),
        ("overseas", False),
        ("stay_change", None),
        ("signature", None),
        ("move", None),
        ("stay_end", None),
    ):
        if key not in case and chance(rng, 0.5):
            case[key] = default
    case["card"].setdefault("reason", "first")
    case["card"].setdefault("accepted", None)
    return case


KINDS = (ordinary, printed, renewed, limited, little_known)
WEIGHTS = (44, 12, 20, 20, 4)


def random_cases(seed, n):
    """Coherent cases of every kind; the same seed gives the same cases."""
    rng = random.Random(seed)
    cases = []
    for _ in range(n):
        case = rng.choices(KINDS, WEIGHTS)[0](rng)
        if chance(rng, 0.12):
            case["move"] = move(rng)
        cases.append(with_nulls(rng, case) if chance(rng, 0.1) else case)
    return cases


# ---------------------------------------------------------------- around each boundary
BOTH = {"authentication": {}, "signature": {}}


def boundary_cases():
    """A hand-made list around each boundary of the rules."""
    groups = (
        around_birthdays,
        around_2022,
        around_2026,
        window_ends,
        certificate_visits,
        card_visits,
        two_visits,
        special_periods,
        stay_changes,
        insurance,
        losses,
        what_is_not_known,
    )
    return [case for group in groups for case in group()]


def around_birthdays():
    """The card made on the birthday, the day before and the day after."""
    for birth, year, offset, reason in product(
        (
            "2000-02-29",
            "1992-02-29",
            "2001-02-28",
            "2000-03-01",
            "1990-10-10",
            "1985-12-31",
            "1985-01-01",
            "1977-11-30",
            "2012-02-29",
            "2014-04-30",
        ),
        (2019, 2020, 2023, 2024, 2027, 2028),
        (-1, 0, 1),
        ("first", "reissued"),
    ):
        created = birthday(date.fromisoformat(birth), year) + offset * DAY
        yield {"birth": birth, "card": {"created": created.isoformat(), "reason": reason}, **BOTH}
    for birth in ("2000-02-29", "2003-03-01", "1990-10-10"):
        for created in ("2020-02", "2021-02", "2024-02", "2020-10", "2021-03"):
            yield {"birth": birth, "card": {"created": created}, **BOTH}
        for expiry in ("2028-02-28", "2028-02-29", "2030-02-28", "2030-03-01", "2030-10-10"):
            yield {"birth": birth, "card": {"printed_expiry": expiry}, **BOTH}


def around_2022():
    """Eighteen and twenty, accepted before and after 1 April 2022."""
    for age, offset, accepted, created in product(
        (18, 20),
        (-1, 0, 1),
        (None, "2022-03", "2022-03-31", "2022-04-01"),
        ("2022-04-01", "2022-04-25", "2022-06-30", "2022-07-01", "2022-07-02", "2022-07"),
    ):
        made = date.fromisoformat(created if len(created) == 10 else created + "-15")
        birth = birthday(made, made.year - age) + offset * DAY
        card = {"created": created}
        yield {"birth": birth.isoformat(), "card": {**card, "accepted": accepted}, **BOTH}
        yield {
            "birth": birth.isoformat(),
            **BOTH,
            "card": {
                **card,
                "accepted": accepted,
                "reason": "renewed",
                "applied": "2022-03-30",
                "old_expiry": birthday_after(birth, made, 1).isoformat(),
            },
        }
    for birth, expiry in product(
        ("2003-01-15", "2003-04-20", "2002-03-31", "2004-04-01"), (2026, 2027, 2031, 2032)
    ):
        printed_day = birthday(date.fromisoformat(birth), expiry).isoformat()
        yield {"birth": birth, "card": {"printed_expiry": printed_day}, **BOTH}
        yield {
            "birth": birth,
            "card": {"printed_expiry": printed_day, "created": "2022-04"},
            **BOTH,
        }


def around_2026():
    """Minors with a limited stay, the card made before and since 27 March 2026."""
    for created, age, offset, stay_end, reason in product(
        ("2026-03-26", "2026-03-27", "2026-03-28", "2026-03"),
        (10, 18),
        (-1, 0, 1),
        ("2027-02-01", "2030-12-31", "2031-03-26"),
        ("first", "renewed"),
    ):
        made = date.fromisoformat(created if len(created) == 10 else created + "-27")
        birth = birthday(made, made.year - age) + offset * DAY
        case = {"birth": birth.isoformat(), "residency": "mid_term", "stay_end": stay_end, **BOTH}
        yield {**case, "card": {"created": created, "reason": reason}}
        yield {**case, "residency": "temporary", "card": {"created": created}}
        yield {
            **case,
            "stay_change": {"kind": "extended", "stay_end": "2035-01-01"},
            "card": {"created": created, "reason": reason, "old_expiry": "2026-03-30"},
        }
    for birth in ("2015-09-09", "2008-03-27", "1990-05-05", None):
        yield {
            "birth": birth,
            "residency": "mid_term",
            "stay_end": "2029-05-06",
            "card": {},
            **BOTH,
        }


def window_ends():
    """The window of each kind of expiry day, at home and abroad."""
    for year, (month_, day), overseas in product(
        (2027, 2028, 2029), product(range(1, 13), (1, 15, 27, 28, 29, 30, 31)), (False, True)
    ):
        try:
            expiry = date(year, month_, day).isoformat()
        except ValueError:
            continue
        yield {
            "card": {"printed_expiry": expiry},
            "overseas": overseas,
            "authentication": {"printed_expiry": expiry},
        }


def visits_around(old):
    first = window_first(old)
    return (first - DAY, first, first + DAY, old - DAY, old, old + DAY)


OLD_DAYS = (
    "2025-04-10",
    "2026-02-28",
    "2028-02-29",
    "2028-02-28",
    "2026-04-30",
    "2026-05-31",
    "2026-11-30",
    "2027-12-31",
)


def certificate_visits():
    """A certificate alone, issued around the window of the one it replaces."""
    for text, revoked in product(OLD_DAYS, (False, True)):
        old = date.fromisoformat(text)
        birth = birthday(old, 1984).isoformat()
        for visit in visits_around(old):
            told = {"issued": visit.isoformat(), "old_expiry": text, "revoked_before": revoked}
            for card in (
                {"printed_expiry": birthday(old, old.year + 5).isoformat()},
                {"printed_expiry": birthday(old, old.year + 8).isoformat()},
                {"created": shift(old, -57).isoformat()},
            ):
                yield {
                    "birth": birth,
                    "card": card,
                    "authentication": {**told, "revoked_before": False},
                    "signature": told,
                }
        for visit in (window_first(old), old, old + DAY):
            yield {
                "birth": birth,
                "card": {"created": shift(old, -57).isoformat()},
                "authentication": {"issued": month(visit), "old_expiry": text},
            }


def card_visits():
    """A card asked for around the window of the old one, made around its last day."""
    for text, birth_year in product(OLD_DAYS, (1970, 2008)):
        old = date.fromisoformat(text)
        birth = birthday(old, birth_year).isoformat()
        for applied, made in product(visits_around(old), (None, -1, 0, 1, 20)):
            created = applied if made is None else max(applied, old + made * DAY)
            card = {
                "reason": "renewed",
                "applied": applied.isoformat(),
                "old_expiry": text,
                "created": created.isoformat(),
            }
            yield {
                "birth": birth,
                "card": card,
                "authentication": {"old_expiry": text},
                "signature": {"old_expiry": text, "revoked_before": True},
            }
        for card in (
            {"created": text},
            {"created": month(old)},
            {"created": month(old + 20 * DAY), "old_expiry": text},
        ):
            yield {
                "birth": birth,
                "card": {"reason": "renewed", **card},
                "authentication": {"old_expiry": text},
                "signature": {},
            }
    for more, old in product((10, 11), (None, "2026-07-16")):  # only the printed day is known
        for birth in ("1970-07-16", "2000-02-29"):
            last = birthday(date.fromisoformat(birth), 2026 + more).isoformat()
            yield {
                "birth": birth,
                "signature": {},
                "authentication": {"old_expiry": old},
                "card": {"reason": "renewed", "old_expiry": old, "printed_expiry": last},
            }


def two_visits():
    """Which authentication certificate was held when the signature certificate was issued."""
    person = {"birth": "1985-04-10", "card": {"created": "2022-06-01"}}
    for first, second in product(
        ("2026-03-01", "2026-03-02", "2026-03-03", "2026-03"), ("2026-03-02", "2026-03")
    ):
        for old in (None, "2026-03-01", "2026-03-02", "2026-04-10"):
            yield {
                **person,
                "authentication": {"issued": first, "old_expiry": old},
                "signature": {"issued": second},
            }
    for expiry in ("2026-03-01", "2026-03-02", "2026-03-03"):
        yield {
            **person,
            "authentication": {"issued": "2024-01-10", "printed_expiry": expiry},
            "signature": {"issued": "2026-03-02"},
        }
        yield {
            **person,
            "authentication": {"printed_expiry": expiry},
            "signature": {"issued": "2026-03-02"},
        }
    for issued in ("2020-10-05", "2020-10-10", "2020-10-11", "2020-10", "2020-11"):
        yield {
            "birth": "1990-10-10",
            "card": {"created": "2020-10"},
            "authentication": {"issued": issued},
            "signature": {},
        }


def special_periods():
    """The two months that follow the end of a stay, around the ends of months."""
    for stay_end in (
        "2026-08-15",
        "2027-02-28",
        "2028-02-28",
        "2028-02-29",
        "2026-12-28",
        "2027-12-28",
        "2026-12-29",
        "2027-12-29",
        "2026-12-30",
        "2026-12-31",
        "2027-12-31",
        "2027-06-29",
        "2027-06-30",
        "2027-07-31",
        "2027-04-30",
    ):
        yield {
            "birth": "1995-03-03",
            "residency": "mid_term",
            "stay_end": stay_end,
            "stay_change": {"kind": "pending"},
            "card": {"created": "2024-06-10"},
            **BOTH,
        }


def stay_changes():
    """The card shown in time or too late; certificates issued before, on and after that day."""
    end = date(2026, 8, 15)
    person = {"birth": "1995-03-03", "residency": "mid_term", "stay_end": end.isoformat()}
    changes = (
        {"kind": "extended", "stay_end": "2029-08-15"},
        {"kind": "extended", "stay_end": "2040-08-15"},
        {"kind": "pending"},
        {"kind": "permanent"},
    )
    for change, offset in product(changes, (None, -100, -1, 0, 1)):
        on = None if offset is None else (end + offset * DAY).isoformat()
        case = {**person, "stay_change": {**change, "on": on}, "card": {"created": "2024-06-10"}}
        yield {**case, **BOTH}
        for issued in (-101, -100, -99, -1, 0, 1):
            yield {
                **case,
                "authentication": {"issued": (end + issued * DAY).isoformat()},
                "signature": {},
            }
        yield {
            **case,
            "card": {"created": "2024-06-10", "reason": "renewed", "old_expiry": "2024-06-20"},
            **BOTH,
        }
        yield {**case, "card": {"created": "2024-03"}, **BOTH}
        yield {**case, "card": {"created": "2024-06-10", "printed_expiry": end.isoformat()}, **BOTH}
        for last, issued in product(
            (0, 30), (-1, 0, 1)
        ):  # printed: the old last day, or a later one
            yield {
                **case,
                "card": {
                    "created": "2024-06-10",
                    "printed_expiry": (end + last * DAY).isoformat(),
                },
                "authentication": {"issued": (end + issued * DAY).isoformat()},
            }
    for birthday_ in ("08-14", "08-15", "08-16"):
        yield {**person, "birth": f"1990-{birthday_}", "card": {}, **BOTH}
        yield {
            **person,
            "birth": f"1990-{birthday_}",
            "stay_end": None,
            **BOTH,
            "card": {"printed_expiry": end.isoformat()},
        }
    yield {**person, "stay_change": {"kind": "permanent"}, "card": {}, **BOTH}
    yield {**person, "stay_change": {"kind": "permanent", "on": "2025-01-10"}, "card": {}, **BOTH}


def insurance():
    """The first expiry with a grace, and grace at the ends of months."""
    for expiry in (
        "2024-11-30",
        "2024-12-01",
        "2024-12-02",
        "2024-12-31",
        "2025-11-10",
        "2026-02-28",
        "2027-11-30",
        "2028-11-30",
        "2026-04-01",
    ):
        yield {"card": {}, "authentication": {"printed_expiry": expiry}}


def losses():
    """Moving: planned, done, notified."""
    for told in (
        {},
        {"planned_out": "2026-03-31"},
        {"moved": "2026-03-31"},
        {"planned_out": "2026-03-15", "moved": "2026-03-30"},
        {"planned_out": "2026-03-15", "moved": "2026-03-31"},
        {"planned_out": "2026-03-15", "moved": "2026-04-01"},
        {"planned_out": "2026-03-31", "notified": "2026-04-10"},
        {"notified": "2028-02-29"},
    ):
        yield {"card": {}, "move": told}


def what_is_not_known():
    """Each kind of missing fact, and printed days that nothing explains."""
    yield {"card": {}}
    yield {"card": {}, **BOTH}
    yield {"birth": "1990-10-10", "card": {}, **BOTH}
    yield {"birth": "1990-10-10", "card": {}, "authentication": {"issued": "2024-08-01"}}
    yield {"card": {"created": "2020-05-15"}, **BOTH}
    yield {"card": {"printed_expiry": "2029-10-10"}, **BOTH}
    for created in (None, "2020-05-15", "2020-05"):
        yield {
            "birth": "1990-10-10",
            **BOTH,
            "card": {"printed_expiry": "2029-10-11", "created": created},
        }
        yield {
            "birth": "1990-10-10",
            "signature": {"issued": "2024-08-01"},
            "authentication": {},
            "card": {"printed_expiry": "2029-10-11", "created": created},
        }
    stay = {"residency": "mid_term", "card": {"created": "2024-06-10"}, **BOTH}
    yield {**stay, "birth": "1995-03-03"}
    yield {**stay, "birth": "1995-03-03", "residency": "temporary"}
    yield {**stay, "stay_end": "2026-08-15"}
    yield {**stay, "stay_end": "2030-08-15", "card": {}}
    yield {**stay, "birth": "1995-03-03", "stay_change": {"kind": "pending"}}
    for on in (None, "2026-08-01"):
        yield {**stay, "birth": "1995-03-03", "stay_change": {"kind": "permanent", "on": on}}
        yield {
            **stay,
            "birth": "1995-03-03",
            "stay_change": {"kind": "extended", "stay_end": "2029-08-15", "on": on},
        }
