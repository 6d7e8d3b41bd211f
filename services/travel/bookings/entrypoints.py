"""Bookings as the clock sees them: an agent that says nothing is reminded."""

from __future__ import annotations

from services.chassis.bus import reminder
from services.chassis.unit import Unit
from services.travel.bookings import usecases


class Bookings:
    """Repeats what an agent did not answer; the movement's own deadline tells of it."""

    @reminder("booking_unanswered")
    def on_booking_unanswered(self, unit: Unit, booking_reference: str) -> None:
        """Order once more."""
        usecases.order_again(unit, booking_reference=booking_reference)

    @reminder("cancellation_unanswered")
    def on_cancellation_unanswered(self, unit: Unit, booking_reference: str) -> None:
        """Ask once more to cancel."""
        usecases.ask_again_to_cancel(unit, booking_reference=booking_reference)
