"""No letter with amount and contact, no departure of a case that returns (R-AVRR-09)."""

from datetime import timedelta
from itertools import permutations
from types import SimpleNamespace

import pytest
from travel_builders import LEAVES, a_trip, an_adult, movements
from travel_fakes import CASE, a_unit
from travel_steps import at_the_gate, board, booked, confirm, ordered

from services.chassis.errors import Conflict
from services.travel.departures import usecases as departures
from services.travel.letters.rules import UNHEARD, UNISSUED
from services.travel.letters.store import LetterStore
from services.travel.movements.usecases import tell_if_stuck
from services.travel.parties import usecases as parties
from services.travel.travellers.model import Evidence, TravellerStatus
from services.travel.waits.model import Status

DAY = "the day of departure: declarations and boarding"


def a_unit_that_heard_nothing():
    unit = a_unit()
    unit.store(LetterStore).heard.clear()
    return unit


def hear(unit, sequence, *, settled, case_ref=CASE):
    unit.message = SimpleNamespace(sequence=sequence, id=f"letter-{sequence}")
    letter_id = f"l-{sequence}" if settled else None
    departures.hear_of_letter(unit, case_ref=case_ref, settled=settled, letter_id=letter_id)


def declare(unit, movement, person_id="p-1"):
    where = {"movement_id": movement.id, "person_id": person_id}
    departures.declare_departure(unit, **where, signed_at=at_the_gate(unit, movement))


def seen_by_the_border(unit, movement, person_id="p-1"):
    departures.record_boarding(
        unit,
        movement_id=movement.id,
        person_id=person_id,
        outcome=TravellerStatus.DEPARTED,
        at=at_the_gate(unit, movement),
        evidence=Evidence.BORDER_NOTICE,
    )


def test_before_intake_has_said_anything_nobody_is_recorded_as_ready_to_leave():
    unit = a_unit_that_heard_nothing()
    movement, _ = booked(unit)

    assert (movement.waits_for, movement.owner, movement.due_at) == (UNHEARD, "counsellor", LEAVES)
    for step in (declare, lambda *at: board(*at, "p-1")):
        with pytest.raises(Conflict, match="R-AVRR-09") as refused:
            step(unit, movement)
        assert refused.value.code == "letter-needed"


def test_while_the_letter_is_missing_the_journey_waits_for_it_and_then_for_its_day():
    unit = a_unit_that_heard_nothing()
    hear(unit, 3, settled=False)
    movement, _ = booked(unit)
    assert (movement.waits_for, movement.owner) == (UNISSUED, "counsellor")

    hear(unit, 5, settled=True)

    assert (movement.waits_for, movement.owner) == (DAY, "movement_officer")
    assert movement.due_at == LEAVES + timedelta(hours=6)
    declare(unit, movement)
    board(unit, movement, "p-1")
    assert movement.status is Status.DEPARTED


def test_a_letter_that_tells_another_amount_closes_the_gate_again():
    unit = a_unit()
    movement, _ = booked(unit)
    declare(unit, movement)

    hear(unit, 7, settled=False)

    assert movement.waits_for == UNISSUED
    with pytest.raises(Conflict, match="R-AVRR-09"):
        board(unit, movement, "p-1")


@pytest.mark.parametrize("order", list(permutations(((2, False), (4, True), (8, True)))))
def test_in_whatever_order_the_facts_come_and_however_often_the_newest_holds(order):
    unit = a_unit_that_heard_nothing()
    movement, _ = booked(unit)

    for sequence, settled in (*order, *order):
        hear(unit, sequence, settled=settled)

    assert (movement.waits_for, movement.owner) == (DAY, "movement_officer")


def test_news_before_the_journey_is_opened_is_kept_for_it():
    unit = a_unit_that_heard_nothing()
    hear(unit, 4, settled=True)

    movement, _ = booked(unit)

    assert movement.waits_for == DAY


def test_old_news_does_not_begin_the_wait_anew():
    unit = a_unit_that_heard_nothing()
    movement, _ = booked(unit)
    hear(unit, 4, settled=False)
    version = movement.version

    hear(unit, 4, settled=False)

    assert movement.version == version


def test_a_departure_day_without_the_letter_is_told_once_with_who_must_act():
    unit = a_unit_that_heard_nothing()
    movement, _ = booked(unit)
    unit.clock = LEAVES
    for _ in range(2):
        tell_if_stuck(unit, movement_id=movement.id)

    stuck = [one for one in unit.published if one.name == "movement_stuck"]
    assert [(one.waits_for, one.owner) for one in stuck] == [(UNHEARD, "counsellor")]


def test_whom_the_border_saw_leave_has_left_and_what_was_missing_is_kept():
    """A fact of the world cannot be refused (R-REAN-19): it is recorded, and never hidden."""
    unit = a_unit_that_heard_nothing()
    movement, _ = booked(unit)

    seen_by_the_border(unit, movement)

    assert movement.status is Status.DEPARTED
    assert movement.traveller("p-1").left_without == ["letter", "departure_declaration"]
    [left] = [one for one in unit.published if one.name == "person_departed"]
    assert left.without == ("letter", "departure_declaration")


def test_whom_nothing_was_missing_of_left_without_nothing():
    unit = a_unit()
    movement, _ = booked(unit)
    declare(unit, movement)
    seen_by_the_border(unit, movement)

    [left] = [one for one in unit.published if one.name == "person_departed"]
    assert left.without == ()


def test_who_stays_away_is_noted_whether_or_not_there_is_a_letter():
    unit = a_unit_that_heard_nothing()
    movement, _ = booked(unit)

    board(unit, movement, "p-1", "no_show")

    assert movement.status is Status.NO_SHOW


def test_who_comes_to_the_netherlands_is_asked_for_no_letter():
    unit = a_unit_that_heard_nothing()
    movement, booking = ordered(unit, destination_country="NL")
    confirm(unit, booking)

    assert movement.waits_for == DAY
    board(unit, movement, "p-1")


def test_an_expert_is_asked_for_no_letter():
    unit = a_unit_that_heard_nothing()
    trip = a_trip(case_ref=None, assignment_id="a-1")
    parties.open_journeys(unit, trip=trip, people=[an_adult()])
    [movement] = movements(unit)

    assert not movement.leaves_for_good
