"""The retention of an ended case: kept for a term, reviewed by a person, erased or kept longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Invalid
from services.chassis.machine import Machine, Transition, Wait
from services.intake.deadlines.model import Waiting

MORNING = time(8)
OFFICER = "privacy_officer"


class RetentionStatus(StrEnum):
    KEPT = "kept"
    REVIEW = "review"
    HELD = "held"
    ERASED = "erased"


S = RetentionStatus

MACHINE = Machine(
    "retention of a case",
    S.KEPT,
    [
        Transition(S.KEPT, "come_due", S.REVIEW),
        Transition(S.KEPT, "hold", S.HELD),
        Transition(S.KEPT, "erase_on_request", S.ERASED),
        Transition(S.REVIEW, "keep", S.KEPT),
        Transition(S.REVIEW, "hold", S.HELD),
        Transition(S.REVIEW, "erase", S.ERASED),
        Transition(S.REVIEW, "erase_on_request", S.ERASED),
        Transition(S.HELD, "release", S.REVIEW),
    ],
    [
        Wait(S.KEPT, "the end of its term", OFFICER, timedelta(days=365)),
        Wait(S.REVIEW, "a review: erase it, or keep it with a reason", OFFICER, timedelta(days=30)),
        Wait(S.HELD, "the end of the legal hold", OFFICER, timedelta(days=180)),
    ],
)


@dataclass(eq=False, kw_only=True)
class Retention(Waiting):
    """R-DP-04. `record_class` names the term, `rules_version` the table by which it was found."""

    case_ref: str
    record_class: str
    rules_version: str
    ended_on: date
    review_on: date
    status: RetentionStatus = RetentionStatus.KEPT
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.due_at = self._morning()

    @property
    def machine(self) -> Machine:
        return MACHINE

    def come_due(self, status: str, due_at: str, now: datetime) -> bool:
        """Its term is over, or nobody decided in time. Old news is ignored."""
        if self.status != status or self.due_at != datetime.fromisoformat(due_at):
            return False
        if self.status is S.KEPT:
            self.move("come_due", now)
            return True
        return self.escalate(status, due_at, now)

    def keep(self, until: date, reason: str, by: str, today: date, now: datetime) -> None:
        """Keep it longer, with a reason, to a new day of review."""
        if until <= today:
            raise Invalid("not-ahead", "The next review lies ahead of today.")
        self._decide("keep", reason, by, now)
        self.review_on, self.due_at = until, datetime.combine(until, MORNING, tzinfo=AMSTERDAM)

    def hold(self, reason: str, by: str, now: datetime) -> None:
        """A legal hold: nothing of it is erased, whoever asks, until it is released."""
        self._decide("hold", reason, by, now)

    def release(self, reason: str, by: str, now: datetime) -> None:
        self._decide("release", reason, by, now)

    def erase(self, reason: str, by: str, now: datetime) -> None:
        """The review decided that it is kept no longer."""
        self._decide("erase", reason, by, now)

    def erased_on_request(self, by: str, now: datetime) -> None:
        """Everybody of the case was forgotten for another reason, so nothing is left to review."""
        self._decide("erase_on_request", "everybody of it was forgotten", by, now)

    def _decide(self, verb: str, reason: str, by: str, now: datetime) -> None:
        self.move(verb, now)
        self.reason, self.decided_by, self.decided_at = reason, by, now

    def _morning(self) -> datetime:
        return datetime.combine(self.review_on, MORNING, tzinfo=AMSTERDAM)
