"""Who of staff may see what belongs to a case: each service's copy of what intake tells."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from services.chassis.bus import event_handler
from services.chassis.schema import Reader
from services.chassis.staff.grants import Grants
from services.chassis.unit import Unit


class CaseAssigned(Reader):
    case_ref = fields.String(required=True)
    assignment_id = fields.String(required=True)
    staff_id = fields.String(required=True)


class CaseReleased(CaseAssigned):
    released_at = fields.AwareDateTime(required=True)


class EmergencyAccessGiven(Reader):
    case_ref = fields.String(required=True)
    access_id = fields.String(required=True)
    staff_id = fields.String(required=True)
    ends_at = fields.AwareDateTime(required=True)


class CaseAccess:
    """R-DP-03: lets in and shuts out whoever intake names; twice and in any order is the same."""

    @event_handler("intake", "case_assigned.v1")
    def on_case_assigned(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Somebody works on a case."""
        told = CaseAssigned().load(fact)
        to = {"thing": told["case_ref"], "subject": told["staff_id"]}
        unit.store(Grants).give(told["assignment_id"], **to)

    @event_handler("intake", "case_released.v1")
    def on_case_released(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Somebody no longer works on a case."""
        told = CaseReleased().load(fact)
        of = {"thing": told["case_ref"], "subject": told["staff_id"]}
        unit.store(Grants).end(told["assignment_id"], **of, at=told["released_at"])

    @event_handler("intake", "emergency_access_given.v1")
    def on_emergency_access_given(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Somebody sees a case for a time."""
        told = EmergencyAccessGiven().load(fact)
        to = {"thing": told["case_ref"], "subject": told["staff_id"]}
        unit.store(Grants).give(told["access_id"], **to, until=told["ends_at"])
