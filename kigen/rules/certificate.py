"""The two certificates on the card: law-jpki-rules 第13条 (signature), 第49条 (authentication)."""

from __future__ import annotations

from datetime import date

from kigen import days
from kigen.model import CertFacts, Doubt, Ending, Issue, RuleBook, Step


def certificate_expiry(
    birth: date,
    cert: CertFacts,
    issue: Issue,
    card: Ending,
    authentication_last: date | None,
    book: RuleBook,
) -> Ending:
    """Last valid day: the 5th or 6th birthday after issue, or an earlier cap.

    Caps are the card's last day and, for a signature certificate, the authentication one's.
    `card` is the card as it stood on the issue day; `authentication_last` is None for the
    authentication certificate itself and where no such certificate was in force.
    Law:    law-jpki-rules 第13条 第1号–第3号; 第49条 第1号, 第2号.
    Doubts: A2 (29 February), A6 (came with a renewed card), A12 (already revoked), A14.
    """
    if card.day is None:
        return Ending(None, why=card.why)
    doubts = ()
    if card.day < issue.issued:  # the input contradicts itself: answered, and said
        doubts = (Doubt("CARD_ENDED_BEFORE_ISSUE", "check_input"),)
    sixth = _counts_as_renewal(cert, issue, book)
    count = book.on("certificate.birthdays", issue.issued)
    n, cites = count.value, count.cites
    steps = []
    if cert.old_expiry or issue.in_window:
        says = {"old_expiry": cert.old_expiry} if cert.old_expiry else {}
        rule = "certificate.renewed_in_window"
        steps.append(Step(rule, says, "yes" if sixth else "no", book.cites(rule)))
    if sixth:
        more = book.on("certificate.extra_in_window", issue.issued)
        n, cites = n + more.value, cites + more.cites
        if book.reads("A14", "purpose") and issue.issued == cert.old_expiry:
            n -= 1  # that day's birthday taken as the first of the count
    last = days.nth_birthday_after(birth, issue.issued, n, book.readings["A2"])
    bound_by = "certificate.nth_birthday"
    steps.append(Step(bound_by, {"after": issue.issued, "n": n}, last, cites))
    caps = [("certificate.card_cap", card.day)]
    if authentication_last:
        caps.insert(0, ("certificate.authentication_cap", authentication_last))
    for rule, cap in caps:
        steps.append(Step(rule, {"last": cap}, min(last, cap), book.cites(rule)))
        if cap < last:
            last, bound_by = cap, rule
    return Ending(last, tuple(steps), bound_by=bound_by, doubts=doubts)


def printed_certificate(printed: date, book: RuleBook) -> Ending:
    """The date recorded in the certificate and shown by notice or マイナポータル; it always wins.

    Law: law-jpki-act 第7条第1項第1号, 第26条第1号.
    """
    step = Step("certificate.printed", {}, printed, book.cites("certificate.printed"))
    return Ending(printed, (step,), bound_by="certificate.printed")


def _counts_as_renewal(cert: CertFacts, issue: Issue, book: RuleBook) -> bool:
    """True if the sixth birthday is counted: revoked and issued anew in the window."""
    if cert.revoked_before and book.reads("A12", "literal_fifth"):
        return False
    if issue.with_renewed_card and book.reads("A6", "fifth"):
        return False
    return issue.in_window
