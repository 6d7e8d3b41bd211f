"""Cancellations as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.travel.cancellations import usecases
from services.travel.cancellations.schemas import Cancellation, PenaltyAcceptance
from services.travel.movements.schemas import show_movement


class Cancellations:
    """Calls a journey off when an officer says so, and settles what that costs."""

    @rpc("travel:movements:write")
    def cancel_movement(
        self, unit: Unit, *, movement_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Undo a journey before boarding."""
        reason = Cancellation().load(body)
        return show_movement(usecases.cancel_movement(unit, movement_id=movement_id, **reason))

    @rpc("travel:movements:write")
    def accept_penalty(
        self, unit: Unit, *, movement_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Accept a penalty above what the offer named."""
        accepted = PenaltyAcceptance().load(body)
        return show_movement(usecases.accept_penalty(unit, movement_id=movement_id, **accepted))

    @reminder("penalty_undecided")
    def on_penalty_undecided(self, unit: Unit, booking_reference: str) -> None:
        """Tell once that nobody decided on a penalty."""
        usecases.tell_if_undecided(unit, booking_reference=booking_reference)
