"""Forgetting somebody everywhere: who must say so too, by which day, and who is still silent."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.chassis.machine import Machine, Transition, Wait, Waits

ACKNOWLEDGED_WITHIN = timedelta(days=30)
ESCALATION = timedelta(days=7)


class ErasureStatus(StrEnum):
    TOLD = "told"
    DONE = "done"


S = ErasureStatus


def erasure_machine(name: str, waits_for: str, owner: str) -> Machine:
    """Told at once, and done when everybody who was told has said so."""
    return Machine(
        name,
        S.TOLD,
        [Transition(S.TOLD, "complete", S.DONE)],
        [Wait(S.TOLD, waits_for, owner, ACKNOWLEDGED_WITHIN)],
    )


@dataclass(eq=False, kw_only=True)
class Forgetting(Waits):
    """`acknowledged` and `awaited` name services and partners.

    A subclass names its machine, and the role that must act once the day has passed.
    """

    machine: ClassVar[Machine]
    escalates_to: ClassVar[str]

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

    def acknowledge(self, by: str, awaits: list[str], now: datetime) -> bool:
        """Note who has forgotten too and whom they have told in turn; say if that was the last.

        The facts may come in any order, and more than once.
        """
        self.version += 1
        self.awaited = sorted({*self.awaited, *awaits, by})
        self.acknowledged = {by: now.isoformat(), **self.acknowledged}
        return self.complete(now)

    def complete(self, now: datetime) -> bool:
        """End it when nobody is waited for; say whether it ended by this."""
        if self.outstanding or self.status is S.DONE:
            return False
        self.status = S(self.machine.next(self.status, "complete"))
        self.overdue = False
        self._wait(now)
        return True

    def escalate(self, now: datetime) -> bool:
        """The day has passed and somebody is silent: from now on a role above must act."""
        if self.status is not S.TOLD or self.due_at is None or self.due_at > now:
            return False
        self.version += 1
        self.overdue, self.owner, self.due_at = True, self.escalates_to, now + ESCALATION
        return True

    def _wait(self, now: datetime) -> None:
        self.take_over(self.machine.wait(self.status), now)
