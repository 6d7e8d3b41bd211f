"""What every subject does with a movement that it changed: tell of it, and watch its deadline."""

from __future__ import annotations

from services.chassis.unit import Unit
from services.travel.events import MovementFact
from services.travel.letters.rules import missing
from services.travel.letters.store import LetterStore
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.waits.model import COUNSELLOR, Status


def tell(unit: Unit, movement: Movement, *facts: MovementFact | None) -> None:
    """Publish what happened, and be reminded when the present wait is due."""
    _put_letter_first(unit, movement)
    for fact in facts:
        if fact is not None:
            unit.publish(fact, sequence=movement.version)
    # A round of quotes ends by itself when its time is up: that is no alarm.
    due_at = None if movement.status is Status.QUOTING else movement.due_at
    if due_at is not None and due_at > unit.now():
        unit.remind(due_at, "movement_due", movement_id=movement.id)


def letter_missing(unit: Unit, movement: Movement) -> str | None:
    """R-AVRR-09: say which letter a departure waits for; who does not leave for good needs none."""
    if not movement.leaves_for_good:
        return None
    return missing(unit.store(LetterStore).find(str(movement.case_ref)))


def _put_letter_first(unit: Unit, movement: Movement) -> None:
    """A booked journey waits for the letter, and without one missing for its day."""
    if movement.status is Status.BOOKED:
        first = letter_missing(unit, movement)
        waits_for_letter = movement.owner == COUNSELLOR
        if movement.waits_for != first and (first is not None or waits_for_letter):
            movement.put_first(unit.now(), first)


def tell_if_stuck(unit: Unit, *, movement_id: str) -> None:
    """A wait may have passed its deadline: say so once, and to whom it falls now."""
    movement = unit.store(MovementStore).get(movement_id)
    if movement.status is not Status.QUOTING:
        tell(unit, movement, movement.tell_stuck(unit.now()))
