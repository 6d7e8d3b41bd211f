"""Family reunification: visas that end, a deposit before the ticket, and an account that closes."""

from datetime import timedelta

import pytest

from services.chassis.calendar import add_months
from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.alerts.model import What
from services.intake.alerts.store import AlertStore
from services.intake.cases.usecases import close_case, correct_case, withdraw_case
from services.intake.reunification import usecases as family
from services.intake.states.model import CaseStatus
from tests.unit.intake.intake_kinds import (
    a_cleared_family,
    a_family,
    accepted,
    ago,
    booked,
    costs,
    estimated,
    flown,
    ordered,
    paid_in,
    put_back,
    with_visas,
)
from tests.unit.intake.intake_scene import (
    TODAY,
    a_child,
    a_person,
    a_unit,
    an_application,
    an_open_case,
)
from tests.unit.intake.intake_scene import sign_application as sign


def an_arrived_family(unit, cost_minor=800_00):
    case = booked(unit, accepted(unit, a_cleared_family(unit)))
    return flown(unit, costs(unit, case, cost_minor))


def gives_back(unit, case, amount_minor):
    told = {"amount_minor": amount_minor, "on": TODAY, "reference": f"OUT-{unit.new_id()}"}
    return family.refund(unit, ref=case.case_ref, **told)


def states(unit, case):
    return family.state_account(unit, ref=case.case_ref)


def refused(unit, case):
    with pytest.raises(Conflict) as refusal:
        accepted(unit, case)
    return {problem["detail"].split(":")[0] for problem in refusal.value.errors}


def test_whoever_only_wants_advice_gets_it_and_nothing_else():
    """R-FAM-02."""
    unit = a_unit()
    case = ordered(unit, a_family(unit), service="consultation")

    assert (case.status, case.outcome) == (CaseStatus.CLOSED, "advised")
    with pytest.raises(Conflict):
        accepted(unit, case)
    with pytest.raises(Conflict, match="before"):
        ordered(unit, case)


def test_an_mvv_is_collected_in_three_months_and_used_in_ninety_days():
    """R-FAM-01."""
    unit = a_unit()
    case = ordered(unit, a_family(unit))
    person_id = case.people[0].person_id
    with_visas(unit, case, notice=60, issued=None)
    collecting = unit.store(AlertStore).find(case.case_ref, person_id, What.VISA_COLLECTION)
    assert collecting.breaks_on == add_months(ago(60), 3)
    assert case.status is CaseStatus.ORDERED

    with_visas(unit, case, notice=60, issued=10)

    entering = unit.store(AlertStore).find(case.case_ref, person_id, What.VISA_ENTRY)
    assert (entering.breaks_on, collecting.settled) == (ago(10) + timedelta(days=90), True)
    assert case.status is CaseStatus.VISAS_COLLECTED


def test_an_mvv_that_was_not_collected_in_time_is_none():
    """R-FAM-01."""
    unit = a_unit()
    case = ordered(unit, a_family(unit))

    with pytest.raises(Invalid, match="R-FAM-01"):
        with_visas(unit, case, notice=120, issued=1)


def test_a_journey_that_arrives_after_the_visa_ends_is_refused():
    """R-FAM-01: the last flight of the window arrives within the ninety days."""
    unit = a_unit()
    last = ago(10) + timedelta(days=90)
    case = a_cleared_family(unit, not_before="2026-06-01", not_after=last.isoformat())
    assert refused(unit, case) == {"R-FAM-01"}

    correct_case(unit, ref=case.case_ref, not_after=last - timedelta(days=1))

    assert accepted(unit, case).status is CaseStatus.ACCEPTED


@pytest.mark.parametrize("missing", ["R-FAM-01", "R-FAM-02", "R-FAM-05"])
def test_no_journey_without_order_visas_and_deposit(missing):
    """R-FAM-01, R-FAM-02, R-FAM-05."""
    unit = a_unit()
    case = a_family(unit)
    if missing != "R-FAM-02":
        ordered(unit, case)
    if missing == "R-FAM-05":
        with_visas(unit, case)

    assert missing in {point.rule_id for point in family.points_of(unit, case)}
    with pytest.raises(Conflict):
        accepted(unit, case)


def test_a_part_of_the_deposit_is_not_the_deposit():
    """R-FAM-05."""
    unit = a_unit()
    case = estimated(unit, with_visas(unit, ordered(unit, a_family(unit))))
    paid_in(unit, case, 799_99)
    assert case.status is CaseStatus.ESTIMATED

    paid_in(unit, case, 1)

    assert case.status is CaseStatus.CLEARED
    estimated(unit, case, amount_minor=900_00)
    assert "R-FAM-05" in refused(unit, case)


def test_what_was_done_early_counts_when_its_turn_comes():
    unit = a_unit()
    case = ordered(unit, a_family(unit))
    paid_in(unit, estimated(unit, case))
    assert case.status is CaseStatus.ORDERED

    with_visas(unit, case)

    assert case.status is CaseStatus.CLEARED


def test_whoever_comes_signs_that_he_or_she_agrees_to_the_journey():
    """R-MOV-03."""
    unit = a_unit()
    case = paid_in(unit, estimated(unit, with_visas(unit, ordered(unit, a_family(unit)))))
    assert refused(unit, case) == {"R-MOV-03"}

    sign(unit, ref=case.case_ref, **an_application())

    assert accepted(unit, case).status is CaseStatus.ACCEPTED


@pytest.mark.parametrize(
    ("people", "lines", "allowed"),
    [
        ([("applicant", "2021-05-05")], ["ticket"], False),
        ([("applicant", "2021-05-05")], ["ticket", "escort"], False),
        ([("applicant", "2021-05-05")], ["ticket", "escort", "escort_return"], True),
        ([("applicant", "2020-05-05")], ["ticket"], True),
        ([("applicant", "1990-05-05"), ("child", "2021-05-05")], ["ticket"], True),
        ([("applicant", "2010-05-05"), ("sibling", "2021-05-05")], ["ticket"], False),
    ],
)
def test_a_child_under_six_without_an_adult_has_an_escort_who_goes_back(people, lines, allowed):
    """R-FAM-03."""
    unit = a_unit()
    persons = [a_person(relation=relation, birth_date=born) for relation, born in people]
    case = ordered(unit, a_family(unit, *persons))

    if allowed:
        estimated(unit, case, *lines)
    else:
        with pytest.raises(Invalid, match="R-FAM-03"):
            estimated(unit, case, *lines)


def test_a_child_alone_still_needs_an_escort_and_somebody_to_receive_it():
    """R-UAM-05, R-UAM-07 hold; what is asked of a child's return is not (R-UAM-03)."""
    unit = a_unit()
    child = a_child(relation="applicant", birth_date="2012-05-05")

    missing = refused(unit, a_cleared_family(unit, child))

    assert missing == {"R-UAM-02", "R-UAM-05", "R-UAM-07"}


@pytest.mark.parametrize(
    ("cost_minor", "balance_minor"), [(800_00, 0), (650_00, 150_00)], ids=["as estimated", "less"]
)
def test_the_family_pays_what_it_cost_and_gets_back_the_rest(cost_minor, balance_minor):
    """R-FAM-04."""
    unit = a_unit()
    case = an_arrived_family(unit, cost_minor)
    with pytest.raises(Conflict, match="statement"):
        gives_back(unit, case, 1)
    states(unit, case)
    assert family.show_order(unit, ref=case.case_ref)["statement"].balance_minor == balance_minor
    if balance_minor:
        assert case.status is CaseStatus.ARRIVED
        gives_back(unit, case, balance_minor)

    assert case.status is CaseStatus.ACCOUNTED
    assert close_case(unit, ref=case.case_ref, outcome=None).outcome == "reunited"


def test_a_journey_that_became_dearer_is_charged_after_a_warning_alone():
    """R-FAM-04."""
    unit = a_unit()
    case = an_arrived_family(unit, 880_00)
    with pytest.raises(Conflict, match="R-FAM-04"):
        states(unit, case)

    family.warn_of_cost(unit, ref=case.case_ref)
    states(unit, case)
    assert case.status is CaseStatus.ARRIVED
    paid_in(unit, case, 80_00)

    assert case.status is CaseStatus.ACCOUNTED


def test_a_cost_that_is_told_after_the_statement_opens_the_account_again():
    unit = a_unit()
    case = an_arrived_family(unit)
    states(unit, case)
    costs(unit, case, 30_00, kind="refund")

    with pytest.raises(Conflict, match="deposit"):
        close_case(unit, ref=case.case_ref, outcome=None)
    gives_back(unit, case, 30_00)

    assert close_case(unit, ref=case.case_ref, outcome=None).status is CaseStatus.CLOSED


def test_a_cost_told_twice_is_charged_once_and_a_penalty_is_a_part_of_the_ticket():
    unit = a_unit()
    case = booked(unit, accepted(unit, a_cleared_family(unit)))
    costs(unit, case, 500_00, cost_id="c-1")
    costs(unit, case, 500_00, cost_id="c-1")
    costs(unit, case, 100_00, kind="penalty")
    costs(unit, case, 400_00, kind="refund")

    assert family.show_order(unit, ref=case.case_ref)["statement"].actual_minor == 100_00


def test_a_cost_in_another_currency_is_entered_in_euro_first():
    unit = a_unit()
    case = booked(unit, accepted(unit, a_cleared_family(unit)))
    flown(unit, costs(unit, case, 700_00, currency="USD", cost_id="c-9"))
    with pytest.raises(Conflict, match="c-9"):
        states(unit, case)
    entered = {"kind": "ticket", "amount_minor": 800_00, "replaces": "c-9"}
    family.enter_cost(unit, ref=case.case_ref, **entered)
    with pytest.raises(NotFound):
        family.enter_cost(unit, ref=case.case_ref, **entered)

    assert states(unit, case).status is CaseStatus.ACCOUNTED


def test_a_withdrawal_gives_the_deposit_back_less_what_the_journey_had_cost():
    unit = a_unit()
    case = booked(unit, accepted(unit, a_cleared_family(unit)))
    costs(unit, case, 500_00)
    costs(unit, case, 450_00, kind="refund")
    withdraw_case(unit, ref=case.case_ref, reason_code="family")
    with pytest.raises(Conflict, match="once it is cancelled"):
        states(unit, case)
    put_back(unit, case)
    assert (case.status, case.outstanding()) == (CaseStatus.WITHDRAWING, ("deposit",))

    states(unit, case)
    gives_back(unit, case, 750_00)

    assert case.status is CaseStatus.WITHDRAWN


def test_a_refund_that_comes_after_the_end_is_owed_to_the_family_and_somebody_is_told():
    """R-FAM-04: the agent kept more than its offer said, and an officer decided on it later."""
    unit = a_unit()
    case = booked(unit, accepted(unit, a_cleared_family(unit)))
    costs(unit, case, 500_00)
    withdraw_case(unit, ref=case.case_ref, reason_code="family")
    put_back(unit, case)
    states(unit, case)
    gives_back(unit, case, 300_00)
    assert case.status is CaseStatus.WITHDRAWN

    costs(unit, case, 90_00, kind="refund")

    (alert,) = unit.store(AlertStore).of_case(case.case_ref)
    assert (alert.what, alert.owner, alert.rule.rule_id) == ("late_cost", "counsellor", "R-FAM-04")
    gives_back(unit, case, 90_00)
    assert not unit.store(AlertStore).of_case(case.case_ref)
    with pytest.raises(Conflict, match="nothing can be added"):
        gives_back(unit, case, 1)


def test_a_withdrawal_before_anything_was_paid_has_ended_at_once():
    unit = a_unit()
    case = ordered(unit, a_family(unit))

    assert withdraw_case(unit, ref=case.case_ref, reason_code="family").status is (
        CaseStatus.WITHDRAWN
    )


def test_what_cannot_be_is_refused():
    unit = a_unit()
    case = ordered(unit, a_family(unit))
    tomorrow = TODAY + timedelta(days=1)
    with pytest.raises(Conflict, match="estimated"):
        paid_in(unit, case)
    with pytest.raises(Conflict, match="after the arrival"):
        states(unit, case)
    with pytest.raises(Conflict, match="no family"):
        ordered(unit, an_open_case(unit))
    with pytest.raises(NotFound):
        family.show_order(unit, ref=a_family(unit).case_ref)
    with pytest.raises(Invalid):
        family.receive(unit, ref=case.case_ref, amount_minor=1, on=tomorrow, reference="B")
    running = accepted(unit, a_cleared_family(unit))
    with pytest.raises(Conflict, match="estimate stands"):
        estimated(unit, running)


def test_a_deposit_is_not_booked_twice_and_then_given_back():
    unit = a_unit()
    case = estimated(unit, with_visas(unit, ordered(unit, a_family(unit))))
    told = {"amount_minor": 100_00, "on": TODAY, "reference": "BANK-1"}
    family.receive(unit, ref=case.case_ref, **told)

    with pytest.raises(Conflict, match="entered already"):
        family.receive(unit, ref=case.case_ref, **(told | {"reference": "bank 01"}))
