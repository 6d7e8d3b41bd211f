"""Four weeks after the application a journey ought to be booked; if not, it is said why."""

from datetime import timedelta

import pytest

from services.chassis.errors import Conflict, NotFound
from services.chassis.kept import written
from services.intake.acceptance.usecases import accept_case, alert_late_booking
from services.intake.cases.usecases import withdraw_case
from services.intake.journeys.model import Journey
from services.intake.safeguarding.usecases import look_at
from services.intake.timeline.store import TimelineStore
from tests.unit.intake.intake_scene import (
    NOON,
    TODAY,
    a_cleared_case,
    a_cleared_minor,
    a_person,
    a_unit,
    an_accepted_case,
    an_applied_case,
)


def alert(unit, case):
    alert_late_booking(unit, case_ref=case.case_ref)
    last = unit.store(TimelineStore).added[-1]
    return last.facts.get("reason_code") if last.type == "intake.booking_late" else None


def test_signing_sets_the_clock_of_four_weeks():
    """R-REAN-20."""
    unit = a_unit()
    case = an_applied_case(unit)

    due = next(one for one in unit.reminders if one.name == "booking_due")

    assert due.at.date() == TODAY + timedelta(days=28)
    assert due.ids == {"case_ref": case.case_ref}


@pytest.mark.parametrize(
    ("changes", "person", "reason_code"),
    [
        ({}, {"document": None, "document_obtainable": True}, "document"),
        ({}, {"medical": True}, "vulnerability"),
        (
            {"destination_country": "YE", "destination_airport": "ADE"},
            {"nationalities": ["YE"]},
            "country_condition",
        ),
        ({}, {}, "other"),
    ],
)
def test_a_late_booking_says_what_keeps_it(changes, person, reason_code):
    """R-REAN-20."""
    unit = a_unit()
    case = a_cleared_case(unit, a_person(**person), **changes)

    assert alert(unit, case) == reason_code
    assert case.overdue


def test_a_child_alone_whose_safeguards_are_missing_is_late_for_that():
    """R-REAN-20."""
    unit = a_unit()

    assert alert(unit, a_cleared_minor(unit, without=("reception",))) == "vulnerability"


def test_an_accepted_case_that_is_not_booked_is_late_too():
    """R-REAN-20."""
    unit = a_unit()

    assert alert(unit, an_accepted_case(unit)) == "other"


def test_a_case_that_is_booked_or_over_is_not_late():
    """R-REAN-20."""
    unit = a_unit()
    booked = an_accepted_case(unit)
    seat = {"movement_id": "m-1", "person_ids": [booked.applicant_id]}
    booked.learn(Journey().movement_booked(seat, 1), NOON)
    over = a_cleared_case(unit)
    withdraw_case(unit, ref=over.case_ref, reason_code="family")

    assert alert(unit, booked) is None
    assert alert(unit, over) is None


def test_nobody_is_accepted_for_days_that_have_passed():
    unit = a_unit()
    case = a_cleared_case(unit)
    unit.clock = NOON + timedelta(days=100)

    with pytest.raises(Conflict) as refusal:
        accept_case(unit, ref=case.case_ref)

    assert [one["detail"] for one in refusal.value.errors] == [
        "WINDOW: The last day of travel, 2026-06-30, has passed."
    ]
    assert refusal.value.errors[0]["pointer"] == "/case"


def test_a_journey_that_got_stuck_is_not_freed_by_what_came_before():
    stuck = {"waits_for": "a price", "owner": "movement_officer", "due_at": "2026-06-01T00:00:00Z"}
    seat = {"movement_id": "m-1", "person_ids": ["p-1"]}
    journey = Journey().movement_stuck({"movement_id": "m-1"} | stuck, 5)

    assert journey.movement_booked(seat, 3).movements["m-1"].stuck == stuck
    assert journey.movement_booked(seat, 6).movements["m-1"].stuck is None


def test_a_journey_is_kept_and_read_back_whole():
    seat = {"movement_id": "m-1", "person_ids": ["p-1"], "agent": "polder"}
    left = {"movement_id": "m-1", "person_id": "p-1", "departed_at": "2026-06-10T06:00:00+00:00"}
    journey = Journey().movement_booked(seat, 3).person_departed(left, 4)

    assert Journey.from_json(written(journey)) == journey


def test_only_travellers_of_the_case_have_safeguards():
    unit = a_unit()
    case = an_applied_case(unit)

    assert look_at(unit, ref=case.case_ref, person_id=case.applicant_id) is case
    with pytest.raises(NotFound):
        look_at(unit, ref=case.case_ref, person_id="stranger")
