"""Nothing of the day of departure is entered before it happened."""

from datetime import timedelta

import pytest
from travel_fakes import a_unit
from travel_steps import at_the_gate, board, booked, declare

from services.chassis.errors import Invalid
from services.travel.departures import usecases as departures
from services.travel.travellers.model import Evidence, TravellerStatus

DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def unit():
    return a_unit()


@pytest.fixture
def movement(unit):
    movement, _ = booked(unit)
    return movement


def refusal_of(act, movement, **said):
    with pytest.raises(Invalid) as refused:
        act(movement_id=movement.id, person_id="p-1", **said)
    return refused.value.code


@pytest.mark.parametrize(
    ("today", "signed", "code"),
    [(-20 * DAY, -20 * DAY, "too-early"), (-2 * DAY, -DAY, "in-future")],
)
def test_a_declaration_is_signed_for_this_departure(unit, movement, today, signed, code):
    unit.clock = movement.departs_at + today
    at = movement.departs_at + signed

    said = {"unit": unit, "signed_at": at}
    assert refusal_of(departures.declare_departure, movement, **said) == code


@pytest.mark.parametrize("outcome", [TravellerStatus.DEPARTED, TravellerStatus.NO_SHOW])
@pytest.mark.parametrize(("at", "code"), [(-DAY, "too-early"), (HOUR, "in-future")])
def test_nobody_left_or_stayed_before_the_day_of_the_flight(unit, movement, outcome, at, code):
    declare(unit, movement, "p-1")
    unit.clock = movement.departs_at + min(at, timedelta())
    said = {"unit": unit, "outcome": outcome, "evidence": Evidence.STAFF}

    assert (
        refusal_of(departures.record_boarding, movement, at=movement.departs_at + at, **said)
        == code
    )


@pytest.mark.parametrize(("at", "code"), [(-HOUR, "too-early"), (9 * HOUR, "in-future")])
def test_an_arrival_comes_after_the_departure(unit, movement, at, code):
    declare(unit, movement, "p-1")
    board(unit, movement, "p-1")
    left = at_the_gate(unit, movement)

    assert refusal_of(departures.record_arrival, movement, unit=unit, at=left + at) == code
