"""Assignments as the bus sees them: travel's word on journeys, and what officers do."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler, reminder, rpc
from services.chassis.unit import Unit
from services.expert_deployment.assignments import usecases
from services.expert_deployment.assignments.schemas import (
    AssignmentClearance,
    AssignmentFilter,
    AssignmentPeriod,
    AssignmentTravelRequest,
    AssignmentView,
    EndOfAssignment,
    JourneyFact,
    NextPart,
    WithdrawAssignment,
)


class Journeys:
    """Follows the journeys of experts, as travel tells of them."""

    @event_handler("travel", "movement_booked.v1")
    def on_movement_booked(self, unit: Unit, fact: dict[str, Any]) -> None:
        """The expert has a ticket."""
        usecases.follow_journey(unit, "book", **JourneyFact().load(fact))

    @event_handler("travel", "movement_cancelled.v1")
    def on_movement_cancelled(self, unit: Unit, fact: dict[str, Any]) -> None:
        """The journey is no more: asked for again, or put back after a withdrawal."""
        usecases.follow_journey(unit, "lose_journey", **JourneyFact().load(fact))

    @event_handler("travel", "person_departed.v1")
    def on_person_departed(self, unit: Unit, fact: dict[str, Any]) -> None:
        """The expert is on the way."""
        usecases.follow_journey(unit, "depart", **JourneyFact().load(fact))

    @event_handler("travel", "person_arrived.v1")
    def on_person_arrived(self, unit: Unit, fact: dict[str, Any]) -> None:
        """The expert is there, and the assignment starts."""
        usecases.follow_journey(unit, "arrive", **JourneyFact().load(fact))

    @event_handler("travel", "person_no_show.v1")
    def on_person_no_show(self, unit: Unit, fact: dict[str, Any]) -> None:
        """The flight left without the expert."""
        usecases.follow_journey(unit, "miss_flight", **JourneyFact().load(fact))


class Assignments(Journeys):
    """Clears, starts, ends and withdraws assignments."""

    @reminder("last_day_passed")
    def on_last_day_passed(self, unit: Unit, assignment_id: str) -> None:
        """The reports are due."""
        usecases.pass_last_day(unit, assignment_id=assignment_id)

    @rpc("expert_deployment:assignments:write")
    def open_next_part(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        """Open a further part of an assignment that was split."""
        return AssignmentView().dump(usecases.open_next_part(unit, **NextPart().load(body)))

    @rpc("expert_deployment:assignments:write")
    def set_period(self, unit: Unit, *, assignment_id: str, body: dict[str, Any]) -> dict[str, Any]:
        """Agree other days of work."""
        days = AssignmentPeriod().load(body)
        return AssignmentView().dump(usecases.set_period(unit, assignment_id=assignment_id, **days))

    @rpc("expert_deployment:assignments:write")
    def clear_assignment(
        self, unit: Unit, *, assignment_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Record what is on file; who travels gets a journey asked for."""
        filed = AssignmentClearance().load(body)
        return AssignmentView().dump(
            usecases.clear_assignment(unit, assignment_id=assignment_id, on_file=filed)
        )

    @rpc("expert_deployment:assignments:write")
    def request_travel(
        self, unit: Unit, *, assignment_id: str, body: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Ask again for a journey that was lost."""
        asked = AssignmentTravelRequest().load(body or {})
        return AssignmentView().dump(
            usecases.request_travel(unit, assignment_id=assignment_id, **asked)
        )

    @rpc("expert_deployment:assignments:write")
    def start_assignment(self, unit: Unit, *, assignment_id: str) -> dict[str, Any]:
        """Start online."""
        return AssignmentView().dump(usecases.start_online(unit, assignment_id=assignment_id))

    @rpc("expert_deployment:assignments:write")
    def end_assignment(
        self, unit: Unit, *, assignment_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """End with both reports."""
        reports = EndOfAssignment().load(body)
        return AssignmentView().dump(
            usecases.end_assignment(unit, assignment_id=assignment_id, **reports)
        )

    @rpc("expert_deployment:assignments:write")
    def withdraw_assignment(
        self, unit: Unit, *, assignment_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Stop it before the flight leaves."""
        asked = WithdrawAssignment().load(body)
        return AssignmentView().dump(
            usecases.withdraw_assignment(unit, assignment_id=assignment_id, **asked)
        )

    @rpc("expert_deployment:assignments:read")
    def assignment(self, unit: Unit, *, assignment_id: str) -> dict[str, Any]:
        """Return one assignment."""
        return AssignmentView().dump(usecases.assignment_of(unit, assignment_id))

    @rpc("expert_deployment:assignments:read")
    def assignments(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return one page of assignments, oldest first."""
        asked = AssignmentFilter().load(query)
        found = usecases.assignments_page(unit, **asked)
        following = found[-1].id if len(found) == asked["limit"] else None
        return {"items": AssignmentView(many=True).dump(found), "next": following}

    @rpc("expert_deployment:assignments:read")
    def assignments_of_case(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        """Return the assignments of a returnee who also works as an expert, for the case's page."""
        found = usecases.assignments_of_case(unit, ref)
        return {"items": AssignmentView(many=True).dump(found)}
