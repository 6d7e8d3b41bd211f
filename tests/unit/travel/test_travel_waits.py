"""The table of states: everything can be reached, nothing waits in silence, nothing is skipped."""

from dataclasses import replace
from datetime import timedelta

import pytest
from travel_fakes import MAY_11, MAY_20

from services.chassis.errors import Conflict, NotFound
from services.travel.bookings.model import BOOKING, BookingStatus
from services.travel.journeys.model import Chosen
from services.travel.movements.model import Movement
from services.travel.travellers.model import Evidence, PersonType, Traveller
from services.travel.waits.model import BEFORE_BOOKING, MOVEMENT, OVER, Status
from tests.fakes import NOON

CHOSEN = Chosen(
    offer_id="o-1",
    offer_reference="O-1",
    agent="polder",
    price_minor=40_000,
    currency="EUR",
    price_accepted=False,
    valid_until=NOON + timedelta(hours=20),
    departs_at=NOON + timedelta(days=8),
    arrives_at=NOON + timedelta(days=8, hours=9),
    escort_returns_at=NOON + timedelta(days=10),
)


def a_traveller(person_id="p-1", kind=PersonType.ADULT, position=1):
    return Traveller(person_id, "m-1", position, kind, b"")


def a_movement(*travellers, **changes):
    usual = {
        "id": "m-1",
        "case_ref": "NL-1",
        "assignment_id": None,
        "origin_airport": "AMS",
        "destination_airport": "BGW",
        "destination_country": "IQ",
        "not_before": MAY_11,
        "not_after": MAY_20,
        "escort_required": False,
        "opened_at": NOON,
        "travellers": list(travellers or [a_traveller()]),
    }
    return Movement(**(usual | changes))


def a_booked_movement(*travellers, **changes):
    movement = a_movement(*travellers, **changes)
    movement.choose(NOON, CHOSEN, {})
    movement.book(NOON, NOON)
    movement.confirm(NOON, "B-1")
    return movement


@pytest.mark.parametrize("machine", [MOVEMENT, BOOKING], ids=lambda one: one.name)
def test_every_state_is_reached_from_the_first(machine):
    reached, frontier = set(), [str(machine.initial)]
    while frontier:
        state = frontier.pop()
        reached.add(state)
        following = {machine.next(state, verb) for verb in machine.verbs(state)}
        frontier += [one for one in following if one not in reached]

    kinds = Status if machine is MOVEMENT else BookingStatus
    assert reached == {str(one) for one in kinds}


@pytest.mark.parametrize("state", list(Status))
def test_a_state_that_is_not_final_says_for_what_who_and_by_when(state):
    wait = MOVEMENT.wait(state)

    if MOVEMENT.final(state):
        assert wait is None
    else:
        assert wait.waits_for
        assert wait.owner
        assert wait.within is not None


@pytest.mark.parametrize("state", [*BEFORE_BOOKING, "booking", "booked", "no_show"])
def test_a_journey_can_be_called_off_in_every_state_before_boarding(state):
    movement = a_movement(status=Status(state))

    fact = movement.withdraw(NOON, "changed_mind")

    assert movement.status in (Status.CANCELLED, Status.CANCELLING)
    assert (fact is not None) is (movement.status is Status.CANCELLED)


@pytest.mark.parametrize("state", ["departed", "arrived", "cancelled", "cancelling", "replaced"])
def test_a_journey_that_has_begun_or_ended_cannot_be_called_off(state):
    with pytest.raises(Conflict, match=state.split("_")[0]):
        a_movement(status=Status(state)).withdraw(NOON, "changed_mind")


def test_nothing_is_booked_before_the_escort_is_named():
    movement = a_movement(escort_required=True)
    movement.choose(NOON, CHOSEN, {})

    with pytest.raises(Conflict, match="escort"):
        movement.book(NOON, NOON)

    movement.name_escort("staff-1", b"sealed")
    movement.book(NOON, NOON)
    assert movement.status is Status.BOOKING


def test_an_offer_that_expired_is_never_booked():
    movement = a_movement()
    movement.choose(NOON, CHOSEN, {})

    with pytest.raises(Conflict, match="expired"):
        movement.book(CHOSEN.valid_until, NOON)


def test_an_escort_is_named_for_certain_flights():
    movement = a_movement(escort_required=True)
    movement.choose(NOON, CHOSEN, {})
    movement.name_escort("staff-1", b"sealed")

    movement.choose(NOON, replace(CHOSEN, offer_id="o-2"), {})
    assert movement.escort_named
    movement.choose(NOON, replace(CHOSEN, departs_at=NOON + timedelta(days=9)), {})
    assert not movement.escort_named


def test_a_booking_needs_a_choice():
    with pytest.raises(Conflict, match="No offer"):
        a_movement(status=Status.BOOKING).confirm(NOON, "B-1")


def test_the_day_of_departure_is_that_of_amsterdam():
    late = CHOSEN.departs_at.replace(hour=22, minute=30)
    movement = a_movement()
    movement.choose(NOON, replace(CHOSEN, departs_at=late), {})
    movement.book(NOON, NOON)

    booked = movement.confirm(NOON, "B-1")

    assert booked.departs_on.day == late.day + 1
    assert movement.due_at == late + timedelta(hours=6)


def test_nobody_who_must_sign_leaves_unsigned():
    movement = a_booked_movement()

    with pytest.raises(Conflict, match="not signed"):
        movement.depart(NOON, "p-1", NOON, Evidence.STAFF)

    movement.declare("p-1", NOON)
    with pytest.raises(Conflict, match="already declared"):
        movement.declare("p-1", NOON)
    movement.depart(NOON, "p-1", NOON, Evidence.BORDER_NOTICE)
    assert movement.status is Status.DEPARTED


def test_a_childs_parents_sign_and_an_expert_comes_back_and_signs_nothing():
    child = a_traveller(kind=PersonType.ACCOMPANIED_MINOR)
    a_booked_movement(child).depart(NOON, "p-1", NOON, Evidence.STAFF)

    a_booked_movement(case_ref=None).depart(NOON, "p-1", NOON, Evidence.STAFF)


def test_a_family_has_left_when_everybody_boarded_or_stayed():
    movement = a_booked_movement(a_traveller(), a_traveller("p-2", position=2))
    movement.declare("p-1", NOON)
    movement.depart(NOON, "p-1", NOON, Evidence.STAFF)
    assert movement.status is Status.BOOKED

    movement.miss(NOON, "p-2", NOON)

    assert movement.status is Status.DEPARTED
    with pytest.raises(Conflict, match="no show"):
        movement.arrive(NOON, "p-2", NOON)
    movement.arrive(NOON, "p-1", NOON)
    assert movement.status is Status.ARRIVED
    assert movement.is_over


def test_a_family_has_arrived_when_the_last_has():
    movement = a_booked_movement(a_traveller(), a_traveller("p-2", position=2))
    for person_id in movement.person_ids:
        movement.declare(person_id, NOON)
        movement.depart(NOON, person_id, NOON, Evidence.STAFF)

    movement.arrive(NOON, "p-1", NOON)
    assert movement.status is Status.DEPARTED
    movement.arrive(NOON, "p-2", NOON)
    assert movement.status is Status.ARRIVED


def test_nobody_boards_twice_and_no_stranger_boards():
    movement = a_booked_movement(a_traveller(), a_traveller("p-2", position=2))
    movement.miss(NOON, "p-1", NOON)

    with pytest.raises(Conflict, match="already no show"):
        movement.miss(NOON, "p-1", NOON)
    with pytest.raises(NotFound):
        movement.miss(NOON, "p-3", NOON)


def test_a_party_that_all_stayed_is_a_no_show_that_waits_for_the_counsellor():
    movement = a_booked_movement()

    movement.miss(NOON, "p-1", NOON)

    assert (movement.status, movement.owner) == (Status.NO_SHOW, "counsellor")
    movement.replace(NOON)
    assert movement.waits_for is None


def test_a_wait_is_told_stuck_once_and_falls_to_an_officer():
    movement = a_movement()
    movement.ask(NOON, NOON + timedelta(hours=4))
    assert movement.tell_stuck(NOON) is None

    stuck = movement.tell_stuck(NOON + timedelta(hours=4))

    assert (stuck.owner, stuck.due_at) == ("movement_officer", NOON + timedelta(hours=4))
    assert movement.tell_stuck(NOON + timedelta(hours=5)) is None
    assert a_movement(status=Status.ARRIVED).tell_stuck(NOON) is None


def test_every_verb_counts_the_version():
    movement = a_booked_movement()

    assert movement.version == 4
    assert [movement.status in OVER, movement.is_over] == [False, False]
