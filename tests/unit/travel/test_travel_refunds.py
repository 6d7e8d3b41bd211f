"""What an agent may keep: what its offer named, of what was booked; more is a person's decision."""

import pytest
from travel_builders import a_minor, an_adult
from travel_fakes import a_unit, posted
from travel_steps import board, booked, close, confirm, declare, ordered, take_refund

from services.chassis.errors import Conflict, Invalid, NotFound
from services.travel.bookings.model import BookingStatus
from services.travel.cancellations import usecases as cancellations
from services.travel.cancellations.rules import penalty_named, refuse_wrong_refund
from services.travel.offers import usecases as offers
from services.travel.offers.store import OfferStore
from services.travel.waits.model import Status
from tests.fakes import NOON

REASON = "The airline withdrew the fare."


def withdrawn(unit):
    movement, booking = booked(unit)
    cancellations.cancel_movement(unit, movement_id=movement.id, reason_code="withdrawn")
    return movement, booking


@pytest.mark.parametrize(
    ("quoted", "pointer"),
    [
        ({"currency": "IRR"}, "/currency"),
        ({"paid_minor": 9_900_000_000, "penalty_minor": 9_900_000_000}, "/paid_minor"),
        ({"paid_minor": 0, "penalty_minor": 0}, "/paid_minor"),
        ({"paid_minor": 39_999}, "/paid_minor"),
    ],
)
def test_the_agents_word_for_what_was_paid_is_not_taken(quoted, pointer):
    unit = a_unit()
    _, booking = withdrawn(unit)

    with pytest.raises(Invalid) as refused:
        take_refund(unit, booking, **quoted)

    assert refused.value.errors[0]["pointer"] == pointer
    assert booking.status is BookingStatus.CANCEL_REQUESTED


def test_tickets_that_were_issued_do_not_fail_they_are_paid_back():
    unit = a_unit()
    movement, booking = withdrawn(unit)

    with pytest.raises(Conflict, match="name the refund"):
        offers.lose_booking(
            unit, agent=booking.agent, booking_reference=booking.id, reason="no_seats"
        )

    assert (movement.status, booking.status) == ("cancelling", "cancel_requested")


def test_refund_and_penalty_make_up_what_was_paid():
    with pytest.raises(Invalid, match="do not make up"):
        refuse_wrong_refund(cancellations.Refund("EUR", 9_000, 30_999), 40_000, 40_000, "EUR")


def test_of_a_family_only_the_places_given_back_are_counted():
    unit = a_unit()
    movement, booking = booked(unit, an_adult(), a_minor(), references=("P1", "P2"))
    declare(unit, movement, "p-1")
    board(unit, movement, "p-2", "no_show")
    board(unit, movement, "p-1")

    with pytest.raises(Invalid):
        take_refund(unit, booking, paid_minor=80_000)
    assert take_refund(unit, booking, paid_minor=40_000)


def test_a_penalty_that_the_offer_did_not_name_waits_for_a_person_and_the_withdrawal_does_not():
    unit = a_unit()
    movement, booking = withdrawn(unit)

    assert take_refund(unit, booking, penalty_minor=9_001) == []

    assert posted(unit, "cancellation_confirmed.v1") == []
    assert movement.status is Status.CANCELLED
    assert unit.published_names()[-1] == "movement_cancelled"
    assert booking.status is BookingStatus.PENALTY_QUESTIONED
    assert (booking.owner, booking.waits_for) == ("movement_officer", "a decision on the penalty")


def test_an_officer_accepts_a_penalty_and_says_why():
    unit = a_unit()
    movement, booking = withdrawn(unit)
    take_refund(unit, booking, penalty_minor=40_000)
    wanted = {"movement_id": movement.id, "booking_reference": booking.id, "reason": REASON}

    cancellations.accept_penalty(unit, **wanted)

    assert booking.penalty_choice == {"accepted_by": "c.jansen", "reason": REASON}
    [accepted] = posted(unit, "cancellation_confirmed.v1")
    assert accepted.data["accepted_refund"]["penalty_minor"] == 40_000
    # The agent's terms lapsed meanwhile, and it quotes the same: that was decided.
    assert take_refund(unit, booking, penalty_minor=40_000) == []
    assert booking.status is BookingStatus.CANCEL_ACCEPTED
    close(unit, booking, penalty_minor=40_000)
    assert unit.published[-1].kind == "penalty"
    with pytest.raises(Conflict, match="cannot accept penalty"):
        cancellations.accept_penalty(unit, **wanted)


def test_a_booking_of_another_journey_is_not_there():
    unit = a_unit()
    movement, _ = withdrawn(unit)
    _, booking = ordered(unit, an_adult("p-7"), case_ref="NL-2")

    with pytest.raises(NotFound):
        cancellations.accept_penalty(
            unit, movement_id=movement.id, booking_reference=booking.id, reason=REASON
        )


def test_an_agent_that_names_less_after_all_is_accepted_without_a_person():
    unit = a_unit()
    _, booking = withdrawn(unit)
    take_refund(unit, booking, penalty_minor=20_000)

    take_refund(unit, booking, penalty_minor=9_000)

    assert booking.status is BookingStatus.CANCEL_ACCEPTED
    take_refund(unit, booking, penalty_minor=9_001)
    assert booking.status is BookingStatus.PENALTY_QUESTIONED


def test_a_penalty_that_nobody_decides_on_is_told_once():
    unit = a_unit()
    _, booking = withdrawn(unit)
    take_refund(unit, booking, penalty_minor=20_000)
    [due] = [one for one in unit.reminders if one.name == "penalty_undecided"]
    cancellations.tell_if_undecided(unit, booking_reference=booking.id)
    assert "movement_stuck" not in unit.published_names()

    unit.clock = due.at
    for _ in range(2):
        cancellations.tell_if_undecided(unit, booking_reference=booking.id)

    assert unit.published_names().count("movement_stuck") == 1
    assert unit.published[-1].waits_for == "a decision on the penalty"


def test_a_missed_flight_may_cost_what_the_offer_named_for_it():
    unit = a_unit()
    movement, _ = booked(unit)
    sold = unit.store(OfferStore).get(movement.offer_id)
    assert penalty_named(sold, Status.NO_SHOW, NOON) == 9_000

    sold.content["penalties"]["no_show_minor"] = 20_000

    assert penalty_named(sold, Status.CANCELLING, NOON) == 9_000
    assert penalty_named(sold, Status.CANCELLING, sold.departs_at) == 20_000
    assert penalty_named(sold, Status.NO_SHOW, NOON) == 20_000


def test_a_ticket_is_of_one_booking():
    unit = a_unit()
    booked(unit)
    _, second = ordered(unit, an_adult("p-7"), case_ref="NL-2")

    with pytest.raises(Invalid, match="came before"):
        confirm(unit, second)
    assert second.status is BookingStatus.REQUESTED
