"""Access in an emergency: who broke the glass, why, until when, and what the supervisor found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.chassis.callers.identity import is_one_of
from services.chassis.errors import Forbidden
from services.chassis.machine import Machine, Transition, Wait
from services.intake.deadlines.model import Waiting
from services.intake.events import EmergencyAccessGiven


class Reason(StrEnum):
    """Codes, so that nobody writes down who somebody is in a place that is not sealed."""

    DANGER = "danger"
    MEDICAL_EMERGENCY = "medical_emergency"
    DEPARTURE_TODAY = "departure_today"
    AUTHORITY_DEADLINE = "authority_deadline"
    NOBODY_ELSE_THERE = "nobody_else_there"


class Finding(StrEnum):
    """What the supervisor made of it."""

    JUSTIFIED = "justified"
    NOT_JUSTIFIED = "not_justified"


class AccessStatus(StrEnum):
    TO_REVIEW = "to_review"
    REVIEWED = "reviewed"


A = AccessStatus

MACHINE = Machine(
    "access in an emergency",
    A.TO_REVIEW,
    [Transition(A.TO_REVIEW, "review", A.REVIEWED)],
    [Wait(A.TO_REVIEW, "a look at why the glass was broken", "supervisor", timedelta(days=3))],
)


@dataclass(eq=False, kw_only=True)
class EmergencyAccess(Waiting):
    access_id: str
    case_ref: str
    staff_id: str
    reason: Reason
    given_at: datetime
    ends_at: datetime
    status: AccessStatus = A.TO_REVIEW
    finding: Finding | None = None
    reviewed_by: str | None = None
    reviewed_at: datetime | None = None

    @property
    def machine(self) -> Machine:
        return MACHINE

    def given(self) -> EmergencyAccessGiven:
        return EmergencyAccessGiven(
            case_ref=self.case_ref,
            access_id=self.access_id,
            staff_id=self.staff_id,
            ends_at=self.ends_at,
        )

    def lasts(self, now: datetime) -> bool:
        return now < self.ends_at

    def review(self, finding: Finding, by: str, now: datetime) -> None:
        """R-DP-03: another than who broke the glass says whether there was need."""
        if is_one_of(by, [self.staff_id]):
            raise Forbidden("own-access", "Nobody reviews his or her own access.")
        self.move("review", now)
        self.finding, self.reviewed_by, self.reviewed_at = finding, by, now
