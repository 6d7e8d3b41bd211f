"""Reminding of a deadline: once for each, whatever waits."""

from __future__ import annotations

from services.chassis.unit import Unit
from services.intake.deadlines.model import Waiting


def remind_due(unit: Unit, thing: Waiting, name: str, **ids: str) -> None:
    """Have the reminder `name` called at the deadline, if it was not asked for already."""
    if thing.due_at is not None and thing.due_at != thing.reminded_for:
        thing.reminded_for = thing.due_at
        due_at = thing.due_at.isoformat()
        unit.remind(thing.due_at, name, status=str(thing.status), due_at=due_at, **ids)
