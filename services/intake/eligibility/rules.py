"""Whether we may help: the REAN rules of domain.md section 15, as pure functions of the facts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from services.chassis.calendar import years_after
from services.intake.admission import rules as admission
from services.intake.exclusions import rules as lists_say
from services.intake.exclusions.model import Lists
from services.intake.facts.model import Question, Reason
from services.intake.facts.rules import answer, any_fails, obtainable

Rule = Callable[[Question, Lists], Reason]


def decide(question: Question, lists: Lists) -> tuple[Reason, ...]:
    """Return what each rule says, in the order of the rules."""
    return in_order(rule(question, lists) for rule in rules_of(question))


def rules_of(question: Question) -> tuple[Rule, ...]:
    """R-3RD-01: all conditions of REAN hold for a third country too, and its own beside them."""
    abroad = question.kind == "third_country_resettlement"
    return (*RULES, *admission.RULES) if abroad else RULES


def in_order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda reason: reason.rule_id))


def means(question: Question, _lists: Lists) -> Reason:
    """R-REAN-01: whoever can pay for the journey is not helped."""
    have, cost = question.case.means_minor, question.case.journey_cost_minor
    fails = None if have is None or cost is None else have >= cost
    return answer(
        "R-REAN-01",
        "MEANS",
        fails,
        ("The means do not cover the journey.", "The means cover the cost of the journey."),
        "The means or the cost of the journey are not known.",
        means_minor=have,
        journey_cost_minor=cost,
    )


def permanence(question: Question, _lists: Lists) -> Reason:
    """R-REAN-02: the departure is meant for good."""
    intends = question.case.intends_permanent
    return answer(
        "R-REAN-02",
        "NOT_PERMANENT",
        None if intends is None else not intends,
        ("The departure is meant for good.", "The departure is not meant for good."),
        "It is not known whether the departure is meant for good.",
        intends_permanent=intends,
    )


def earlier_return(question: Question, lists: Lists) -> Reason:
    """R-REAN-03: no assisted departure within five years; exactly five years ago is eligible."""
    years, reference = lists.repeat_bar_years, question.reference_date
    told = [
        (person.person_id, departure.departed_on, "recorded")
        for person in question.people
        for departure in person.previous_departures or ()
    ]
    found = [(person.person_id, like) for person in question.people for like in person.lookalikes]
    dismissed = set(question.case.not_the_same_person)
    # Which case it is of, the look-back tells whoever may know of that case.
    sure = [(who, like.departed_on, "look_back") for who, like in found if like.certain]
    recent = [one for one in told + sure if years_after(one[1], years) > reference]
    doubtful = [
        like.person_id
        for _, like in found
        if not like.certain
        and like.person_id not in dismissed
        and years_after(like.departed_on, years) > reference
    ]
    unknown = [one.person_id for one in question.people if one.previous_departures is None]
    # A departure that we found ourselves answers the question as well as one that was told.
    fails = True if recent else None if doubtful or unknown else False
    return answer(
        "R-REAN-03",
        "RECENT_RETURN",
        fails,
        (
            f"No assisted departure in the {years} years before the application.",
            f"An assisted departure lies less than {years} years before the application.",
        ),
        "It is not known whether there was an earlier assisted departure.",
        reference_date=reference.isoformat(),
        departures=[
            {"person_id": who, "departed_on": day.isoformat(), "known_from": source}
            for who, day, source in told + sure
        ],
        perhaps_the_same_person=doubtful,
        unknown=unknown,
    )


def document(question: Question, _lists: Lists) -> Reason:
    """R-REAN-04 at intake: everybody has a travel document, or can get one."""
    states = {person.person_id: obtainable(person) for person in question.people}
    return answer(
        "R-REAN-04",
        "NO_TRAVEL_DOCUMENT",
        any_fails(states),
        (
            "Everybody has a travel document or can get one.",
            "A travel document is missing and cannot be had.",
        ),
        "It is not known whether a travel document can be had.",
        has_or_can_get=states,
    )


def dutch_nationality(question: Question, _lists: Lists) -> Reason:
    """R-REAN-08: a Dutch national is not helped until the loss of Dutch nationality is recorded."""
    dutch = [
        person.person_id
        for person in question.people
        if "NL" in person.nationalities and not person.dutch_nationality_renounced
    ]
    return answer(
        "R-REAN-08",
        "DUTCH_NATIONAL",
        bool(dutch),
        ("Nobody is a Dutch national.", "A Dutch national has not given up Dutch nationality."),
        "",
        dutch=dutch,
    )


def signatures(question: Question, _lists: Lists) -> Reason:
    """R-REAN-12: the departure request and the data exchange are signed on one date."""
    request, exchange = question.departure_signed_on, question.exchange_signed_on
    signed = request is not None and request == exchange
    return answer(
        "R-REAN-12",
        "NOT_SIGNED",
        False if signed else None,
        ("Both signatures were given on one date.", ""),
        "The departure request and the data exchange are not signed on one date.",
        departure_request=request.isoformat() if request else None,
        data_exchange=exchange.isoformat() if exchange else None,
    )


def guarantor(question: Question, _lists: Lists) -> Reason:
    """R-REAN-22: a guarantor who can pay makes the applicant ineligible."""
    stands, cost = question.case.guarantor, question.case.journey_cost_minor
    fails: bool | None = None
    if stands is not None and not stands.exists:
        fails = False
    elif stands is not None and stands.means_minor is not None and cost is not None:
        fails = stands.means_minor >= cost
    return answer(
        "R-REAN-22",
        "GUARANTOR_MEANS",
        fails,
        ("No guarantor can pay for the journey.", "The guarantor can pay for the journey."),
        "It is not known whether a guarantor can pay for the journey.",
        guarantor=stands.exists if stands else None,
        means_minor=stands.means_minor if stands else None,
    )


def _said(rule_id: str, code: str, fact: str, *, bad: Any, good: str, ill: str) -> Rule:
    """Make a rule that only looks at one recorded fact."""

    def rule(question: Question, _lists: Lists) -> Reason:
        value = getattr(question.case, fact)
        fails = None if value is None else value == bad
        unknown = f"Not recorded yet: {fact.replace('_', ' ')}."
        return answer(rule_id, code, fails, (good, ill), unknown, **{fact: value})

    return rule


remigration = _said(
    "R-REAN-21",
    "REMIGRATION_CLAIM",
    "remigration_claim",
    bad="accepted",
    good="No claim under the Remigration Act was accepted.",
    ill="A claim under the Remigration Act was accepted.",
)
false_pretences = _said(
    "R-REAN-23",
    "FALSE_PRETENCES",
    "false_pretences",
    bad=True,
    good="Nothing points to false pretences.",
    ill="The application is made under false pretences; an objection is possible.",
)
cooperation = _said(
    "R-REAN-23",
    "NO_COOPERATION",
    "cooperates",
    bad=False,
    good="The information that is needed was given.",
    ill="The information that is needed was refused; an objection is possible.",
)
termination = _said(
    "E6",
    "NO_TERMINATION_CONSENT",
    "consents_to_termination",
    bad=False,
    good="The applicant agrees that procedures and permit end on departure.",
    ill="The applicant does not agree that procedures and permit end on departure.",
)
objection = _said(
    "E7",
    "GOVERNMENT_OBJECTION",
    "government_objection",
    bad=True,
    good="The government does not object to the departure.",
    ill="The government objects to the departure.",
)


def security_hold(question: Question, lists: Lists) -> Reason:
    """R-REAN-10 at intake: a hold is told, and does not stand in the way yet."""
    return lists_say.security_hold(question, lists, booking=False)


RULES: tuple[Rule, ...] = (
    means,
    permanence,
    earlier_return,
    document,
    lists_say.nationality,
    lists_say.permits,
    lists_say.several_nationalities,
    dutch_nationality,
    lists_say.displaced_from_ukraine,
    security_hold,
    lists_say.dublin,
    signatures,
    remigration,
    guarantor,
    false_pretences,
    cooperation,
    termination,
    objection,
)
