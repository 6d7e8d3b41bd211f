"""Undoing a journey before boarding: the ticket, the escort, the money, in one action."""

from __future__ import annotations

from services.chassis.errors import NotFound
from services.chassis.unit import Unit
from services.travel.agents.usecases import Said
from services.travel.bookings import usecases as bookings
from services.travel.bookings.model import Booking, BookingStatus, Refund
from services.travel.bookings.store import BookingStore
from services.travel.cancellations import rules
from services.travel.escorts.usecases import release
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.movements.usecases import tell
from services.travel.offers.store import OfferStore
from services.travel.waits.model import Status


def cancel_movement(unit: Unit, *, movement_id: str, reason_code: str) -> Movement:
    """An officer calls a journey off."""
    movement = unit.store(MovementStore).get(movement_id)
    unit.expects(movement.version)
    undo(unit, movement, reason_code)
    return movement


def undo(unit: Unit, movement: Movement, reason_code: str) -> None:
    """Put everything back; what was ordered or ticketed is cancelled at the agent first."""
    booking = unit.store(BookingStore).live(movement.id)
    cancelled = movement.withdraw(unit.now(), reason_code)
    release(unit, movement)
    if movement.status is Status.CANCELLING and booking is not None:
        bookings.ask_to_cancel(unit, booking)
    tell(unit, movement, cancelled)


def take_refund(
    unit: Unit,
    *,
    agent: str,
    booking_reference: str,
    cancellation_reference: str,
    paid_minor: int,
    refund: Refund,
) -> list[Said]:
    """Accept what the agent pays back. Asked twice, it may quote twice: the same is said once."""
    movement, booking = bookings.lock_booking(unit, agent, booking_reference)
    offer = unit.store(OfferStore).get(booking.offer_id)
    booked_minor = rules.paid_for(offer, booking.leaving)
    rules.refuse_wrong_refund(refund, paid_minor, booked_minor, booking.currency)
    named = rules.penalty_named(offer, movement.status, unit.now())
    if refund.penalty_minor > max(named, booking.penalty_allowed_minor):
        booking.question_penalty(unit.now(), cancellation_reference, refund)
        _go_on_without(unit, movement, booking)
        return []
    known = (booking.penalty_minor, booking.refund_minor)
    accepted_before = booking.status is BookingStatus.CANCEL_ACCEPTED
    booking.accept_refund(unit.now(), cancellation_reference, refund)
    if accepted_before and known == (booking.penalty_minor, booking.refund_minor):
        return []
    bookings.remind_of_cancellation(unit, booking)
    return [bookings.send_acceptance(unit, booking)]


def accept_penalty(
    unit: Unit, *, movement_id: str, booking_reference: str, reason: str
) -> Movement:
    """An officer accepts a penalty above what the offer named, and the agent may cancel."""
    movement = unit.store(MovementStore).get(movement_id)
    unit.expects(movement.version)
    booking = unit.store(BookingStore).get(booking_reference)
    if booking.movement_id != movement.id:
        raise NotFound("no-such-booking", f"This journey has no booking {booking_reference}.")
    booking.accept_penalty(unit.now(), unit.principal.subject, reason)
    bookings.remind_of_cancellation(unit, booking)
    bookings.send_acceptance(unit, booking)
    return movement


def tell_if_undecided(unit: Unit, *, booking_reference: str) -> None:
    """Nobody decided on a penalty in time: say so once."""
    movement, booking = bookings.lock_booking(unit, None, booking_reference)
    if booking.status is BookingStatus.PENALTY_QUESTIONED and booking.is_stuck(unit.now()):
        booking.escalate()
        tell(unit, movement, movement.stuck_on(booking))


def close_cancellation(
    unit: Unit,
    *,
    agent: str,
    booking_reference: str,
    cancellation_reference: str,
    refund: Refund,
) -> None:
    """The agent has cancelled: the money is recorded, and the movement is over."""
    movement, booking = bookings.lock_booking(unit, agent, booking_reference)
    booking.close(unit.now(), cancellation_reference, refund)
    amounts = {"refund": refund.refund_minor, "penalty": refund.penalty_minor}
    costs = [
        bookings.cost(unit, movement, booking, kind, amount)
        for kind, amount in amounts.items()
        if amount
    ]
    over = movement.cancel(unit.now()) if movement.status is Status.CANCELLING else None
    tell(unit, movement, *costs, over)


def _go_on_without(unit: Unit, movement: Movement, booking: Booking) -> None:
    """A question about money holds nobody up: the withdrawal is done, the booking waits."""
    if booking.due_at is not None:
        unit.remind(booking.due_at, "penalty_undecided", booking_reference=booking.id)
    if movement.status is Status.CANCELLING:
        tell(unit, movement, movement.cancel(unit.now()))
