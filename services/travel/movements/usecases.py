"""What every subject does with a movement that it changed: tell of it, and watch its deadline."""

from __future__ import annotations

from services.chassis.unit import Unit
from services.travel.events import MovementFact
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore


def tell(unit: Unit, movement: Movement, *facts: MovementFact | None) -> None:
    """Publish what happened, and be reminded when the present wait is due."""
    for fact in facts:
        if fact is not None:
            unit.publish(fact, sequence=movement.version)
    if movement.due_at is not None and movement.due_at > unit.now():
        unit.remind(movement.due_at, "movement_due", movement_id=movement.id)


def tell_if_stuck(unit: Unit, *, movement_id: str) -> None:
    """A wait may have passed its deadline: say so once, and to whom it falls now."""
    movement = unit.store(MovementStore).get(movement_id)
    tell(unit, movement, movement.tell_stuck(unit.now()))
