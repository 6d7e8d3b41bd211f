"""A change of a rule table: one person proposes it, another approves it, a day puts it in force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from services.chassis.calendar import AMSTERDAM
from services.chassis.callers.identity import is_one_of
from services.chassis.errors import Conflict, Forbidden
from services.chassis.machine import Machine, Standing, Transition, Wait

DECIDED_WITHIN = timedelta(days=14)
ESCALATION = timedelta(days=7)


class ChangeStatus(StrEnum):
    PROPOSED = "proposed"
    APPROVED = "approved"
    IN_FORCE = "in_force"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    SET_ASIDE = "set_aside"


S = ChangeStatus
UNDER_WAY = (S.PROPOSED, S.APPROVED)

MACHINE = Machine(
    "rule change",
    S.PROPOSED,
    [
        Transition(S.PROPOSED, "approve", S.APPROVED),
        Transition(S.PROPOSED, "reject", S.REJECTED),
        Transition(S.PROPOSED, "withdraw", S.WITHDRAWN),
        Transition(S.APPROVED, "withdraw", S.WITHDRAWN),
        Transition(S.APPROVED, "take_effect", S.IN_FORCE),
        # The table was replaced meanwhile, so nobody has approved what would come of it.
        Transition(S.APPROVED, "set_aside", S.SET_ASIDE),
    ],
    [
        Wait(S.PROPOSED, "another person to approve or reject it", "supervisor", DECIDED_WITHIN),
        Wait(S.APPROVED, "the day on which it takes effect", "supervisor", timedelta(days=1)),
    ],
)


@dataclass(eq=False, kw_only=True)
class RuleChange(Standing):
    """`added` and `without` are the draft; `tried` holds what it would have meant, page by page.

    `touches_past`: it says something else of days before it takes effect, and its proposer said so.
    """

    machine: ClassVar[Machine] = MACHINE

    change_id: str
    table: str
    added: Sequence[Mapping[str, str]]
    without: Sequence[str]
    base_version: str
    draft_version: str
    takes_effect_on: date
    touches_past: bool
    reason: str
    source: str
    proposed_by: str
    proposed_at: datetime
    tried: list[dict[str, Any]] = field(default_factory=list)
    decided_by: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    ended_reason: str | None = None
    status: ChangeStatus = ChangeStatus.PROPOSED
    version: int = 1
    due_at: datetime | None = None
    overdue: bool = False

    def __post_init__(self) -> None:
        self.enter(self.proposed_at)

    @property
    def effective_at(self) -> datetime:
        """The beginning of its day in the office."""
        return datetime.combine(self.takes_effect_on, time(), tzinfo=AMSTERDAM)

    def approve(self, by: str, reason: str | None, today: date, now: datetime) -> None:
        """A second person agrees. A day that has passed is not agreed to any more."""
        self._decide("approve", by, reason, now)
        if self.takes_effect_on < today:
            raise Conflict(
                "too-late",
                f"It was to take effect on {self.takes_effect_on}, which has passed;"
                " withdraw it and propose another day.",
            )
        self.due_at = max(self.effective_at, now)

    def reject(self, by: str, reason: str, now: datetime) -> None:
        self._decide("reject", by, reason, now)
        self.ended_by, self.ended_at = by, now

    def withdraw(self, by: str, reason: str, now: datetime) -> None:
        """Anybody who may propose or approve can stop it before its day; what was decided stays."""
        self.move("withdraw", now)
        self.ended_reason, self.ended_by, self.ended_at = reason, by, now

    def come_due(self, base_version: str | None, by: str, now: datetime) -> bool:
        """Its day or its deadline has come; say whether it takes effect now.

        Old news is ignored.
        """
        if self.due_at is None or self.due_at > now:
            return False
        if self.status is S.PROPOSED:
            self.version += 1
            self.overdue, self.due_at = True, now + ESCALATION
            return False
        good = base_version == self.base_version
        self.move("take_effect" if good else "set_aside", now)
        self.ended_by, self.ended_at = by, now
        return good

    def note_trial(self, trial: dict[str, Any]) -> None:
        """Attach what the draft would have meant, for whoever must decide."""
        if self.status not in UNDER_WAY:
            raise Conflict("wrong-state", f"A rule change that is {self.status} is not tried.")
        self.version += 1
        self.tried = [*self.tried, trial]

    def _decide(self, verb: str, by: str, reason: str | None, now: datetime) -> None:
        MACHINE.next(self.status, verb)
        if is_one_of(by, [self.proposed_by]):
            raise Forbidden(
                "own-proposal", "Whoever proposes a change of a rule does not decide on it."
            )
        self.move(verb, now)
        self.decided_by, self.decided_at, self.decision_reason = by, now, reason

    def move(self, verb: str, at: datetime) -> None:
        super().move(verb, at)
        self.overdue = False
