"""What a traveller needs changes after it was booked: exactly what depends on it is open again."""

from dataclasses import replace
from datetime import timedelta

import pytest
from test_travel_choosing import WANTED, judged
from travel_builders import DETAILS, LEAVES, RECEIVER, a_child_alone
from travel_fakes import a_unit, posted
from travel_steps import board, booked, confirm, escorted

from services.chassis.errors import Conflict, Invalid
from services.travel.bookings.store import BookingStore
from services.travel.constraints.model import CarrierMinors
from services.travel.departures.rules import refuse_boarding, refuse_unescorted
from services.travel.departures.usecases import record_arrival, record_boarding
from services.travel.escorts.rules import is_too_weak
from services.travel.escorts.usecases import name_escort
from services.travel.parties import usecases
from services.travel.travellers.model import Evidence, PersonType, TravellerStatus
from services.travel.waits.model import Status

CASE = "NL-2026-000001-1"
DOCUMENT = DETAILS["document"]
# Each need, and which rules the tickets of an adult break when it changes after they were bought.
REOPENED = {
    "a name": ({"family_name": "Newname"}, ["ticket-name"]),
    "a birth date": ({"birth_date": "1971-01-02"}, ["ticket-name"]),
    "a receiver": ({"receiver": RECEIVER}, None),
    "how to handle": ({"handling": ["fast_track"]}, None),
    "held back": ({"on_hold": True}, None),
    "a check": ({"board_check": {"hours": 72, "passed_at": None}}, None),
    "an escort": ({"escort": "social"}, ["R-MED-03"]),
    "a nurse": ({"escort": "medical_nurse"}, ["R-MED-03"]),
    "assistance": ({"ssr": ["WCHR"]}, ["special-services"]),
    "the airline's care": ({"escort": "airline_um"}, ["special-services"]),
    "a document": ({"document": DOCUMENT | {"expires_on": "2026-05-11"}}, ["R-REAN-04"]),
    "a nationality": ({"nationality": "IQ"}, None),
}


def change(unit, whom="p-1", **changes):
    details = DETAILS | {"person_id": whom} | changes
    usecases.change_needs(unit, case_ref=CASE, person_id=whom, details=details)


@pytest.mark.parametrize("need", sorted(REOPENED))
def test_each_need_reopens_exactly_the_checks_that_depend_on_it_also_while_booked(need):
    """R-MED-03, R-MOV-06, R-REAN-04."""
    changes, broken = REOPENED[need]
    unit = a_unit()
    movement, _ = booked(unit)
    said = len(unit.published)
    change(unit, **changes)

    assert [one["rule"] for one in movement.broken_rules] == (broken or [])
    assert movement.status is (Status.RULES_BROKEN if broken else Status.BOOKED)
    told = [one.name for one in unit.published[said:]]
    assert told == ([] if broken is None else ["movement_changed"] * (2 if broken else 1))


def test_a_nurse_is_needed_where_company_was_named():
    """R-MED-03: the escort is chosen again."""
    unit = a_unit()
    movement, naming = escorted(unit)
    name_escort(unit, movement_id=movement.id, **naming)
    confirm(unit, unit.store(BookingStore).live(movement.id))
    child = a_child_alone().details
    change(unit, "p-9", **(child | {"escort": "medical_nurse"}))

    assert [one["rule"] for one in movement.broken_rules] == ["R-MED-03"]
    assert movement.waits_for.startswith("a decision on flights that break R-MED-03")
    assert not is_too_weak("medical_doctor", "medical_nurse")
    assert not is_too_weak("social", None)


def test_whom_intake_holds_back_does_not_board():
    """R-UAM-06, R-MED-02: why, travel does not know."""
    unit = a_unit()
    movement, _ = booked(unit)
    change(unit, on_hold=True)

    with pytest.raises(Conflict) as refusal:
        board(unit, movement, "p-1")

    assert refusal.value.code == "on-hold"


def test_whom_the_border_saw_leave_has_left():
    """R-REAN-19: what has happened is recorded."""
    unit = a_unit()
    movement, _ = booked(unit)
    change(unit, on_hold=True)
    movement.travellers[0].declare(LEAVES)
    unit.clock = LEAVES

    record_boarding(
        unit,
        movement_id=movement.id,
        person_id="p-1",
        outcome=TravellerStatus.DEPARTED,
        at=LEAVES,
        evidence=Evidence.BORDER_NOTICE,
    )

    assert movement.status is Status.DEPARTED


def checked(hours_before):
    passed_at = (LEAVES - timedelta(hours=hours_before)).isoformat()
    return {"board_check": {"hours": 72, "passed_at": passed_at}}


@pytest.mark.parametrize(
    ("details", "boards"),
    [
        ({}, True),
        ({"board_check": None}, True),
        ({"board_check": {"hours": 72, "passed_at": None}}, False),
        (checked(73), False),
        (checked(72), True),
        (checked(24), True),
        (checked(0), True),
        (checked(-1), False),
    ],
)
def test_a_patient_boards_within_72_hours_of_the_last_check(details, boards):
    """R-MED-01."""
    if boards:
        refuse_boarding(details, LEAVES)
        return
    with pytest.raises(Conflict) as refusal:
        refuse_boarding(details, LEAVES)
    assert refusal.value.code == "board-check-needed"


def test_a_flight_that_moves_needs_another_check():
    """R-MED-01: the check is held against the flight as it is now."""
    refuse_boarding(checked(70), LEAVES)

    with pytest.raises(Conflict):
        refuse_boarding(checked(70), LEAVES + timedelta(hours=3))


def test_nobody_who_needs_an_escort_boards_without_one():
    """R-UAM-05."""
    refuse_unescorted(required=False, named=False)
    refuse_unescorted(required=True, named=True)
    with pytest.raises(Conflict, match="before anybody boards"):
        refuse_unescorted(required=True, named=False)


def test_who_comes_of_age_is_handed_over_to_nobody():
    """R-UAM-06, R-UAM-07."""
    unit = a_unit()
    movement, naming = escorted(unit)
    name_escort(unit, movement_id=movement.id, **naming)
    confirm(unit, unit.store(BookingStore).live(movement.id))
    grown = {"passenger_type": "adult", "person_type": "adult", "escort": "none"}
    change(unit, "p-9", **(a_child_alone().details | grown))

    assert movement.traveller("p-9").person_type is PersonType.ADULT
    assert not movement.escort_required
    movement.travellers[0].status = TravellerStatus.DEPARTED
    unit.clock = LEAVES
    shown = {"name": "Aunt Specimen", "identity_number": RECEIVER["identity_number"]}
    with pytest.raises(Invalid, match="Only an unaccompanied minor"):
        record_arrival(
            unit, movement_id=movement.id, person_id="p-9", at=LEAVES, handed_over_to=shown
        )


MINORS = [CarrierMinors("*", 5, 17, 24), CarrierMinors("TK", 7, 14, 48)]


@pytest.mark.parametrize(
    ("ages", "broken"), [((), False), ((7,), False), ((14,), False), ((6,), True), ((15,), True)]
)
def test_a_carrier_takes_children_alone_of_its_own_ages(ages, broken):
    """R-MOV-08: the carrier's own rule goes before that of all others."""
    wanted = replace(WANTED, carrier_minors=MINORS, ages_alone=ages)

    assert ("R-MOV-08" in judged(wanted)) is broken


def test_a_carrier_wants_to_know_of_a_child_alone_in_time():
    """R-MOV-08."""
    wanted = replace(WANTED, carrier_minors=MINORS, ages_alone=(8,))
    others = replace(wanted, carrier_minors=MINORS[:1])

    assert "R-MOV-08-notice" in judged(wanted, now=LEAVES - timedelta(hours=47))
    assert "R-MOV-08-notice" not in judged(wanted, now=LEAVES - timedelta(hours=48))
    assert "R-MOV-08-notice" not in judged(others, now=LEAVES - timedelta(hours=24))
    assert "R-MOV-08-notice" not in judged(WANTED, now=LEAVES - timedelta(hours=1))


def test_the_ages_of_children_in_the_airlines_care_are_those_on_the_journey():
    """R-MOV-08: a child of four is not taken, and an officer hears of it."""
    unit = a_unit()
    movement, _ = booked(unit)
    asked = len(posted(unit, "quote_requested.v1"))
    small = {"birth_date": "2022-01-01", "passenger_type": "unaccompanied_minor"}
    change(unit, **(small | {"escort": "airline_um"}))

    assert "R-MOV-08" in {one["rule"] for one in movement.broken_rules}
    assert len(posted(unit, "quote_requested.v1")) == asked
