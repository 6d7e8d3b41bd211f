"""Escorts: which member of staff goes with which party, and from when to when they are away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime


@dataclass
class Escort:
    """One assignment of a member of staff; what a ticket needs of them is sealed elsewhere."""

    id: str
    movement_id: str
    staff_id: str
    kind: str
    credential_valid_until: date | None
    busy_from: datetime
    busy_until: datetime
    named_at: datetime
    released_at: datetime | None = None

    @property
    def is_active(self) -> bool:
        return self.released_at is None

    def release(self, now: datetime) -> None:
        """They are free again; a release twice changes nothing."""
        self.released_at = self.released_at or now
