"""The facts expert_deployment publishes. Fields may be added; nothing is renamed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from services.chassis.messages import Event


@dataclass(frozen=True, kw_only=True)
class VacancyPublished(Event):
    """A host institution's request for an expert is open to candidates."""

    name: ClassVar[str] = "vacancy_published"
    about: ClassVar[str] = "vacancy_id"

    vacancy_id: str
    country: str
    sector: str


@dataclass(frozen=True, kw_only=True)
class ExpertSelected(Event):
    """IOM and the host both approved an expert, who now has an assignment."""

    name: ClassVar[str] = "expert_selected"
    about: ClassVar[str] = "assignment_id"

    assignment_id: str
    vacancy_id: str
    expert_id: str


@dataclass(frozen=True, kw_only=True)
class AssignmentCleared(Event):
    """Everything that must be on file before the assignment starts is on file."""

    name: ClassVar[str] = "assignment_cleared"
    about: ClassVar[str] = "assignment_id"

    assignment_id: str


@dataclass(frozen=True, kw_only=True)
class AssignmentTravelNeeded(Event):
    """An expert needs a journey; what the ticket needs is sealed for travel."""

    name: ClassVar[str] = "assignment_travel_needed"
    about: ClassVar[str] = "assignment_id"

    assignment_id: str
    person_id: str
    destination_country: str
    destination_airport: str
    origin_airport: str
    not_before: date
    not_after: date
    sealed_for_travel: str


@dataclass(frozen=True, kw_only=True)
class AssignmentStarted(Event):
    """The expert works: arrived in the country, or online."""

    name: ClassVar[str] = "assignment_started"
    about: ClassVar[str] = "assignment_id"

    assignment_id: str


@dataclass(frozen=True, kw_only=True)
class AssignmentEnded(Event):
    """The work is over, and expert and host have both reported on it."""

    name: ClassVar[str] = "assignment_ended"
    about: ClassVar[str] = "assignment_id"

    assignment_id: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class AssignmentWithdrawn(Event):
    """The assignment will not happen; a journey that was asked for is no longer wanted."""

    name: ClassVar[str] = "assignment_withdrawn"
    about: ClassVar[str] = "assignment_id"

    assignment_id: str
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class ExpertErased(Event):
    """An expert was forgotten here; whoever was told who it is must forget it too, by a day."""

    name: ClassVar[str] = "expert_erased"
    about: ClassVar[str] = "erasure_id"

    erasure_id: str
    person_id: str
    acknowledge_by: date


@dataclass(frozen=True, kw_only=True)
class ErasureAcknowledged(Event):
    """Whatever was kept here about an erased person can no longer be read."""

    name: ClassVar[str] = "erasure_acknowledged"
    about: ClassVar[str] = "erasure_id"

    erasure_id: str
    case_ref: str
    person_id: str
    by: str
    awaits: tuple[str, ...] = ()
