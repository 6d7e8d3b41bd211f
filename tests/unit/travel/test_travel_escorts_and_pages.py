"""Who may escort whom, what happens without one, and how journeys are read."""

import pytest
from travel_builders import a_child_alone, an_adult, opened
from travel_fakes import a_unit
from travel_steps import at_the_gate, confirm, ordered

from services.chassis.errors import Conflict
from services.travel.bookings import usecases as bookings
from services.travel.departures import usecases as departures
from services.travel.dossiers import usecases as dossiers
from services.travel.dossiers.schemas import show_dossier
from services.travel.escorts.rules import refuse_too_many_children, refuse_unfit
from services.travel.offers.model import Flight
from services.travel.partner_messages.rules import BODY_BYTES_MAX, read_message
from services.travel.schedule_changes.rules import touched
from services.travel.travellers.model import Evidence, TravellerStatus
from tests.fakes import NOON


def unfit(**changes):
    usual = {"kind": "social", "needed": "social", "credential_valid_until": None}
    return refuse_unfit(**({"back_at": NOON} | usual | changes))


def test_nobody_escorts_a_party_that_needs_none():
    with pytest.raises(Conflict, match="Nobody of this party"):
        unfit(needed=None)


def test_an_escort_needs_a_way_back():
    with pytest.raises(Conflict, match="no return"):
        unfit(back_at=None)


def test_a_nurse_may_go_where_company_is_needed():
    assert unfit(kind="medical_nurse", credential_valid_until=NOON.date().replace(year=2027))


def test_one_escort_watches_over_four_children_at_most():
    refuse_too_many_children(4)
    with pytest.raises(Conflict, match="4 children, not 5"):
        refuse_too_many_children(5)


def test_a_moved_flight_of_an_escorted_party_touches_the_escort():
    flight = Flight("TK", "1", "AMS", "BGW", NOON, NOON)

    assert touched([flight], [flight], escorted=True, broken=[]) == ["escort"]


def test_a_message_may_be_too_large():
    with pytest.raises(Exception, match="may have"):
        read_message(b" " * (BODY_BYTES_MAX + 1), "polder", "polder.x", None)


def test_what_the_airline_says_of_an_escort_is_not_about_the_party():
    unit = a_unit()
    movement, booking = ordered(unit)
    booking.references = ["P1", "E1"]

    departures.note_airline_word(
        unit,
        agent="delta",
        booking_reference=booking.id,
        passenger_reference="E1",
        word="flown",
    )

    assert movement.travellers[0].airline_says is None


def test_a_boarding_without_a_live_booking_gives_nothing_back():
    unit = a_unit()
    movement, booking = ordered(unit)
    confirm(unit, booking)
    bookings.ask_to_cancel(unit, booking)
    asked = len(unit.posted)

    departures.record_boarding(
        unit,
        movement_id=movement.id,
        person_id="p-1",
        outcome=TravellerStatus.NO_SHOW,
        at=at_the_gate(unit, movement),
        evidence=Evidence.STAFF,
    )

    assert len(unit.posted) == asked


def test_a_dossier_shows_everything_but_who_travels():
    unit = a_unit()
    movement, booking = ordered(unit)

    whole = show_dossier(dossiers.dossier_of(unit, movement_id=movement.id))
    [of_case] = dossiers.dossiers_of_case(unit, case_ref=movement.case_ref)

    assert show_dossier(of_case) == whole
    assert whole["bookings"][0]["booking_reference"] == booking.id
    assert len(whole["offers"]) == len(whole["quote_requests"]) == 2
    assert whole["choice"]["explanation"][0].startswith("Chosen: the offer of delta")
    for secret in ("Amal", "SPEC1", "1990-02-11"):
        assert secret not in str(whole)


def test_a_page_holds_one_journey_more_than_asked_for():
    unit = a_unit()
    for number in range(3):
        opened(unit, an_adult(), case_ref=f"NL-{number}")
    opened(unit, a_child_alone(), case_ref="NL-9")

    found = dossiers.page(unit, limit=2, after=None, escort_required=False)

    assert [one.case_ref for one in found] == ["NL-0", "NL-1", "NL-2"]
