"""Schedule changes as the bus sees them: an officer who decides on flights that break a rule."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.travel.movements.schemas import show_movement
from services.travel.schedule_changes import usecases


class ScheduleChanges:
    """Books a journey anew whose ticketed flights break a rule."""

    @rpc("travel:movements:write")
    def rebook_movement(self, unit: Unit, *, movement_id: str) -> dict[str, Any]:
        """Give the tickets back, and ask every active agent again."""
        return show_movement(usecases.rebook(unit, movement_id=movement_id))
