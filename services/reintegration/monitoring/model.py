"""What became of it: a report when the money is used, and a word with the person after a year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.chassis.machine import Machine, Standing, Transition, Wait
from services.reintegration.events import FollowUpDue


class ReportOutcome(StrEnum):
    """How far the plans of a case were carried out."""

    CARRIED_OUT = "carried_out"
    PARTLY_CARRIED_OUT = "partly_carried_out"
    NOT_CARRIED_OUT = "not_carried_out"


class Feedback(StrEnum):
    SATISFIED = "satisfied"
    NEUTRAL = "neutral"
    DISSATISFIED = "dissatisfied"
    NOT_GIVEN = "not_given"


class Mode(StrEnum):
    """How the person was spoken to (R-MON-03)."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    ONLINE = "online"


class Status(StrEnum):
    SCHEDULED = "scheduled"
    DUE = "due"
    RECORDED = "recorded"
    NOT_NEEDED = "not_needed"


MACHINE = Machine(
    "follow-up",
    Status.SCHEDULED,
    (
        Transition(Status.SCHEDULED, "fall_due", Status.DUE),
        Transition(Status.SCHEDULED, "drop", Status.NOT_NEEDED),
        Transition(Status.DUE, "record", Status.RECORDED),
    ),
    (
        Wait(Status.SCHEDULED, "twelve months at home", "counsellor", timedelta(days=366)),
        Wait(
            Status.DUE, "a word with the person about life there", "counsellor", timedelta(days=30)
        ),
    ),
)


@dataclass(frozen=True)
class FinalReport:
    """The end of a case's money (R-AVRR-20). `lapsed_minor` is what nobody spent."""

    case_ref: str
    entitlement_id: str
    outcome: ReportOutcome
    feedback: Feedback
    spent_minor: int
    lapsed_minor: int
    currency: str
    filed_by: str
    filed_at: datetime


@dataclass
class FollowUp(Standing):
    machine: ClassVar[Machine] = MACHINE
    id: str
    case_ref: str
    person_id: str
    arrived_on: date
    due_on: date
    plan_id: str | None = None
    mode: Mode | None = None
    interviewed_on: date | None = None
    interviewed_by: str | None = None
    status: Status = Status.SCHEDULED
    due_at: datetime | None = None
    version: int = 1

    @property
    def months_since_return(self) -> int | None:
        """Whole months between arrival and the interview."""
        if self.interviewed_on is None:
            return None
        months = (self.interviewed_on.year - self.arrived_on.year) * 12
        months += self.interviewed_on.month - self.arrived_on.month
        return months - (self.interviewed_on.day < self.arrived_on.day)

    def schedule(self, at: datetime) -> None:
        """Set the deadline: the day itself."""
        self.due_at = at

    def fall_due(self, plan_id: str, at: datetime) -> FollowUpDue:
        self.move("fall_due", at)
        self.plan_id = plan_id
        return FollowUpDue(case_ref=self.case_ref, plan_id=plan_id, due_on=self.due_on)

    def drop(self, at: datetime) -> None:
        """Nothing was planned, so there is nothing to ask about."""
        self.move("drop", at)

    def record(self, *, mode: Mode, interviewed_on: date, by: str, at: datetime) -> None:
        self.move("record", at)
        self.mode, self.interviewed_on, self.interviewed_by = mode, interviewed_on, by
