"""Both certificates through every story of their card."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kigen.model import Case, CertFacts, Doubt, Ending, Issue, Known, Outcome, RuleBook
from kigen.rules.certificate import certificate_expiry, printed_certificate
from kigen.rules.outcome import merge
from kigen.rules.stories import Told, issues


def certificates(
    case: Case, told: list[Told], book: RuleBook
) -> tuple[Outcome | None, Outcome | None]:
    """The authentication and the signature certificate; None for one that is not held."""
    pairs = [pair for each in told for pair in _pairs(case, each, book)]
    authentication = [ending for ending, _ in pairs if ending]
    signature = [ending for _, ending in pairs if ending]
    return (
        _outcome(case, case.authentication, authentication, book),
        _outcome(case, case.signature, signature, book),
    )


def _pairs(case: Case, told: Told, book: RuleBook) -> Iterator[tuple[Ending | None, Ending | None]]:
    """The two endings for each possible issue of either certificate within one story."""
    signature_issues = _issues(case, case.signature, told, book)
    for issue in _issues(case, case.authentication, told, book):
        authentication = _ending(case, case.authentication, told, issue, None, book)
        for signature_issue in signature_issues:
            if not _in_order(issue, signature_issue):
                continue
            cap = _cap_by(case.authentication, authentication, issue, signature_issue)
            signature = _ending(case, case.signature, told, signature_issue, cap, book)
            yield authentication, signature


def _issues(case: Case, cert: CertFacts | None, told: Told, book: RuleBook) -> list[Issue | None]:
    """Each possible issue; one None where no certificate is held or its issue cannot be told."""
    if cert is None:
        return [None]
    return list(issues(case, cert, told.story, told.made.day, book)) or [None]


def _in_order(one: Issue | None, other: Issue | None) -> bool:
    """False where the earlier issue came after the change of the stay, and the later before it."""
    if one is None or other is None or one.issued == other.issued:
        return True
    earlier, later = sorted((one, other), key=lambda issue: issue.issued)
    return later.after_change or not earlier.after_change


def _ending(
    case: Case,
    cert: CertFacts | None,
    told: Told,
    issue: Issue | None,
    authentication: Ending | None,
    book: RuleBook,
) -> Ending | None:
    if cert is None:
        return None
    if case.birth is None:
        return Ending(None, why="birth_unknown")
    if issue is None:
        return Ending(None, why=told.now.why or "no_creation_day_fits")
    if authentication and authentication.day is None:
        return authentication
    last = authentication and authentication.day
    return certificate_expiry(case.birth, cert, issue, _card_then(case, told, issue), last, book)


def _card_then(case: Case, told: Told, issue: Issue) -> Ending:
    """The card's ending as it stood when the certificate was issued.

    An extension of the card does not move the certificates already on it.
    """
    printed = case.card.printed_expiry
    if case.stay_change is None or issue.after_change:
        return Ending(printed) if printed else told.now
    if printed and told.made.day and told.made.day > printed:
        return Ending(printed)
    return told.made


def _cap_by(
    cert: CertFacts | None,
    authentication: Ending | None,
    issue: Issue | None,
    signature_issue: Issue | None,
) -> Ending | None:
    """The authentication certificate in force on the day the signature one was issued.

    None where there was none; an ending without a day where it is not known.
    """
    if cert is None or signature_issue is None:
        return None
    if issue and issue.issued > signature_issue.issued:
        last = cert.old_expiry  # the one in force then was replaced since
    elif cert.printed_expiry:
        last = cert.printed_expiry
    elif authentication.day is None:
        return authentication
    else:
        last = authentication.day
    return Ending(last) if last and last >= signature_issue.issued else None


def _outcome(
    case: Case, cert: CertFacts | None, endings: list[Ending], book: RuleBook
) -> Outcome | None:
    if cert is None:
        return None
    stated = cert.issued is not None or case.card.created is not None
    computed = merge(endings, Known.COMPUTED if stated else Known.INFERRED)
    if cert.printed_expiry is None:
        return computed
    printed = merge([printed_certificate(cert.printed_expiry, book)], Known.PRINTED)
    possible = {computed.day, *computed.days} - {None}
    if possible and cert.printed_expiry not in possible:
        doubt = Doubt("PRINTED_DIFFERS", "computed", computed.day)
        return replace(printed, doubts=(doubt,))
    return printed
