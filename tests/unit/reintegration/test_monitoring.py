"""The money of a case comes to an end, and the person is asked after a year."""

from datetime import date

import pytest

from services.chassis.errors import Conflict
from services.reintegration.entitlements import usecases as entitlements
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.ledger import usecases as books
from services.reintegration.ledger.store import LedgerStore
from services.reintegration.monitoring import usecases
from services.reintegration.monitoring.model import Feedback, Mode, ReportOutcome
from services.reintegration.monitoring.store import FollowUpStore
from services.reintegration.payments.store import PaymentStore
from services.reintegration.plans import usecases as plans
from services.reintegration.plans.model import Category
from services.reintegration.plans.store import PlanStore
from services.reintegration.returns import usecases as returns
from tests.unit.reintegration.money_builders import CASE, a_payment, a_person
from tests.unit.reintegration.money_stores import a_unit, hears

REPORT = {
    "case_ref": CASE,
    "outcome": ReportOutcome.CARRIED_OUT,
    "feedback": Feedback.SATISFIED,
}


def at_home(*, planned=True, final=True):
    """A unit in which one person is home, with a plan if asked for."""
    unit = a_unit()
    returns.accept_case(
        unit, case_ref=CASE, application_date=date(2026, 10, 1), persons=(a_person(),)
    )
    if planned:
        plan = plans.draft_plan(unit, case_ref=CASE, person_id="p-1", cash_minor=10_000)
        plans.add_line(
            unit,
            plan_id=plan.id,
            category=Category.BUSINESS,
            description="Tools",
            amount_minor=150_000,
        )
        plans.agree_plan(unit, plan_id=plan.id)
    journey = {"case_ref": CASE, "person_id": "p-1"}
    returns.depart(hears(unit, 6), **journey, movement_id="m-1", departed_on=date(2026, 11, 24))
    returns.arrive(unit, **journey, arrived_on=date(2026, 11, 24))
    if planned and final:
        plans.review_plan(unit, plan_id=plan.id)
        plans.finalise_plan(unit, plan_id=plan.id)
    return unit


def held(unit):
    return unit.store(EntitlementStore).of_case(CASE)


def the_plan(unit):
    return unit.store(PlanStore).things[0]


def follow_up(unit):
    return unit.store(FollowUpStore).things[0]


def test_r_avrr_20_the_report_settles_the_plans_and_lets_the_rest_lapse():
    unit = at_home()

    report = usecases.file_final_report(unit, **REPORT)

    assert (report.spent_minor, report.lapsed_minor) == (0, 261_500)
    assert (held(unit).status, the_plan(unit).status) == ("completed", "settled")
    assert unit.published_names()[-1] == "reintegration_completed"
    assert unit.store(LedgerStore).balances() == {}


def test_a_cost_that_is_reversed_after_the_report_leaves_nothing_promised():
    unit = at_home()
    usecases.file_final_report(unit, **REPORT)
    cost = {"cost_id": "c-1", "kind": "ticket", "amount_minor": 5, "currency": "EUR"}
    books.record_travel_cost(unit, **cost, case_ref=CASE, assignment_id=None)
    ledger = unit.store(LedgerStore)
    entitlements.reverse_transaction(
        unit, transaction_id=ledger.things[-1].id, reason="Wrong case."
    )

    assert ledger.balances() == {}


def test_what_was_reversed_before_the_report_is_closed_with_it():
    """Nobody can any more; the books of earlier days may hold it."""
    unit = at_home()
    ledger = unit.store(LedgerStore)
    undone = next(one for one in ledger.things if one.kind == "reintegration_reserved")
    ledger.add(undone.reversal(id="t-9", at=unit.now(), by="checker", reason="Wrong case."))
    assert "reserved_reintegration" not in ledger.balances()
    usecases.file_final_report(unit, **REPORT)

    assert ledger.balances() == {}


def test_r_avrr_20_every_open_point_is_named():
    unit = a_unit()
    returns.accept_case(
        unit, case_ref=CASE, application_date=date(2026, 10, 1), persons=(a_person(),)
    )
    plan = plans.draft_plan(unit, case_ref=CASE, person_id="p-1")
    unit.store(PaymentStore).add(a_payment())

    with pytest.raises(Conflict) as refused:
        usecases.file_final_report(unit, **REPORT)

    places = [problem["pointer"].split("/")[1] for problem in refused.value.errors]
    assert places == ["persons", "allowances", "plans", "payments"]
    assert plan.status == "draft"


def test_a_report_is_filed_once():
    unit = at_home()
    usecases.file_final_report(unit, **REPORT)

    with pytest.raises(Conflict, match="ended"):
        usecases.file_final_report(unit, **REPORT)


def test_a_person_who_planned_nothing_loses_the_budget_with_the_report():
    unit = at_home(planned=False)

    usecases.file_final_report(unit, **REPORT)

    assert held(unit).status == "completed"


def test_a_plan_that_is_not_final_must_be_finished_or_given_up():
    unit = at_home(final=False)
    with pytest.raises(Conflict, match="1 points"):
        usecases.file_final_report(unit, **REPORT)

    plans.cancel_plan(unit, plan_id=the_plan(unit).id)

    assert usecases.file_final_report(unit, **REPORT)


def test_r_avrr_12_after_twelve_months_what_was_not_spent_lapses():
    unit = at_home()

    usecases.close_spend_window(unit, entitlement_id=held(unit).id)

    assert the_plan(unit).status == "lapsed"
    assert unit.store(LedgerStore).balances() == {}
    assert usecases.file_final_report(unit, **REPORT).lapsed_minor == 261_500


def test_r_avrr_12_a_payment_on_its_way_is_waited_for():
    unit = at_home()
    unit.store(PaymentStore).add(a_payment())

    usecases.close_spend_window(unit, entitlement_id=held(unit).id)

    assert the_plan(unit).status == "final"
    assert unit.reminders[-1].name == "spend_window_closed"
    assert unit.reminders[-1].at > unit.now()


def test_a_spend_window_that_closes_after_the_report_changes_nothing():
    unit = at_home()
    usecases.file_final_report(unit, **REPORT)

    usecases.close_spend_window(unit, entitlement_id=held(unit).id)

    assert the_plan(unit).status == "settled"


def test_r_mon_03_a_year_after_arrival_the_person_is_asked():
    unit = at_home()
    assert follow_up(unit).due_on == date(2027, 11, 24)

    usecases.follow_up(unit, follow_up_id=follow_up(unit).id)

    assert unit.published[-1].data() == {
        "case_ref": CASE,
        "plan_id": the_plan(unit).id,
        "due_on": "2027-11-24",
    }
    assert follow_up(unit).owner == "counsellor"
    said = {"mode": Mode.PHONE, "interviewed_on": date(2027, 12, 1)}
    recorded = usecases.record_follow_up(unit, follow_up_id=follow_up(unit).id, **said)
    assert (recorded.mode, recorded.months_since_return) == ("phone", 12)


def test_nobody_is_asked_about_a_plan_that_never_was():
    unit = at_home(planned=False)

    usecases.follow_up(unit, follow_up_id=follow_up(unit).id)

    assert follow_up(unit).status == "not_needed"
    assert "follow_up_due" not in unit.published_names()
