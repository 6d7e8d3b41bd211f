"""Candidates: an expert for a vacancy, and the selection by IOM and the host together (R-EXP-03).

Neither IOM nor the host can select alone. Who is not of the country's diaspora, or could not come
back, is told so with a reason per rule, and goes no further.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from services.chassis.machine import Machine, Transition, Wait, Waits
from services.expert_deployment.events import ExpertSelected
from services.expert_deployment.vacancies.model import OFFICER, Reason


class Status(StrEnum):
    APPLIED = "applied"
    UNSUITABLE = "unsuitable"
    APPROVED_BY_IOM = "approved_by_iom"
    APPROVED_BY_HOST = "approved_by_host"
    SELECTED = "selected"
    REJECTED = "rejected"
    PASSED_OVER = "passed_over"
    WITHDRAWN = "withdrawn"


class Party(StrEnum):
    """Who must agree."""

    IOM = "iom"
    HOST = "host"


OPEN = (Status.APPLIED, Status.APPROVED_BY_IOM, Status.APPROVED_BY_HOST)
WITHIN = timedelta(days=21)

MACHINE = Machine(
    "candidate",
    Status.APPLIED,
    (
        Transition(Status.APPLIED, "screen_out", Status.UNSUITABLE),
        Transition(Status.APPLIED, "approve_iom", Status.APPROVED_BY_IOM),
        Transition(Status.APPLIED, "approve_host", Status.APPROVED_BY_HOST),
        Transition(Status.APPROVED_BY_IOM, "approve_host", Status.SELECTED),
        Transition(Status.APPROVED_BY_HOST, "approve_iom", Status.SELECTED),
        *(Transition(status, "reject", Status.REJECTED) for status in OPEN),
        *(Transition(status, "withdraw", Status.WITHDRAWN) for status in OPEN),
        *(Transition(status, "pass_over", Status.PASSED_OVER) for status in OPEN),
    ),
    (
        Wait(Status.APPLIED, "the interview and the word of IOM and the host", OFFICER, WITHIN),
        Wait(Status.APPROVED_BY_IOM, "the word of the host", OFFICER, WITHIN),
        Wait(Status.APPROVED_BY_HOST, "the word of IOM", OFFICER, WITHIN),
    ),
)


@dataclass
class Candidate(Waits):
    id: str
    vacancy_id: str
    expert_id: str
    case_ref: str | None = None
    status: Status = Status.APPLIED
    reasons: Sequence[Mapping[str, Any]] = ()
    approvals: Mapping[str, Any] = field(default_factory=dict)
    assignment_id: str | None = None
    waits_for: str | None = None
    owner: str | None = None
    due_at: datetime | None = None
    version: int = 0

    def apply(self, reasons: Sequence[Reason], now: datetime) -> None:
        """Enter the selection, or learn at once which rule stands against it (R-EXP-02)."""
        self.reasons = [vars(reason) for reason in reasons]
        self._enter(Status.APPLIED, now)
        if not all(reason.passed for reason in reasons):
            self._enter(MACHINE.next(self.status, "screen_out"), now)

    def approve(
        self, by: Party, *, recorded_by: str, assignment_id: str, now: datetime
    ) -> ExpertSelected | None:
        """Record the word of one party; the second one selects."""
        self._enter(MACHINE.next(self.status, f"approve_{by}"), now)
        self._record(by, recorded_by, now)
        if self.status is not Status.SELECTED:
            return None
        self.assignment_id = assignment_id
        return ExpertSelected(
            assignment_id=assignment_id, vacancy_id=self.vacancy_id, expert_id=self.expert_id
        )

    def reject(self, by: Party, *, recorded_by: str, reason: str, now: datetime) -> None:
        """One party says no."""
        self._enter(MACHINE.next(self.status, "reject"), now)
        self._record(by, recorded_by, now, reason)

    def withdraw(self, now: datetime) -> None:
        """The expert does not want it any more."""
        self._enter(MACHINE.next(self.status, "withdraw"), now)

    def pass_over(self, now: datetime) -> None:
        """Another candidate was selected."""
        self._enter(MACHINE.next(self.status, "pass_over"), now)

    def _record(self, by: Party, recorded_by: str, now: datetime, reason: str = "") -> None:
        word = {"recorded_by": recorded_by, "at": now.isoformat(), "reason": reason}
        self.approvals = {**self.approvals, by.value: word}

    def _enter(self, status: str, now: datetime) -> None:
        self.status = Status(status)
        self.take_over(MACHINE.wait(self.status), now)
        self.version += 1
