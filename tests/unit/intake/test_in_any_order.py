"""Facts come as they come: in whatever order and however often, they lead to the same case.

SEED=n repeats a run.
"""

import os

import pytest
from hypothesis import given, seed
from hypothesis import strategies as st

from services.chassis.errors import Refusal
from services.intake.acceptance.usecases import accept_case
from services.intake.application.usecases import sign_application
from services.intake.cases.usecases import correct_case
from services.intake.eligibility.usecases import decide_eligibility
from services.intake.journeys.model import Journey
from services.intake.kinds.model import Kind
from services.intake.states.model import CaseStatus
from tests.examples import examples
from tests.fakes import NOON
from tests.unit.intake import intake_kinds as kinds
from tests.unit.intake.intake_scene import (
    FACTS,
    TODAY,
    a_unit,
    an_application,
    an_open_case,
)
from tests.unit.intake.test_case_states import (
    ARRIVED,
    BOOKED,
    BOOKED_ANEW,
    CANCELLED,
    COMPLETED,
    DEPARTED,
    GIVEN_BACK,
    MISSED,
    OPENED,
    PAID,
    RELEASED,
    RESERVED,
    RETURNED,
    a_case,
    follow,
    landed,
    left,
)

SEED = int(os.environ.get("SEED", "20261124"))
MANY = examples(20, database=None)
LATER = ((Journey.person_departed, left(), 8), (Journey.person_arrived, landed(), 9))
HISTORIES = {
    "home": (OPENED, BOOKED, RESERVED, DEPARTED, ARRIVED, COMPLETED),
    "on the way": (OPENED, BOOKED, RESERVED, PAID, DEPARTED),
    "seated": (OPENED, BOOKED, RESERVED),
    "booked anew": (OPENED, BOOKED, GIVEN_BACK, BOOKED_ANEW),
    "home with other flights": (OPENED, BOOKED, GIVEN_BACK, BOOKED_ANEW, *LATER, COMPLETED),
    "sought anew": (OPENED, BOOKED, RESERVED, GIVEN_BACK),
    "called off by an officer": (OPENED, BOOKED, RESERVED, CANCELLED),
    "missed": (OPENED, BOOKED, RESERVED, MISSED),
}
PUT_BACK = (OPENED, BOOKED, CANCELLED, RESERVED, PAID, RELEASED, RETURNED)


def stands(case):
    return case.status, case.waits_for, case.owner, case.due_at, case.outstanding()


def an_accepted(kind):
    return a_case(CaseStatus.ACCEPTED, kind=kind, was_accepted=True)


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize("history", HISTORIES)
@seed(SEED)
@MANY
@given(dice=st.data())
def test_a_journey_leads_to_the_same_case_in_whatever_order_it_is_told(kind, history, dice):
    told = HISTORIES[history]
    shuffled = dice.draw(st.permutations(told))
    again = dice.draw(st.lists(st.sampled_from(told), max_size=4))

    case = follow(an_accepted(kind), *shuffled, *again)

    assert stands(case) == stands(follow(an_accepted(kind), *told))


@pytest.mark.parametrize("kind", list(Kind))
@seed(SEED)
@MANY
@given(shuffled=st.permutations(PUT_BACK), at=st.integers(0, len(PUT_BACK)))
def test_a_withdrawal_at_any_moment_ends_when_everything_is_back(kind, shuffled, at):
    """R-REAN-15: whatever was told before it and whatever comes after."""
    case = follow(an_accepted(kind), *shuffled[:at])
    case.withdraw("changed_mind", TODAY, NOON)
    case.settle(NOON)
    follow(case, *shuffled[at:])

    assert (case.status, case.waits_for, case.outstanding()) == (CaseStatus.WITHDRAWN, None, ())


def one_after_another(steps):
    """Do every step; what is refused now is tried again when the others are done."""
    left_over = []
    for step in steps:
        try:
            step()
        except Refusal:
            left_over.append(step)
    assert len(left_over) < len(steps), "nothing can be done any more"
    if left_over:
        one_after_another(left_over)


@seed(SEED)
@MANY
@given(order=st.permutations(range(6)))
def test_what_a_resettled_family_needs_may_become_known_in_any_order(order):
    """R-RES-03, R-RES-04."""
    unit = a_unit()
    case = kinds.selected(unit, kinds.a_nominated_family(unit))
    steps = kinds.steps_after_selection(unit, case)

    one_after_another([steps[number] for number in order])

    assert case.status is CaseStatus.CLEARED
    assert accept_case(unit, ref=case.case_ref).status is CaseStatus.ACCEPTED


@seed(SEED)
@MANY
@given(order=st.permutations(range(5)))
def test_what_a_family_must_do_may_be_done_in_any_order(order):
    unit = a_unit()
    case = kinds.a_family(unit)
    steps = [
        lambda: kinds.ordered(unit, case),
        lambda: kinds.with_visas(unit, case),
        lambda: kinds.estimated(unit, case),
        lambda: kinds.paid_in(unit, case),
        lambda: sign_application(unit, ref=case.case_ref, **an_application()),
    ]

    one_after_another([steps[number] for number in order])

    assert case.status is CaseStatus.CLEARED
    assert accept_case(unit, ref=case.case_ref).status is CaseStatus.ACCEPTED


BAD = {
    "means_minor": 250_000,
    "intends_permanent": False,
    "cooperates": False,
    "false_pretences": True,
    "remigration_claim": "accepted",
    "government_objection": True,
    "consents_to_termination": False,
}
KINDS_DECIDED = (Kind.VOLUNTARY_RETURN, Kind.DETENTION)


def decided(kind, told):
    """The decision on a case of which nothing was known, and then fact by fact."""
    unit = a_unit()
    case = an_open_case(unit, kind=str(kind), facts=dict.fromkeys(FACTS))
    if kind is Kind.DETENTION:
        kinds.detained(unit, case)
    sign_application(unit, ref=case.case_ref, **an_application())
    for name, value in told:
        correct_case(unit, ref=case.case_ref, facts={name: value})
    _, reasons = decide_eligibility(unit, ref=case.case_ref)
    return case.status, [(one.rule_id, one.code, one.outcome, one.sentence) for one in reasons]


@pytest.mark.parametrize("kind", KINDS_DECIDED)
@seed(SEED)
@examples(15, database=None)
@given(dice=st.data())
def test_a_decision_does_not_depend_on_which_fact_was_told_first(kind, dice):
    bad = dice.draw(st.sets(st.sampled_from(sorted(BAD)), max_size=3))
    known = dice.draw(st.sets(st.sampled_from(sorted(FACTS)), min_size=4))
    facts = {name: BAD[name] if name in bad else FACTS[name] for name in sorted(known | bad)}
    shuffled = dice.draw(st.permutations(sorted(facts)))

    first = decided(kind, [(name, facts[name]) for name in shuffled])

    assert first == decided(kind, list(facts.items()))
