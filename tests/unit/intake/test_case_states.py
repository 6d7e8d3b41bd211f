"""The life of a case: every state has an owner and a deadline, and facts lead to one state."""

from datetime import date, timedelta
from itertools import permutations

import pytest

from services.chassis.errors import Conflict, Invalid
from services.intake.cases.model import Case, Person
from services.intake.journeys.model import Journey
from services.intake.kinds.model import MACHINES, Kind
from services.intake.states.model import MACHINE, CaseStatus
from tests.fakes import NOON
from tests.unit.intake.intake_scene import TODAY

ROLES = {"counsellor", "movement_officer", "supervisor", "IND", "DT&V"}
FINAL = {CaseStatus.DECLINED, CaseStatus.WITHDRAWN, CaseStatus.CLOSED}
BEFORE_BOARDING = [
    CaseStatus.OPEN,
    CaseStatus.APPLIED,
    CaseStatus.ELIGIBLE,
    CaseStatus.CLEARANCE_REQUESTED,
    CaseStatus.CLEARANCE_REFUSED,
    CaseStatus.DTV_DECISION,
    CaseStatus.CLEARED,
    CaseStatus.ACCEPTED,
    CaseStatus.BOOKED,
    CaseStatus.NO_SHOW,
]


def a_case(status=CaseStatus.OPEN, people=("p-1",), **changes):
    usual = {
        "case_ref": "NL-2026-000001-0",
        "kind": Kind.VOLUNTARY_RETURN,
        "opened_on": TODAY,
        "applicant_id": "p-1",
        "destination_country": "IQ",
        "destination_airport": "BGW",
        "origin_airport": "AMS",
        "not_before": date(2026, 6, 1),
        "not_after": date(2026, 6, 30),
        "sealed_facts": b"",
        "entered_at": NOON,
        "status": status,
        "people": [Person(key, "NL-2026-000001-0", place, b"") for place, key in enumerate(people)],
    }
    return Case(**(usual | changes))


@pytest.mark.parametrize("state", MACHINE.states)
def test_every_state_says_what_it_waits_for_who_must_act_and_by_when(state):
    case = a_case(CaseStatus(state))

    if state in FINAL:
        assert MACHINE.final(state)
        assert (case.waits_for, case.owner, case.due_at) == (None, None, None)
    else:
        assert case.waits_for
        assert case.owner in ROLES
        assert case.due_at > NOON


def test_every_state_is_a_state_of_some_kind_of_case():
    assert {state for one in MACHINES.values() for state in one.states} == set(CaseStatus)


@pytest.mark.parametrize("state", BEFORE_BOARDING)
def test_the_person_may_withdraw_in_every_state_before_boarding(state):
    """R-REAN-15."""
    case = a_case(state)

    event = case.withdraw("changed_mind", TODAY, NOON)

    assert case.status is CaseStatus.WITHDRAWING
    assert event.reason_code == "changed_mind"


@pytest.mark.parametrize("state", [state for state in CaseStatus if state not in BEFORE_BOARDING])
def test_nobody_withdraws_after_boarding_or_the_end(state):
    with pytest.raises(Conflict, match="cannot withdraw"):
        a_case(state).withdraw("changed_mind", TODAY, NOON)


def test_while_some_of_a_family_have_boarded_nobody_withdraws():
    journey = Journey().person_departed(left("p-1"), 1)

    with pytest.raises(Conflict, match="boarded"):
        a_case(CaseStatus.BOOKED, ("p-1", "p-2"), journey=journey).withdraw("other", TODAY, NOON)


def test_what_cannot_be_done_is_refused_with_what_can():
    with pytest.raises(Conflict, match="what can be done now: sign, withdraw"):
        a_case().accept(NOON, NOON)


def test_the_booking_is_due_four_weeks_after_the_application():
    """R-REAN-20."""
    case = a_case(CaseStatus.CLEARED)

    case.accept(NOON, NOON + timedelta(days=28))

    assert case.due_at == NOON + timedelta(days=28)


def test_a_booking_that_is_late_already_is_due_soon():
    """R-REAN-20."""
    case = a_case(CaseStatus.CLEARED)

    case.accept(NOON, NOON - timedelta(days=400))

    assert case.due_at == NOON + timedelta(days=3)


def test_a_deadline_that_passes_makes_it_the_supervisors():
    case = a_case(CaseStatus.CLEARANCE_REQUESTED)
    due_at = case.due_at

    assert case.escalate("clearance_requested", due_at.isoformat(), due_at)

    assert (case.owner, case.overdue) == ("supervisor", True)
    assert case.due_at == due_at + timedelta(days=3)


def test_an_old_deadline_is_ignored():
    case = a_case(CaseStatus.CLEARED)

    assert not case.escalate("clearance_requested", case.due_at.isoformat(), NOON)
    assert not case.escalate("cleared", NOON.isoformat(), NOON)


def test_the_last_day_of_travel_does_not_lie_before_the_first():
    with pytest.raises(Invalid, match="before the first"):
        a_case(not_after=date(2026, 5, 31))


def test_the_facts_are_fixed_once_the_journey_is_arranged():
    with pytest.raises(Conflict, match="fixed"):
        a_case(CaseStatus.BOOKED).correct()


def test_nothing_is_added_to_a_case_that_has_ended():
    with pytest.raises(Conflict, match="nothing can be added"):
        a_case(CaseStatus.CLOSED).touch()


# Facts of the other services, in any order.


def opened(*people, movement="m-1"):
    return {"movement_id": movement, "person_ids": list(people or ("p-1",))}


def booked(*people, movement="m-1"):
    times = {"departs_at": "2026-06-10T08:00:00+02:00", "arrives_at": "2026-06-10T17:00:00+03:00"}
    return opened(*people, movement=movement) | times


def left(person="p-1", movement="m-1"):
    return {
        "movement_id": movement,
        "person_id": person,
        "departed_at": "2026-06-10T08:12:00+02:00",
    }


def landed(person="p-1", movement="m-1"):
    return {"movement_id": movement, "person_id": person, "arrived_at": "2026-06-10T17:12:00+03:00"}


def missed(person="p-1", movement="m-1"):
    return {"movement_id": movement, "person_id": person, "noted_at": "2026-06-10T08:12:00+02:00"}


OPENED = (Journey.movement_opened, opened(), 1)
BOOKED = (Journey.movement_booked, booked(), 2)
CANCELLED = (Journey.movement_cancelled, {"movement_id": "m-1"}, 3)
DEPARTED = (Journey.person_departed, left(), 4)
ARRIVED = (Journey.person_arrived, landed(), 5)
MISSED = (Journey.person_no_show, missed(), 4)
GIVEN_BACK = (Journey.movement_changed, booked() | {"what": ["rebooking"]}, 3)
BOOKED_ANEW = (Journey.movement_booked, booked() | {"departs_at": "2026-06-14T08:00:00+02:00"}, 6)
RESERVED = (Journey.entitlement_reserved, {"entitlement_id": "e-1"}, 1)
RELEASED = (Journey.entitlement_released, {"entitlement_id": "e-1"}, 2)
PAID = (Journey.allowance_paid, {"allowance_id": "a-1"}, 2)
RETURNED = (Journey.allowance_returned, {"allowance_id": "a-1"}, 3)
COMPLETED = (Journey.reintegration_completed, {}, 9)


def in_any_order(facts):
    return list(permutations(facts))


def follow(case, *facts):
    for learn, fact, sequence in facts:
        case.learn(learn(case.journey, fact, sequence), NOON)
    return case


def accepted(**changes):
    return a_case(CaseStatus.ACCEPTED, was_accepted=True, **changes)


def withdrawn_after(*facts):
    case = follow(accepted(), *facts)
    case.withdraw("changed_mind", TODAY, NOON)
    case.settle(NOON)
    return case


@pytest.mark.parametrize("order", in_any_order([OPENED, BOOKED, DEPARTED, ARRIVED]))
def test_a_journey_ends_in_arrival_in_whatever_order_it_is_told(order):
    assert follow(accepted(), *order).status is CaseStatus.ARRIVED


def test_a_fact_told_twice_changes_nothing():
    case = follow(accepted(), OPENED, BOOKED, BOOKED, DEPARTED, BOOKED, DEPARTED)

    assert case.status is CaseStatus.DEPARTED


@pytest.mark.parametrize("order", in_any_order([OPENED, BOOKED, CANCELLED]))
def test_a_cancelled_booking_leads_back_to_waiting_for_one(order):
    assert follow(accepted(), *order).status is CaseStatus.ACCEPTED


@pytest.mark.parametrize("order", in_any_order([OPENED, BOOKED, GIVEN_BACK]))
def test_tickets_that_are_given_back_for_others_leave_nobody_seated(order):
    case = follow(accepted(), *order)

    assert (case.status, case.waits_for) == (CaseStatus.ACCEPTED, "the booking")


@pytest.mark.parametrize("order", in_any_order([OPENED, BOOKED, GIVEN_BACK, BOOKED_ANEW]))
def test_who_was_booked_anew_waits_for_the_new_day_in_whatever_order_it_is_told(order):
    case = follow(accepted(), *order)

    assert case.status is CaseStatus.BOOKED
    assert case.due_at.isoformat() == "2026-06-14T08:00:00+02:00"


def test_a_booked_case_waits_for_the_day_of_departure():
    case = follow(accepted(), OPENED, BOOKED)

    assert case.due_at.isoformat() == "2026-06-10T08:00:00+02:00"


def test_a_family_moves_on_when_all_of_it_did():
    family = accepted(people=("p-1", "p-2"))
    seats = (Journey.movement_booked, booked("p-1", "p-2"), 2)

    assert follow(family, (Journey.movement_booked, booked("p-1"), 1)).status == "accepted"
    assert follow(family, seats, DEPARTED).status == "booked"
    assert follow(family, (Journey.person_departed, left("p-2"), 5)).status == "departed"
    assert follow(family, ARRIVED).status == "departed"
    assert follow(family, (Journey.person_arrived, landed("p-2"), 6)).status == "arrived"


def test_whoever_stays_behind_does_not_hold_up_the_rest():
    family = accepted(people=("p-1", "p-2"))
    seats = (Journey.movement_booked, booked("p-1", "p-2"), 2)
    stays = (Journey.person_no_show, missed("p-2"), 3)

    assert follow(family, seats, DEPARTED, stays).status == "departed"
    assert follow(family, ARRIVED).status == "arrived"


@pytest.mark.parametrize("order", in_any_order([OPENED, BOOKED, MISSED]))
def test_when_nobody_boards_the_counsellor_asks_what_now(order):
    case = follow(accepted(), *order)

    assert (case.status, case.owner) == (CaseStatus.NO_SHOW, "counsellor")


def test_a_departure_corrects_a_no_show_that_was_noted_first():
    assert follow(accepted(), OPENED, BOOKED, MISSED, DEPARTED).status is CaseStatus.DEPARTED


def test_after_a_no_show_the_journey_begins_again_and_old_news_no_longer_counts():
    case = follow(accepted(), OPENED, BOOKED, MISSED)
    case.reopen(NOON)
    follow(case, MISSED, BOOKED)
    case.accept(NOON, NOON)

    assert follow(case, MISSED).status is CaseStatus.ACCEPTED
    again = (Journey.movement_booked, booked(movement="m-2"), 1)
    assert follow(case, again).status is CaseStatus.BOOKED
    assert follow(case, (Journey.person_departed, left(movement="m-2"), 2)).status == "departed"


@pytest.mark.parametrize("order", in_any_order([OPENED, BOOKED, CANCELLED, RESERVED, RELEASED]))
def test_a_withdrawal_ends_when_everything_is_back_in_whatever_order_it_is_told(order):
    case = follow(withdrawn_after(), *order)

    assert (case.status, case.outstanding()) == (CaseStatus.WITHDRAWN, ())


def test_a_withdrawal_waits_for_each_thing_that_was_opened():
    case = withdrawn_after(OPENED, BOOKED, RESERVED, PAID)

    assert case.outstanding() == ("movement", "entitlement", "allowance")
    assert follow(case, CANCELLED).outstanding() == ("entitlement", "allowance")
    assert follow(case, RELEASED).outstanding() == ("allowance",)
    assert follow(case, RETURNED).status is CaseStatus.WITHDRAWN


def test_a_withdrawal_before_acceptance_has_nothing_to_put_back():
    case = a_case(CaseStatus.CLEARED)
    case.withdraw("family", TODAY, NOON)

    assert case.settle(NOON) == ["put_back"]
    assert case.status is CaseStatus.WITHDRAWN


def test_a_withdrawal_after_a_no_show_does_not_wait_for_a_cancellation():
    case = follow(accepted(), OPENED, BOOKED, RESERVED, MISSED)
    case.withdraw("changed_mind", TODAY, NOON)

    assert case.outstanding() == ("entitlement",)
    assert follow(case, RELEASED).status is CaseStatus.WITHDRAWN


def test_a_withdrawal_that_comes_too_late_ends_in_departure():
    assert follow(withdrawn_after(OPENED, BOOKED), DEPARTED).status is CaseStatus.DEPARTED


def test_a_case_is_closed_only_when_reintegration_is_completed():
    case = follow(accepted(), OPENED, BOOKED, DEPARTED, ARRIVED)
    with pytest.raises(Conflict, match="completed"):
        case.close(None, NOON)

    follow(case, COMPLETED)
    waited_for = case.waits_for
    event = case.close(None, NOON)

    assert waited_for == "the closing of the case"
    assert (case.status, event.outcome) == (CaseStatus.CLOSED, "returned")


def test_reintegration_that_is_completed_early_waits_for_the_arrival():
    case = follow(accepted(), COMPLETED, OPENED, BOOKED, DEPARTED, ARRIVED)

    assert case.close("returned", NOON).outcome == "returned"


def test_a_refused_clearance_can_be_closed():
    assert a_case(CaseStatus.CLEARANCE_REFUSED).close(None, NOON).outcome == "clearance_refused"
