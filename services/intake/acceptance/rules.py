"""The gate before a journey is arranged: the eligibility rules again, and what a booking needs."""

from __future__ import annotations

from services.intake.eligibility.rules import document, in_order, rules_of, security_hold
from services.intake.exclusions import rules as lists_say
from services.intake.exclusions.model import Lists
from services.intake.facts.model import Outcome, Question, Reason
from services.intake.facts.rules import answer
from services.intake.safeguarding.rules import OpenPoint


def gate(question: Question, lists: Lists) -> tuple[Reason, ...]:
    """Decide again, and ask for what intake only announced: documents, holds, clearance."""
    again = [rule for rule in rules_of(question) if rule not in {document, security_hold}]
    return in_order(
        [
            *(rule(question, lists) for rule in again),
            covering_document(question),
            lists_say.security_hold(question, lists, booking=True),
            clearance(question),
        ]
    )


def covering_document(question: Question) -> Reason:
    """R-REAN-04: nothing is booked until everybody's document covers the arrival."""
    lacking = [
        person.person_id
        for person in question.people
        if person.document is None or person.document.expires_on < question.arrives_by
    ]
    return answer(
        "R-REAN-04",
        "NO_TRAVEL_DOCUMENT",
        None if lacking else False,
        ("Every travel document is valid on arrival.", ""),
        f"A travel document is missing, or ends before {question.arrives_by}.",
        arrives_by=question.arrives_by.isoformat(),
        lacking=lacking,
    )


def clearance(question: Question) -> Reason:
    """R-REAN-13, R-REAN-14: only a granted clearance allows a booking."""
    granted = question.clearance == "granted"
    return answer(
        "R-REAN-13",
        "NO_CLEARANCE",
        False if granted else None,
        ("The authorities have granted clearance.", ""),
        "The authorities have not granted clearance.",
        clearance=question.clearance,
    )


def open_reasons(reasons: tuple[Reason, ...], case_ref: str) -> list[OpenPoint]:
    """Return what the rules still miss, as open points of the case."""
    return [
        OpenPoint(rule_id=reason.rule_id, person_id=case_ref, sentence=reason.sentence)
        for reason in reasons
        if reason.outcome is Outcome.OPEN
    ]


def why_late(question: Question, points: list[OpenPoint], lists: Lists) -> str:
    """R-REAN-20: what keeps a booking waiting - a document, a vulnerability, or the country."""
    if covering_document(question).outcome is Outcome.OPEN:
        return "document"
    # That somebody is a victim of trafficking is no reason that may be read here (R-VOT-03).
    if points or any(person.medical for person in question.people):
        return "vulnerability"
    return "country_condition" if lists.hold(question.destination_country) else "other"
