"""Movements as the clock sees them."""

from __future__ import annotations

from services.chassis.bus import reminder
from services.chassis.unit import Unit
from services.travel.movements import usecases


class Movements:
    """Speaks up when a journey has waited longer than it may."""

    @reminder("movement_due")
    def on_movement_due(self, unit: Unit, movement_id: str) -> None:
        """Tell once of a wait that passed its deadline."""
        usecases.tell_if_stuck(unit, movement_id=movement_id)
