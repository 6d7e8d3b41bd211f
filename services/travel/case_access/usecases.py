"""Keeping who may see a case here; the facts may come twice, and in any order."""

from __future__ import annotations

from datetime import datetime

from services.chassis.grants import Grants
from services.chassis.unit import Unit


def let_in(
    unit: Unit, *, grant_id: str, case_ref: str, staff_id: str, until: datetime | None = None
) -> None:
    """R-DP-03: somebody works on the case, or sees it for a time in an emergency."""
    unit.store(Grants).give(grant_id, thing=case_ref, subject=staff_id, until=until)


def shut_out(
    unit: Unit, *, grant_id: str, case_ref: str, staff_id: str, released_at: datetime
) -> None:
    """R-DP-03: somebody no longer works on the case."""
    unit.store(Grants).end(grant_id, thing=case_ref, subject=staff_id, at=released_at)
