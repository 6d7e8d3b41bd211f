"""Who works on a case, as intake tells it."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler
from services.chassis.unit import Unit
from services.reintegration.case_access import usecases
from services.reintegration.case_access.schemas import (
    CaseAssigned,
    CaseReleased,
    EmergencyAccessGiven,
)


class CaseAccess:
    """Lets in and shuts out whoever intake names."""

    @event_handler("intake", "case_assigned.v1")
    def on_case_assigned(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Somebody works on a case."""
        told = CaseAssigned().load(fact)
        usecases.let_in(unit, grant_id=told.pop("assignment_id"), **told)

    @event_handler("intake", "case_released.v1")
    def on_case_released(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Somebody no longer works on a case."""
        told = CaseReleased().load(fact)
        usecases.shut_out(unit, grant_id=told.pop("assignment_id"), **told)

    @event_handler("intake", "emergency_access_given.v1")
    def on_emergency_access_given(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Somebody sees a case for a time."""
        told = EmergencyAccessGiven().load(fact)
        grant_id, until = told.pop("access_id"), told.pop("ends_at")
        usecases.let_in(unit, grant_id=grant_id, until=until, **told)
