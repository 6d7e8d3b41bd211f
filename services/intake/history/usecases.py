"""Keeping what a correction replaces."""

from __future__ import annotations

from services.chassis.unit import Unit
from services.intake.history.model import FormerRecord
from services.intake.history.store import HistoryStore


def keep_former(unit: Unit, *, person_id: str, sealed: bytes, ground: str) -> None:
    """Keep what a person's record says, before it is replaced."""
    unit.store(HistoryStore).add(
        FormerRecord(
            record_id=unit.new_id(),
            person_id=person_id,
            sealed=sealed,
            replaced_at=unit.now(),
            replaced_by=unit.principal.subject,
            ground=ground,
        )
    )
