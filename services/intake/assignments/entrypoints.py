"""Assignments as staff ask for them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.schema import Page
from services.chassis.unit import Unit
from services.intake.assignments import usecases
from services.intake.assignments.schemas import (
    AssignmentBody,
    AssignmentView,
    GapView,
    StaffOfCaseView,
)

Body = dict[str, Any]


class Assignments:
    """Shows and changes who works on a case."""

    @rpc("intake:assignments:read")
    def assignments_of_case(self, unit: Unit, *, ref: str) -> Body:
        """Return everybody who works or worked on a case."""
        people, gap = usecases.assignments_of_case(unit, ref=ref)
        shown = {"case_ref": ref, "assignments": people, "unassigned": gap}
        return StaffOfCaseView().dump(shown)

    @rpc("intake:assignments:write")
    def assign_case(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """Let somebody work on a case."""
        asked = AssignmentBody().load(body)
        return AssignmentView().dump(usecases.assign_case(unit, ref=ref, **asked))

    @rpc("intake:assignments:write")
    def release_case(self, unit: Unit, *, ref: str, assignment_id: str) -> Body:
        """Take a case back from somebody."""
        released = usecases.release_case(unit, ref=ref, assignment_id=assignment_id)
        return AssignmentView().dump(released)

    @rpc("intake:assignments:read")
    def unassigned_cases(self, unit: Unit, *, query: Body) -> Body:
        """Return a page of cases on which nobody works."""
        found, following = usecases.unassigned_cases(unit, **Page().load(query))
        return {"items": GapView(many=True).dump(found), "next": following}

    @reminder("gap_due")
    def on_gap_due(self, unit: Unit, gap_id: str, status: str, due_at: str) -> None:
        """Nobody was assigned in time."""
        usecases.escalate_gap(unit, gap_id=gap_id, status=status, due_at=due_at)
