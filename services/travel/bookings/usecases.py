"""What is said to an agent about a booking, and what its answers mean for the journey."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from services.chassis.unit import Unit
from services.travel.agents.model import MarkKind
from services.travel.agents.store import AgentStore
from services.travel.agents.usecases import Said, note, tell_agent
from services.travel.bookings.model import BOOKING, Booking, BookingStatus
from services.travel.bookings.store import BookingStore
from services.travel.events import MovementFact, TravelCostRecorded
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.movements.usecases import tell
from services.travel.tickets.rules import refuse_taken_tickets
from services.travel.travellers.rules import ESCORT_REFERENCE
from services.travel.travellers.usecases import open_details

ANSWERS_WITHIN = timedelta(hours=8)
REMINDED_AFTER = timedelta(hours=4)
TICKET_FIELDS = ("given_names", "family_name", "birth_date", "sex", "nationality", "document")


def request_booking(unit: Unit, movement: Movement) -> None:
    """Order the chosen offer. Who flies is sealed for the chosen agent alone (protection.md)."""
    now, due_at = unit.now(), unit.now() + ANSWERS_WITHIN
    movement.book(now, due_at)
    party = everybody(unit, movement)
    key = unit.store(AgentStore).get(str(movement.agent)).newest_key
    booking = Booking(
        id=f"B-{unit.new_id()}",
        movement_id=movement.id,
        agent=str(movement.agent),
        offer_id=str(movement.offer_id),
        offer_reference=str(movement.offer_reference),
        references=[passenger["passenger_reference"] for passenger in party],
        price_minor=movement.price_minor or 0,
        currency=str(movement.currency),
        price_accepted=movement.price_accepted,
        sealed_party=unit.seal_for(key, {"passengers": party}),
        requested_at=now,
    )
    booking.wait(BOOKING.wait(booking.status), now, due_at)
    unit.store(BookingStore).add(booking)
    order(unit, booking, booking.id)
    unit.remind(now + REMINDED_AFTER, "booking_unanswered", booking_reference=booking.id)


def order(unit: Unit, booking: Booking, message_id: str) -> None:
    """Send the order; `accepted_price` says that a person accepted a changed price."""
    content: dict[str, Any] = {
        "booking_reference": booking.id,
        "offer_reference": booking.offer_reference,
        "passengers": booking.sealed_party,
    }
    if booking.price_accepted:
        content["accepted_price"] = {
            "currency": booking.currency,
            "total_minor": booking.price_minor,
        }
    tell_agent(unit, booking.agent, "booking_requested.v1", booking.id, content, message_id)


def order_again(unit: Unit, *, booking_reference: str) -> None:
    """Repeat an order that nobody answered: same reference, same sealed passengers."""
    _, booking = lock_booking(unit, None, booking_reference)
    if booking.status is BookingStatus.REQUESTED:
        order(unit, booking, unit.new_id())


def ask_again_to_cancel(unit: Unit, *, booking_reference: str) -> None:
    """Repeat a cancellation that nobody answered."""
    _, booking = lock_booking(unit, None, booking_reference)
    if booking.status is BookingStatus.CANCEL_REQUESTED:
        send_cancellation(unit, booking)
    elif booking.status is BookingStatus.CANCEL_ACCEPTED:
        send_acceptance(unit, booking)


def everybody(unit: Unit, movement: Movement) -> list[dict[str, Any]]:
    """Gather what a ticket needs of everybody who flies, the escort last."""
    party = [
        _passenger(one.reference, details["passenger_type"], details)
        for one in movement.travellers
        for details in (open_details(unit, one),)
    ]
    if movement.escort_staff_id is None or movement.escort_details is None:
        return party
    escort = unit.vault.open(movement.escort_staff_id, movement.escort_details)
    return [*party, _passenger(ESCORT_REFERENCE, "adult", escort)]


def lock_booking(unit: Unit, agent: str | None, reference: str) -> tuple[Movement, Booking]:
    """Return a booking, of an agent its own, with its movement locked first, as everywhere.

    What we decide by ourselves, such as to order again, waits like this for an agent's word.
    """
    movement_id = unit.store(BookingStore).movement_of(reference, agent)
    movement = unit.store(MovementStore).get(movement_id)
    return movement, unit.store(BookingStore).get(reference)


def confirm_booking(
    unit: Unit, *, agent: str, booking_reference: str, **tickets: Any
) -> Movement | None:
    """Take the tickets, and return the journey if that booked it.

    Confirmed after a withdrawal: recorded, and asked to be cancelled again.
    """
    movement, booking = lock_booking(unit, agent, booking_reference)
    # An order that was sent again may be confirmed twice, under two ids.
    if booking.record_locator == tickets["record_locator"]:
        return None
    was_withdrawn = booking.status is not BookingStatus.REQUESTED
    store = unit.store(BookingStore)
    numbers = [ticket["ticket_number"] for ticket in tickets["tickets"]]
    refuse_taken_tickets(tickets["tickets"], store.taken(numbers))
    booking.confirm(unit.now(), **tickets)
    store.keep_tickets(booking)
    note(unit, agent, MarkKind.BOOKED)
    paid = cost(unit, movement, booking, "ticket", booking.price_minor)
    if was_withdrawn:
        tell(unit, movement, paid)
        if booking.status is BookingStatus.CANCEL_REQUESTED:
            send_cancellation(unit, booking)
        return None
    booked = movement.confirm(unit.now(), booking.id)
    booking.wait(BOOKING.wait(booking.status), unit.now(), movement.departs_at)
    tell(unit, movement, booked, paid)
    return movement


def ask_to_cancel(unit: Unit, booking: Booking, staying_behind: list[str] | None = None) -> None:
    """Ask the agent what undoing the booking costs, for all or for those who stay behind."""
    booking.ask_to_cancel(unit.now(), f"X-{unit.new_id()}", staying_behind)
    send_cancellation(unit, booking)
    remind_of_cancellation(unit, booking)


def remind_of_cancellation(unit: Unit, booking: Booking) -> None:
    """Ask again when the agent says nothing until the wait is due."""
    if booking.due_at is not None:
        unit.remind(booking.due_at, "cancellation_unanswered", booking_reference=booking.id)


def send_cancellation(unit: Unit, booking: Booking) -> None:
    """Say once more that the booking is to be cancelled, under the same reference."""
    content: dict[str, Any] = {
        "booking_reference": booking.id,
        "cancellation_reference": booking.cancellation_reference,
    }
    if booking.staying_behind:
        content["passenger_references"] = booking.staying_behind
    tell_agent(unit, booking.agent, "cancellation_requested.v1", booking.id, content, unit.new_id())


def send_acceptance(unit: Unit, booking: Booking) -> Said:
    """Say that we take the refund and bear the penalty: the agent may cancel."""
    content = {
        "booking_reference": booking.id,
        "cancellation_reference": booking.cancellation_reference,
        "accepted_refund": {
            "currency": booking.currency,
            "penalty_minor": booking.penalty_minor,
            "refund_minor": booking.refund_minor,
        },
    }
    message_id, kind = unit.new_id(), "cancellation_confirmed.v1"
    return tell_agent(unit, booking.agent, kind, booking.id, content, message_id)


def cost(
    unit: Unit, movement: Movement, booking: Booking, kind: str, amount_minor: int
) -> MovementFact:
    """State an amount of money of this booking: ticket, penalty or refund."""
    return TravelCostRecorded(
        movement_id=movement.id,
        case_ref=movement.case_ref,
        assignment_id=movement.assignment_id,
        cost_id=unit.new_id(),
        kind=kind,
        amount_minor=amount_minor,
        currency=booking.currency,
        agent=booking.agent,
        booking_reference=booking.id,
    )


def _passenger(reference: str, kind: str, details: dict[str, Any]) -> dict[str, Any]:
    ticket = {field: details[field] for field in TICKET_FIELDS}
    return {"passenger_reference": reference, "type": kind, **ticket}
