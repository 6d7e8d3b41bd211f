"""Whatever waits: it stands in a state of its machine, and says for what, who must act, by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from services.chassis.machine import Machine, Waits

ESCALATED_TO = "supervisor"
ESCALATION = timedelta(days=3)


@dataclass(eq=False, kw_only=True)
class Waiting(Waits):
    """A subclass names its machine, and the states that this knows."""

    entered_at: datetime
    status: StrEnum
    version: int = 1
    waits_for: str | None = None
    owner: str | None = None
    due_at: datetime | None = None
    reminded_for: datetime | None = None
    overdue: bool = False

    def __post_init__(self) -> None:
        self.wait_from(self.entered_at)

    @property
    def machine(self) -> Machine:
        raise NotImplementedError

    @property
    def ended(self) -> bool:
        return self.machine.final(self.status)

    def move(self, verb: str, now: datetime, *, within: timedelta | None = None) -> None:
        """Take a verb of the machine, or refuse; what is waited for then begins anew."""
        self.status = type(self.status)(self.machine.next(self.status, verb))
        self.version += 1
        self.overdue = False
        self.wait_from(now, within)

    def wait_from(self, now: datetime, within: timedelta | None = None) -> None:
        self.entered_at = now
        self.take_over(self.machine.wait(self.status), now, now + within if within else None)

    def escalate(self, status: str, due_at: str, now: datetime) -> bool:
        """When the deadline of a state has passed, the supervisor must act. Old news is ignored."""
        if self.status != status or self.due_at != datetime.fromisoformat(due_at):
            return False
        self.version += 1
        self.overdue, self.owner, self.due_at = True, ESCALATED_TO, now + ESCALATION
        return True
