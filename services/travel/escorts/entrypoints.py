"""Escorts as the bus sees them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.travel.escorts import usecases
from services.travel.escorts.schemas import EscortNaming
from services.travel.movements.schemas import show_movement


class Escorts:
    """Takes the name of who goes along."""

    @rpc("travel:escorts:write")
    def name_escort(self, unit: Unit, *, movement_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Name the escort of a chosen journey; it is booked at once."""
        naming = EscortNaming().load(body)
        return show_movement(usecases.name_escort(unit, movement_id=movement_id, **naming))
