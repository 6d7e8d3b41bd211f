"""Cancellations as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.travel.cancellations import usecases
from services.travel.cancellations.schemas import Cancellation
from services.travel.movements.schemas import show_movement


class Cancellations:
    """Calls a journey off when an officer says so."""

    @rpc("travel:movements:write")
    def cancel_movement(
        self, unit: Unit, *, movement_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Undo a journey before boarding."""
        reason = Cancellation().load(body)
        return show_movement(usecases.cancel_movement(unit, movement_id=movement_id, **reason))
