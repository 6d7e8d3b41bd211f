"""Parties as the bus sees them: who asks for a journey, who calls it off."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import event_handler
from services.chassis.unit import Unit
from services.travel.parties import usecases
from services.travel.parties.schemas import (
    AssignmentTravelNeeded,
    AssignmentWithdrawn,
    CaseAccepted,
    CaseWithdrawn,
    TravellerNeedsChanged,
    people_of,
    unseal,
)


class Parties:
    """Opens a journey for each party of a case or assignment, and undoes it."""

    @event_handler("intake", "case_accepted.v1")
    def on_case_accepted(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Open one movement for each party of the case."""
        read = CaseAccepted().load(fact)
        people = people_of(unit, read["sealed"], read["travellers"])
        usecases.open_journeys(unit, trip=read["trip"], people=people)

    @event_handler("expert_deployment", "assignment_travel_needed.v1")
    def on_assignment_travel_needed(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Open a movement for an expert."""
        read = AssignmentTravelNeeded().load(fact)
        people = people_of(unit, read["sealed"], read["travellers"])
        usecases.open_journeys(unit, trip=read["trip"], people=people)

    @event_handler("intake", "case_withdrawn.v1")
    def on_case_withdrawn(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Undo what was arranged for a case."""
        usecases.withdraw(unit, assignment_id=None, **CaseWithdrawn().load(fact))

    @event_handler("expert_deployment", "assignment_withdrawn.v1")
    def on_assignment_withdrawn(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Undo what was arranged for an expert."""
        usecases.withdraw(unit, case_ref=None, **AssignmentWithdrawn().load(fact))

    @event_handler("intake", "traveller_needs_changed.v1")
    def on_traveller_needs_changed(self, unit: Unit, fact: dict[str, Any]) -> None:
        """Take over what a traveller needs now."""
        read = TravellerNeedsChanged().load(fact)
        details = unseal(unit, read.pop("sealed_for_travel"))[read["person_id"]]
        usecases.change_needs(unit, details=details, **read)
