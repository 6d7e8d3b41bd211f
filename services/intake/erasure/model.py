"""An erasure: the person is forgotten here at once; others must say by a day that they did too."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.chassis.machine import Machine, Transition, Wait
from services.intake.events import PersonErased

OVERDUE_OWNER = "supervisor"
ACKNOWLEDGED_WITHIN = timedelta(days=30)
ESCALATION = timedelta(days=7)


class Ground(StrEnum):
    """Why a person is forgotten: who asked, or which time is over."""

    REQUEST = "request"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    RETENTION = "retention"


class ErasureStatus(StrEnum):
    TOLD = "told"
    DONE = "done"


S = ErasureStatus

MACHINE = Machine(
    "erasure",
    S.TOLD,
    [Transition(S.TOLD, "complete", S.DONE)],
    [
        Wait(
            S.TOLD,
            "everybody to say that the person is forgotten",
            "privacy_officer",
            ACKNOWLEDGED_WITHIN,
        )
    ],
)


@dataclass(eq=False)
class Erasure:
    """`acknowledged` and `awaited` name services and travel agents."""

    erasure_id: str
    case_ref: str
    person_id: str
    ground: Ground
    asked_by: str
    asked_at: datetime
    awaited: list[str]
    acknowledged: dict[str, str] = field(default_factory=dict)
    status: ErasureStatus = ErasureStatus.TOLD
    version: int = 1
    waits_for: str | None = None
    owner: str | None = None
    due_at: datetime | None = None
    overdue: bool = False

    def __post_init__(self) -> None:
        self._wait(self.asked_at)

    @property
    def outstanding(self) -> list[str]:
        """Who has not said so yet."""
        return sorted(set(self.awaited) - set(self.acknowledged))

    def told(self, acknowledge_by: date) -> PersonErased:
        return PersonErased(
            case_ref=self.case_ref,
            person_id=self.person_id,
            erasure_id=self.erasure_id,
            acknowledge_by=acknowledge_by,
        )

    def acknowledge(self, by: str, awaits: list[str], now: datetime) -> bool:
        """Note who has forgotten the person and whom they have told in turn; say if that is all.

        The facts may come in any order, and more than once.
        """
        self.version += 1
        self.awaited = sorted({*self.awaited, *awaits, by})
        self.acknowledged = {by: now.isoformat(), **self.acknowledged}
        if self.outstanding or self.status is ErasureStatus.DONE:
            return False
        self.status = ErasureStatus(MACHINE.next(self.status, "complete"))
        self.overdue = False
        self._wait(now)
        return True

    def escalate(self, now: datetime) -> bool:
        """The day has passed and somebody is silent: from now on the supervisor must act."""
        if self.status is not ErasureStatus.TOLD or self.due_at is None or self.due_at > now:
            return False
        self.version += 1
        self.overdue, self.owner, self.due_at = True, OVERDUE_OWNER, now + ESCALATION
        return True

    def _wait(self, now: datetime) -> None:
        wait = MACHINE.wait(self.status)
        self.waits_for = wait.waits_for if wait else None
        self.owner = wait.owner if wait else None
        self.due_at = wait.due_at(now) if wait else None
