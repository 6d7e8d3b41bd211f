"""Who of staff works on a case, and what a case without anybody waits for (R-DP-03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.chassis.errors import Conflict
from services.chassis.machine import Machine, Transition, Wait
from services.intake.deadlines.model import Waiting
from services.intake.events import CaseAssigned, CaseReleased


class How(StrEnum):
    """How somebody came to work on a case: by opening it, or because another gave it."""

    OPENED = "opened"
    GIVEN = "given"


@dataclass(eq=False, kw_only=True)
class Assignment:
    """`staff_id` is the subject of the token that a member of staff acts with."""

    assignment_id: str
    case_ref: str
    staff_id: str
    how: How
    assigned_by: str
    assigned_at: datetime
    released_by: str | None = None
    released_at: datetime | None = None

    @property
    def active(self) -> bool:
        return self.released_at is None

    def given(self) -> CaseAssigned:
        return CaseAssigned(
            case_ref=self.case_ref,
            assignment_id=self.assignment_id,
            staff_id=self.staff_id,
            assigned_at=self.assigned_at,
        )

    def release(self, by: str, now: datetime) -> CaseReleased:
        """Take the case back; what was there stays, as the history of who worked on it."""
        if not self.active:
            raise Conflict("already-released", "This person no longer works on the case.")
        self.released_by, self.released_at = by, now
        return CaseReleased(
            case_ref=self.case_ref,
            assignment_id=self.assignment_id,
            staff_id=self.staff_id,
            released_at=now,
        )


class GapStatus(StrEnum):
    UNASSIGNED = "unassigned"
    ASSIGNED = "assigned"


G = GapStatus

MACHINE = Machine(
    "case without anybody",
    G.UNASSIGNED,
    [Transition(G.UNASSIGNED, "assign", G.ASSIGNED)],
    [Wait(G.UNASSIGNED, "somebody to work on the case", "supervisor", timedelta(days=2))],
)


@dataclass(eq=False, kw_only=True)
class Gap(Waiting):
    """A time in which nobody works on a case. It is the supervisor's to end it."""

    gap_id: str
    case_ref: str
    status: GapStatus = G.UNASSIGNED

    @property
    def machine(self) -> Machine:
        return MACHINE

    def fill(self, now: datetime) -> None:
        self.move("assign", now)
