"""Who works on a case, over HTTP: handing over, taking back, and breaking the glass."""

from __future__ import annotations

from gateway.routes import Route
from services.intake.assignments import schemas as assignments
from services.intake.emergency_access import schemas as emergency

OF_CASE = "/v1/cases/{ref}/assignments"
READ, WRITE = "intake:assignments:read", "intake:assignments:write"

ROUTES: list[Route] = [
    Route(
        "GET",
        OF_CASE,
        rpc="intake.assignments_of_case",
        scope=READ,
        answer=assignments.StaffOfCaseView,
        summary="Who works and worked on a case",
    ),
    Route(
        "POST",
        OF_CASE,
        rpc="intake.assign_case",
        scope=WRITE,
        body=assignments.AssignmentBody,
        answer=assignments.AssignmentView,
        status=201,
        summary="Let somebody of staff work on a case",
        example={"staff_id": "c.jansen"},
    ),
    Route(
        "POST",
        f"{OF_CASE}/{{assignment_id}}/release",
        rpc="intake.release_case",
        scope=WRITE,
        answer=assignments.AssignmentView,
        summary="Take a case back from somebody; without anybody it waits for the supervisor",
    ),
    Route(
        "GET",
        "/v1/unassigned-cases",
        rpc="intake.unassigned_cases",
        scope=READ,
        paged=True,
        answer=assignments.GapView,
        summary="Cases on which nobody works, oldest first",
    ),
    Route(
        "POST",
        "/v1/cases/{ref}/emergency-access",
        rpc="intake.break_glass",
        scope="intake:emergency_access:write",
        body=emergency.GlassBody,
        answer=emergency.AccessView,
        status=201,
        summary="See a case that is not yours, for a short time and with a reason",
        example={"reason": "medical_emergency"},
    ),
    Route(
        "GET",
        "/v1/emergency-accesses",
        rpc="intake.emergency_accesses",
        scope="intake:emergency_access:read",
        query=emergency.AccessFilter,
        paged=True,
        answer=emergency.AccessView,
        summary="Who saw a case without being assigned to it, oldest first",
    ),
    Route(
        "POST",
        "/v1/emergency-accesses/{access_id}/review",
        rpc="intake.review_access",
        scope="intake:emergency_access:approve",
        body=emergency.ReviewBody,
        answer=emergency.AccessView,
        summary="Say whether there was need",
        example={"finding": "justified"},
    ),
]
