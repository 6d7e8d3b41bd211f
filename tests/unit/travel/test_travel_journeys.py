"""Orders, escorts, undoing, and the day itself: what each step leads to."""

from datetime import date, timedelta

import pytest
from travel_builders import a_child_alone, a_minor, an_adult, opened
from travel_fakes import a_unit, posted
from travel_steps import (
    board,
    booked,
    close,
    confirm,
    declare,
    escorted,
    offer,
    ordered,
    quotes_of,
    take_refund,
    under_way,
)

from partner_kit import contract
from services.chassis.errors import Conflict, Invalid, NotFound
from services.travel.bookings import usecases as bookings
from services.travel.bookings.model import BookingStatus
from services.travel.cancellations import usecases as cancellations
from services.travel.departures import usecases as departures
from services.travel.escorts import usecases as escorts
from services.travel.escorts.store import EscortStore
from services.travel.offers import usecases as offers
from services.travel.waits.model import Status
from tests.fakes import NOON


def test_silence_is_answered_with_the_same_words_again_until_there_is_an_answer():
    unit = a_unit()
    movement, booking = ordered(unit)
    bookings.order_again(unit, booking_reference=booking.id)
    first, second = posted(unit, "booking_requested.v1")
    assert first.data == second.data
    confirm(unit, booking)
    bookings.order_again(unit, booking_reference=booking.id)
    assert len(posted(unit, "booking_requested.v1")) == 2

    cancellations.cancel_movement(unit, movement_id=movement.id, reason_code="withdrawn")
    bookings.ask_again_to_cancel(unit, booking_reference=booking.id)
    first, second = posted(unit, "cancellation_requested.v1")
    assert first.data == second.data
    take_refund(unit, booking)
    bookings.ask_again_to_cancel(unit, booking_reference=booking.id)
    first, second = posted(unit, "cancellation_confirmed.v1")
    assert first.data == second.data


def test_a_cancelled_ticket_is_paid_back_and_the_journey_is_over():
    unit = a_unit()
    movement, booking = ordered(unit)
    confirm(unit, booking)
    cancellations.cancel_movement(unit, movement_id=movement.id, reason_code="withdrawn")

    [said] = take_refund(unit, booking)
    assert take_refund(unit, booking) == []
    close(unit, booking)

    assert said["kind"] == "cancellation_confirmed.v1"
    assert unit.published_names()[-3:] == [
        "travel_cost_recorded",
        "travel_cost_recorded",
        "movement_cancelled",
    ]
    for name in ("cancellation_requested.v1", "cancellation_confirmed.v1"):
        event = contract.example(contract.TO_AGENT, name) | {"data": posted(unit, name)[0].data}
        assert contract.faults(contract.TO_AGENT, event) == []


def test_a_confirmation_after_the_withdrawal_is_asked_to_be_cancelled_once_more():
    unit = a_unit()
    movement, booking = ordered(unit)
    cancellations.cancel_movement(unit, movement_id=movement.id, reason_code="withdrawn")

    confirm(unit, booking)

    assert movement.status is Status.CANCELLING
    assert len(posted(unit, "cancellation_requested.v1")) == 2
    assert "movement_booked" not in unit.published_names()


def test_a_confirmation_that_comes_after_the_refund_was_agreed_is_still_recorded():
    unit = a_unit()
    movement, booking = ordered(unit)
    cancellations.cancel_movement(unit, movement_id=movement.id, reason_code="withdrawn")
    take_refund(unit, booking)

    confirm(unit, booking)
    confirm(unit, booking)

    assert unit.published_names().count("travel_cost_recorded") == 1
    assert len(posted(unit, "cancellation_requested.v1")) == 1
    close(unit, booking)
    assert movement.status is Status.CANCELLED


def test_an_order_that_fails_after_the_withdrawal_ends_it():
    unit = a_unit()
    movement, booking = ordered(unit)
    cancellations.cancel_movement(unit, movement_id=movement.id, reason_code="withdrawn")

    offers.lose_booking(unit, agent="delta", booking_reference=booking.id, reason="no_seats")

    assert movement.status is Status.CANCELLED


def test_a_named_escort_lets_the_journey_be_booked_with_a_ticket_of_their_own():
    unit = a_unit()
    movement, naming = escorted(unit)
    assert movement.status is Status.CHOSEN

    escorts.name_escort(unit, movement_id=movement.id, **naming)

    [order] = posted(unit, "booking_requested.v1")
    names = [one["given_names"] for one in unit.open_sealed(order.data["passengers"])["passengers"]]
    assert names == ["Amal", "Sanne"]


def test_an_escort_is_qualified_for_what_is_needed():
    unit = a_unit()
    nurse_needed = an_adult(escort="medical_nurse")
    movement, naming = escorted(unit, nurse_needed)
    name = {"movement_id": movement.id} | naming

    with pytest.raises(Invalid, match="medical nurse"):
        escorts.name_escort(unit, **name)
    with pytest.raises(Invalid, match="must outlast the return"):
        escorts.name_escort(unit, **(name | {"kind": "medical_nurse"}))
    back_on = date(2026, 5, 14)
    valid = {"kind": "medical_doctor", "credential_valid_until": back_on}
    with pytest.raises(Invalid, match="must outlast the return"):
        escorts.name_escort(unit, **(name | valid))
    valid["credential_valid_until"] = back_on + timedelta(days=1)
    escorts.name_escort(unit, **(name | valid))
    assert movement.status is Status.BOOKING


def test_an_escort_is_on_one_journey_at_a_time():
    unit = a_unit()
    first, naming = escorted(unit)
    escorts.name_escort(unit, movement_id=first.id, **naming)
    second = opened(unit, a_child_alone("p-5"), case_ref="NL-2")
    for quote in quotes_of(unit, second).values():
        offer(unit, quote, references=("P1", "E1"))

    with pytest.raises(Conflict, match="staff-1 is away"):
        escorts.name_escort(unit, movement_id=second.id, **naming)

    cancellations.cancel_movement(unit, movement_id=first.id, reason_code="withdrawn")
    second.escort_staff_id = None
    escorts.name_escort(unit, movement_id=second.id, **naming)
    assert second.status is Status.BOOKING


def test_an_offer_that_lapsed_while_the_escort_was_sought_is_chosen_anew():
    unit = a_unit()
    movement, naming = escorted(unit)
    unit.clock = NOON + timedelta(hours=21)

    escorts.name_escort(unit, movement_id=movement.id, **naming)

    assert (movement.status, movement.quote_round) == (Status.QUOTING, 2)
    assert unit.store(EscortStore).of_movement(movement.id) is None


def test_a_person_signs_leaves_and_arrives():
    unit = a_unit()
    movement, booking = booked(unit)
    here = {"movement_id": movement.id, "person_id": "p-1"}

    declare(unit, movement, "p-1")
    board(unit, movement, "p-1")
    unit.clock = movement.arrives_at
    departures.record_arrival(unit, **here, at=movement.arrives_at)

    assert unit.published_names()[-3:] == [
        "departure_declared",
        "person_departed",
        "person_arrived",
    ]
    assert booking.status is BookingStatus.USED


def test_when_nobody_comes_ticket_and_escort_are_given_back():
    unit = a_unit()
    movement, booking = booked(unit)

    board(unit, movement, "p-1", "no_show")

    assert booking.status is BookingStatus.CANCEL_REQUESTED
    take_refund(unit, booking)
    close(unit, booking)
    assert movement.status is Status.NO_SHOW


def test_when_one_of_the_family_stays_only_that_place_is_given_back():
    unit = a_unit()
    movement, booking = booked(unit, an_adult(), a_minor(), references=("P1", "P2"))
    declare(unit, movement, "p-1")
    board(unit, movement, "p-2", "no_show")
    board(unit, movement, "p-1")

    [asked] = posted(unit, "cancellation_requested.v1")

    assert asked.data["passenger_references"] == ["P2"]
    assert movement.status is Status.DEPARTED
    take_refund(unit, booking)
    close(unit, booking)
    assert booking.status is BookingStatus.USED


def test_a_child_is_handed_over_to_the_registered_adult_only():
    unit = a_unit()
    movement, here = under_way(unit, a_child_alone())

    with pytest.raises(Invalid, match="to whom"):
        departures.record_arrival(unit, **here)
    with pytest.raises(Conflict, match="not the registered receiver"):
        departures.record_arrival(unit, **here, handed_over_to={"identity_number": "AB 9999"})
    departures.record_arrival(unit, **here, handed_over_to={"identity_number": "ab12345"})
    assert movement.status is Status.ARRIVED


def test_without_a_registered_receiver_the_escort_keeps_the_child():
    unit = a_unit()
    _, here = under_way(unit, a_child_alone(receiver=None))

    with pytest.raises(Conflict, match="escort keeps the child"):
        departures.record_arrival(unit, **here, handed_over_to={"identity_number": "X 12"})


def test_an_adult_is_handed_over_to_nobody():
    unit = a_unit()
    movement, _ = booked(unit)
    person = {"movement_id": movement.id, "person_id": "p-1", "at": NOON}

    with pytest.raises(Invalid, match="Only an unaccompanied minor"):
        departures.record_arrival(unit, **person, handed_over_to={"identity_number": "AB 1"})


def test_the_airlines_word_is_noted_and_decides_nothing():
    """R-REAN-19."""
    unit = a_unit()
    movement, booking = booked(unit)
    news = {"agent": "delta", "booking_reference": booking.id, "word": "flown"}

    departures.note_airline_word(unit, passenger_reference="P1", **news)

    assert movement.travellers[0].airline_says == "flown"
    assert movement.status is Status.BOOKED
    with pytest.raises(NotFound):
        departures.note_airline_word(unit, passenger_reference="P7", **news)
    with pytest.raises(NotFound):
        departures.note_airline_word(unit, passenger_reference="P1", **(news | {"agent": "polder"}))
