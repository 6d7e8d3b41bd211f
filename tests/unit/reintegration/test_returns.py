"""What each fact of a case and its journey means for the money that is held."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import Conflict, Invalid, NotYet
from services.reintegration.allowances import usecases as allowances
from services.reintegration.allowances.store import AllowanceStore
from services.reintegration.entitlements.model import MACHINE as ENTITLEMENT
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.ledger.store import LedgerStore
from services.reintegration.plans import usecases as plans
from services.reintegration.plans.store import PlanStore
from services.reintegration.returns import usecases
from services.reintegration.returns.model import Status as Case
from tests.unit.reintegration.money_builders import CASE, a_child, a_person
from tests.unit.reintegration.money_stores import a_unit, hears

APPLIED = date(2026, 10, 1)
NOV_24 = date(2026, 11, 24)
JOURNEY = {"case_ref": CASE, "person_id": "p-1", "movement_id": "m-1"}


def accepted(*persons, on=APPLIED, unit=None):
    unit = unit or a_unit()
    people = persons or (a_person(),)
    usecases.accept_case(unit, case_ref=CASE, application_date=on, persons=people)
    return unit


def withdrawn(unit):
    usecases.end_case(unit, case_ref=CASE, status=Case.WITHDRAWN, reason_code="changed_mind")


def at_the_gate(*persons):
    unit = accepted(*persons)
    usecases.declare_departure(hears(unit, 5), **JOURNEY)
    return unit


def paid_at_the_gate(*persons):
    unit = at_the_gate(*persons)
    first = unit.store(AllowanceStore).things[0]
    allowances.pay_allowance(unit, allowance_id=first.id, received_by="self")
    return unit


def the_allowance(unit):
    return unit.store(AllowanceStore).things[-1]


def held(unit):
    return unit.store(EntitlementStore).things[0]


def balances(unit):
    return unit.store(LedgerStore).balances()


def test_an_acceptance_holds_an_allowance_and_a_budget():
    unit = accepted()

    assert unit.published_names() == ["entitlement_reserved"]
    assert unit.published[0].scheme == "NATIONAL_2SEP"
    assert balances(unit) == {
        "fund_commitments": 281_500,
        "reserved_allowances": -20_000,
        "reserved_reintegration": -261_500,
    }
    assert (held(unit).owner, held(unit).due_at > unit.now()) == ("movement_officer", True)


def test_a_second_acceptance_holds_nothing_twice():
    unit = accepted(unit=accepted())

    assert unit.published_names() == ["entitlement_reserved"]
    assert len(unit.store(AllowanceStore).things) == 1


def test_a_withdrawal_puts_everything_back():
    unit = accepted()
    plans.draft_plan(unit, case_ref=CASE, person_id="p-1", cash_minor=1)

    withdrawn(unit)

    assert unit.published_names()[-1] == "entitlement_released"
    assert (held(unit).status, the_allowance(unit).status) == ("released", "released")
    assert unit.store(PlanStore).things[0].status == "cancelled"
    assert balances(unit) == {}


def test_a_withdrawal_after_the_cash_was_paid_waits_for_the_cash():
    unit = paid_at_the_gate()
    withdrawn(unit)

    assert the_allowance(unit).status == "return_due"
    assert held(unit).waits_for == "the cash that was paid to be returned"
    assert "entitlement_released" not in unit.published_names()
    allowances.return_allowance(unit, allowance_id=the_allowance(unit).id)

    assert unit.published_names()[-2:] == ["allowance_returned", "entitlement_released"]
    assert balances(unit) == {}


def test_a_withdrawal_heard_before_the_acceptance_holds_nothing():
    unit = a_unit()
    withdrawn(unit)

    accepted(unit=unit)

    assert unit.published_names() == ["entitlement_released"]
    assert held(unit).status == "released"
    assert unit.store(LedgerStore).things == []


def test_a_case_that_was_closed_or_declined_holds_nothing_for_a_journey():
    unit = accepted()

    usecases.end_case(unit, case_ref=CASE, status=Case.CLOSED, reason_code="no_contact")

    assert balances(unit) == {}


def test_r_rean_17_the_allowance_is_payable_when_the_declaration_is_signed():
    unit = accepted()
    with pytest.raises(Conflict, match="cannot pay"):
        allowances.pay_allowance(unit, allowance_id=the_allowance(unit).id, received_by="self")

    usecases.declare_departure(hears(unit, 5), **JOURNEY)

    allowances.pay_allowance(unit, allowance_id=the_allowance(unit).id, received_by="self")
    assert balances(unit)["cash_at_schiphol"] == -20_000
    with pytest.raises(Conflict, match="cannot pay"):
        allowances.pay_allowance(unit, allowance_id=the_allowance(unit).id, received_by="self")
    assert balances(unit)["cash_at_schiphol"] == -20_000


@pytest.mark.parametrize(
    ("days", "code"), [(-8, "too-early"), (1, "in-future"), (185, "in-future")]
)
def test_r_rean_17_cash_is_entered_when_it_has_been_handed_over(days, code):
    unit = accepted()
    usecases.declare_departure(hears(unit, 5), **JOURNEY)
    act = {"allowance_id": the_allowance(unit).id, "received_by": "self"}

    with pytest.raises(Invalid) as refused:
        allowances.pay_allowance(unit, **act, paid_at=unit.now() + timedelta(days=days))
    assert refused.value.code == code


def test_boarding_settles_what_was_paid():
    unit = paid_at_the_gate()

    usecases.depart(hears(unit, 6), **JOURNEY, departed_on=NOV_24)

    assert the_allowance(unit).status == "settled"
    assert held(unit).person("p-1").departed_on == NOV_24


def test_whoever_boards_without_the_cash_has_lost_it():
    unit = at_the_gate()

    usecases.depart(hears(unit, 6), **JOURNEY, departed_on=NOV_24)

    assert the_allowance(unit).reason_code == "departed_unpaid"
    assert "reserved_allowances" not in balances(unit)


def test_old_news_of_the_journey_changes_nothing():
    unit = paid_at_the_gate()
    usecases.miss_flight(hears(unit, 7), **JOURNEY)

    usecases.declare_departure(hears(unit, 5), **JOURNEY)
    usecases.miss_flight(hears(unit, 7), **JOURNEY)

    assert the_allowance(unit).status == "return_due"


def test_a_no_show_gives_the_cash_back_and_keeps_the_promise():
    unit = paid_at_the_gate()
    usecases.miss_flight(hears(unit, 7), **JOURNEY)

    allowances.return_allowance(unit, allowance_id=the_allowance(unit).id)

    assert unit.published[-1].reason_code == "no_show"
    assert balances(unit)["reserved_allowances"] == -20_000
    accepted(unit=unit)
    assert [one.status for one in unit.store(AllowanceStore).things] == ["returned", "reserved"]


def test_a_cancelled_journey_asks_the_cash_back():
    unit = paid_at_the_gate()

    usecases.cancel_movement(unit, case_ref=CASE, movement_id="m-1")

    assert the_allowance(unit).status == "return_due"


def test_a_case_without_a_budget_is_done_when_everybody_is_home():
    unit = paid_at_the_gate(a_person(nationalities=("GE",)))
    usecases.arrive(unit, case_ref=CASE, person_id="p-1", arrived_on=NOV_24)
    assert held(unit).status == "in_reintegration"

    usecases.depart(hears(unit, 6), **JOURNEY, departed_on=NOV_24)

    assert unit.published_names()[-1] == "reintegration_completed"
    assert held(unit).status == "completed"


def test_a_family_begins_when_the_last_of_them_is_home():
    unit = accepted(a_person(), a_child(person_id="p-2"))

    usecases.arrive(unit, case_ref=CASE, person_id="p-1", arrived_on=NOV_24)
    assert held(unit).status == "reserved"
    usecases.arrive(unit, case_ref=CASE, person_id="p-2", arrived_on=date(2026, 11, 30))

    assert held(unit).status == "in_reintegration"
    due = {reminder.name: reminder.at.date() for reminder in unit.reminders}
    assert due["spend_window_closed"] == date(2027, 11, 30)
    assert [reminder.name for reminder in unit.reminders].count("follow_up") == 2


def test_who_misses_the_flight_is_not_waited_for_when_the_others_are_home():
    unit = paid_at_the_gate(a_person(), a_person(person_id="p-2"))
    plans.draft_plan(unit, case_ref=CASE, person_id="p-2")
    other = JOURNEY | {"person_id": "p-2"}
    usecases.depart(hears(unit, 6), **JOURNEY, departed_on=NOV_24)
    usecases.arrive(unit, case_ref=CASE, person_id="p-1", arrived_on=NOV_24)
    assert held(unit).status == "reserved"

    usecases.miss_flight(hears(unit, 7), **other)

    assert held(unit).status == "in_reintegration"
    assert the_allowance(unit).reason_code == "stayed_behind"
    assert unit.store(PlanStore).things[0].status == "cancelled"
    assert "reserved_allowances" not in balances(unit)


def test_the_cash_of_one_who_stayed_keeps_a_case_without_budget_open():
    georgians = (a_person(nationalities=("GE",)), a_person(person_id="p-2", nationalities=("GE",)))
    unit = paid_at_the_gate(*georgians)
    usecases.miss_flight(hears(unit, 7), **JOURNEY)
    other = JOURNEY | {"person_id": "p-2"}
    usecases.depart(hears(unit, 6), **other, departed_on=NOV_24)
    usecases.arrive(unit, case_ref=CASE, person_id="p-2", arrived_on=NOV_24)
    assert held(unit).status == "in_reintegration"
    paid = unit.store(AllowanceStore).things[0]

    allowances.return_allowance(unit, allowance_id=paid.id)

    assert unit.published_names()[-2:] == ["allowance_returned", "reintegration_completed"]
    assert balances(unit) == {}


def test_who_withdraws_and_boards_all_the_same_keeps_what_was_held():
    unit = paid_at_the_gate()
    withdrawn(unit)

    usecases.depart(hears(unit, 6), **JOURNEY, departed_on=NOV_24)

    assert (held(unit).status, the_allowance(unit).status) == ("reserved", "settled")
    assert balances(unit)["reserved_reintegration"] == -261_500


def test_who_boards_after_all_was_put_back_has_a_budget_again():
    unit = accepted()
    withdrawn(unit)
    arrival = {"case_ref": CASE, "person_id": "p-1", "arrived_on": NOV_24}
    with pytest.raises(NotYet, match="departure"):
        usecases.arrive(unit, **arrival)

    usecases.depart(hears(unit, 6), **JOURNEY, departed_on=NOV_24)
    usecases.arrive(unit, **arrival)

    again = unit.store(EntitlementStore).of_case(CASE)
    assert (held(unit).status, again.status) == ("released", "in_reintegration")
    assert balances(unit) == {"fund_commitments": 261_500, "reserved_reintegration": -261_500}


def test_r_avrr_03_a_departure_after_31_august_2017_reprices_the_case_and_the_plan():
    unit = accepted(on=date(2017, 6, 30))
    plans.draft_plan(unit, case_ref=CASE, person_id="p-1")
    assert balances(unit)["reserved_reintegration"] == -150_000

    usecases.book_departure(unit, case_ref=CASE, departs_on=date(2017, 9, 1))

    assert balances(unit)["reserved_reintegration"] == -180_000
    assert unit.published_names() == ["entitlement_reserved", "entitlement_reserved"]
    assert unit.store(PlanStore).things[0].cash_max_minor == 30_000
    usecases.book_departure(unit, case_ref=CASE, departs_on=date(2017, 8, 31))
    assert balances(unit)["reserved_reintegration"] == -150_000


def test_a_fact_of_the_journey_waits_for_the_acceptance():
    with pytest.raises(NotYet, match="acceptance"):
        usecases.declare_departure(a_unit(), **JOURNEY)


def test_an_experts_journey_moves_no_entitlement():
    unit = a_unit()

    usecases.declare_departure(unit, case_ref=None, person_id="p-1", movement_id="m-1")
    usecases.cancel_movement(unit, case_ref=None, movement_id="m-1")

    assert unit.published == []


def test_every_state_of_an_entitlement_has_a_reason_and_an_owner():
    for state in ENTITLEMENT.states:
        if not ENTITLEMENT.final(state):
            wait = ENTITLEMENT.wait(state)
            assert wait.waits_for
            assert wait.owner in {"movement_officer", "counsellor"}


def test_who_is_brought_back_is_not_waited_for():
    """R-UAM-07."""
    unit = paid_at_the_gate(a_person(), a_person(person_id="p-2"))
    usecases.depart(hears(unit, 6), **JOURNEY, departed_on=NOV_24)
    usecases.depart(hears(unit, 6), **(JOURNEY | {"person_id": "p-2"}), departed_on=NOV_24)
    usecases.arrive(unit, case_ref=CASE, person_id="p-1", arrived_on=NOV_24)

    usecases.come_back(hears(unit, 8), **(JOURNEY | {"person_id": "p-2"}))

    assert held(unit).status == "in_reintegration"


def test_the_cash_of_who_is_brought_back_is_asked_back():
    unit = paid_at_the_gate()
    usecases.depart(hears(unit, 6), **JOURNEY, departed_on=NOV_24)
    assert the_allowance(unit).status == "settled"

    usecases.come_back(hears(unit, 8), **JOURNEY)
    assert (the_allowance(unit).status, the_allowance(unit).owner) == (
        "return_due",
        "movement_officer",
    )
    withdrawn(unit)
    assert held(unit).status == "releasing"
    allowances.return_allowance(unit, allowance_id=the_allowance(unit).id)
    assert held(unit).status == "released"
    assert balances(unit) == {}


def test_a_way_back_waits_for_the_word_of_the_departure():
    unit = paid_at_the_gate()

    with pytest.raises(NotYet):
        usecases.come_back(hears(unit, 8), **JOURNEY)
