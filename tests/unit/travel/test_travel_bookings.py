"""What an agent confirms must be what was ordered, and what it pays back must add up."""

from datetime import timedelta

import pytest

from services.chassis.errors import Conflict, Invalid
from services.travel.bookings.model import Booking, BookingStatus, Refund
from tests.fakes import NOON


def a_booking(**changes):
    usual = {
        "id": "B-1",
        "movement_id": "m-1",
        "agent": "polder",
        "offer_id": "o-1",
        "offer_reference": "O-1",
        "references": ["P1", "E1"],
        "price_minor": 71_000,
        "currency": "EUR",
        "price_accepted": False,
        "sealed_party": "jwe",
        "requested_at": NOON,
    }
    return Booking(**(usual | changes))


def a_price(p1_minor=31_000, e1_minor=40_000, **changes):
    lines = {"P1": p1_minor, "E1": e1_minor}
    return {
        "currency": "EUR",
        "total_minor": 71_000,
        "passengers": [
            {"passenger_reference": one, "amount_minor": amount} for one, amount in lines.items()
        ],
    } | changes


def ticketed(**changes):
    return {
        "record_locator": "K7PX4M",
        "tickets": [
            {"passenger_reference": "P1", "ticket_number": "0750010000014"},
            {"passenger_reference": "E1", "ticket_number": "0750010000025"},
        ],
        "price": a_price(),
        "ticketing_time_limit": NOON + timedelta(days=1),
    } | changes


def test_tickets_for_all_who_fly_confirm_the_booking():
    booking = a_booking()

    booking.confirm(NOON, **ticketed())

    assert (booking.status, booking.record_locator) == (BookingStatus.CONFIRMED, "K7PX4M")


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"tickets": ticketed()["tickets"][:1]}, "/tickets"),
        (
            {
                "tickets": [
                    ticketed()["tickets"][0],
                    {"passenger_reference": "E1", "ticket_number": "0750010000026"},
                ]
            },
            "/tickets/1/ticket_number",
        ),
        (
            {
                "tickets": [
                    {"passenger_reference": one, "ticket_number": "0750010000014"}
                    for one in ("P1", "E1")
                ]
            },
            "/tickets/1/ticket_number",
        ),
        ({"price": a_price(total_minor=71_001)}, "/price/total_minor"),
        ({"price": a_price(currency="KWD")}, "/price/currency"),
        ({"price": a_price(e1_minor=40_001)}, "/price/passengers"),
        ({"price": a_price(passengers=a_price()["passengers"][:1])}, "/price/passengers"),
        ({"ticketing_time_limit": NOON}, "/ticketing_time_limit"),
        ({"ticketing_time_limit": NOON - timedelta(days=9_000)}, "/ticketing_time_limit"),
    ],
)
def test_a_confirmation_that_is_not_what_was_ordered_is_refused(changes, pointer):
    booking = a_booking()

    with pytest.raises(Invalid) as refused:
        booking.confirm(NOON, **ticketed(**changes))

    assert refused.value.errors[0]["pointer"] == pointer
    assert booking.status is BookingStatus.REQUESTED


def a_cancelled_booking(staying_behind=None):
    booking = a_booking()
    booking.confirm(NOON, **ticketed())
    if staying_behind:
        booking.use(NOON)
    booking.ask_to_cancel(NOON, "X-1", staying_behind)
    return booking


def test_only_the_cancellation_that_was_asked_for_is_accepted():
    booking = a_cancelled_booking()

    with pytest.raises(Conflict, match="not asked for"):
        booking.accept_refund(NOON, "X-2", Refund("EUR", 12_000, 59_000))
    booking.accept_refund(NOON, "X-1", Refund("EUR", 12_000, 59_000))
    assert booking.status is BookingStatus.CANCEL_ACCEPTED


def test_a_cancellation_closes_at_the_amounts_that_were_accepted():
    booking = a_cancelled_booking()
    booking.accept_refund(NOON, "X-1", Refund("EUR", 12_000, 59_000))

    with pytest.raises(Invalid):
        booking.close(NOON, "X-1", Refund("EUR", 13_000, 58_000))
    with pytest.raises(Invalid):
        booking.close(NOON, "X-1", Refund("IRR", 12_000, 59_000))
    booking.close(NOON, "X-1", Refund("EUR", 12_000, 59_000))
    assert (booking.status, booking.waits_for) == (BookingStatus.CANCELLED, None)


def test_giving_back_the_place_of_one_leaves_the_others_booking_used():
    booking = a_cancelled_booking(staying_behind=["P1"])
    booking.accept_refund(NOON, "X-1", Refund("EUR", 30_000, 0))

    booking.close(NOON, "X-1", Refund("EUR", 30_000, 0))

    assert booking.status is BookingStatus.USED
