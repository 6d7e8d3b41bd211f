"""Plans: what one person does with the reintegration budget, line by line.

A plan is drafted before departure, agreed, reviewed at home where it may change, and made final.
Cash and what is bought never exceed the budget together, and cash never its own limit
(R-AVRR-04, R-AVRR-05). Payments draw on the lines of a final plan.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.chassis.errors import Conflict, Invalid, NotFound
from services.chassis.kept import Kept
from services.chassis.machine import Machine, Standing, Transition, Wait
from services.reintegration.events import PlanAgreed


class Category(StrEnum):
    """What a budget may buy (R-AVRR-13), and the part that is cash."""

    BUSINESS = "business"
    PARTNERSHIP = "partnership"
    EDUCATION = "education"
    HOUSING = "housing"
    MEDICAL = "medical"
    TRANSPORT = "transport"
    DOCUMENTS = "documents"
    JOB_PLACEMENT = "job_placement"
    CASH = "cash"


class Status(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    REVIEWED = "reviewed"
    FINAL = "final"
    SETTLED = "settled"
    LAPSED = "lapsed"
    CANCELLED = "cancelled"


COUNSELLOR = "counsellor"
CHANGEABLE = (Status.DRAFT, Status.REVIEWED)

MACHINE = Machine(
    "plan",
    Status.DRAFT,
    (
        Transition(Status.DRAFT, "agree", Status.AGREED),
        Transition(Status.DRAFT, "cancel", Status.CANCELLED),
        Transition(Status.DRAFT, "lapse", Status.LAPSED),
        Transition(Status.AGREED, "review", Status.REVIEWED),
        Transition(Status.AGREED, "reopen", Status.DRAFT),
        Transition(Status.AGREED, "cancel", Status.CANCELLED),
        Transition(Status.AGREED, "lapse", Status.LAPSED),
        Transition(Status.REVIEWED, "finalise", Status.FINAL),
        Transition(Status.REVIEWED, "cancel", Status.CANCELLED),
        Transition(Status.REVIEWED, "lapse", Status.LAPSED),
        Transition(Status.FINAL, "settle", Status.SETTLED),
        Transition(Status.FINAL, "lapse", Status.LAPSED),
    ),
    (
        Wait(Status.DRAFT, "the person's agreement", COUNSELLOR, timedelta(days=28)),
        Wait(Status.AGREED, "a review after arrival", COUNSELLOR, timedelta(days=120)),
        Wait(Status.REVIEWED, "the final plan", COUNSELLOR, timedelta(days=60)),
        Wait(Status.FINAL, "all payments and the final report", COUNSELLOR, timedelta(days=365)),
    ),
)


@dataclass(frozen=True)
class Line(Kept):
    """One thing that is bought, or the cash part. Committed is what payments have claimed of it.

    What it is in words is locked away under the person's key: it tells of a life.
    """

    line_id: str
    category: Category
    sealed_description: str
    amount_minor: int
    committed_minor: int = 0
    settled_minor: int = 0

    @property
    def remaining_minor(self) -> int:
        return self.amount_minor - self.committed_minor


def check_limits(budget_minor: int, cash_max_minor: int, lines: Iterable[Line]) -> None:
    """Refuse a plan with too much cash, or with more in total than the budget.

    With 300 in cash an adult of AVRR-NL has 1,500 left in kind, a minor 2,500 (R-AVRR-05).
    """
    planned = tuple(lines)
    cash = sum(line.amount_minor for line in planned if line.category is Category.CASH)
    in_kind = sum(line.amount_minor for line in planned) - cash
    if cash > cash_max_minor:
        raise Invalid(
            "too-much-cash",
            f"At most {cash_max_minor} cents may be cash; the plan has {cash} (R-AVRR-04).",
        )
    if cash + in_kind > budget_minor:
        raise Invalid(
            "over-budget",
            f"The budget is {budget_minor} cents; {cash} in cash leave {budget_minor - cash}"
            f" in kind, and the plan has {in_kind} (R-AVRR-05).",
        )


@dataclass
class Plan(Standing):
    machine: ClassVar[Machine] = MACHINE
    id: str
    entitlement_id: str
    case_ref: str
    person_id: str
    scheme: str
    currency: str
    budget_minor: int
    cash_max_minor: int
    lines: tuple[Line, ...] = ()
    status: Status = Status.DRAFT
    due_at: datetime | None = None
    version: int = 1

    def line(self, line_id: str) -> Line:
        for line in self.lines:
            if line.line_id == line_id:
                return line
        raise NotFound("no-such-line", f"Plan {self.id} has no line {line_id}.")

    def draft(self, cash_line: Line | None, at: datetime) -> None:
        """Begin, with the cash that the person chooses."""
        self._hold(tuple([cash_line] if cash_line else []))
        self.enter(at)

    def add_line(self, line: Line) -> None:
        """Plan to buy one more thing, within the budget."""
        self._must_be_changeable()
        self._hold((*self.lines, line))
        self.version += 1

    def withdraw_line(self, line_id: str) -> None:
        """Plan not to buy it after all."""
        self._must_be_changeable()
        gone = self.line(line_id)
        self.lines = tuple(line for line in self.lines if line is not gone)
        self.version += 1

    def agree(self, at: datetime) -> PlanAgreed:
        """The person and the counsellor agree on it."""
        MACHINE.next(self.status, "agree")
        self._hold(self.lines)
        self._must_not_be_empty()
        self.move("agree", at)
        return PlanAgreed(plan_id=self.id, case_ref=self.case_ref, person_id=self.person_id)

    def review(self, at: datetime) -> None:
        """The person is home, and the plan is looked at again; it may change (R-AVRR-08)."""
        self.move("review", at)

    def finalise(self, at: datetime) -> None:
        MACHINE.next(self.status, "finalise")
        self._must_not_be_empty()
        self.move("finalise", at)

    def reprice(self, budget_minor: int, cash_max_minor: int, at: datetime) -> None:
        """Take over the limits of other terms; a plan beyond them must be agreed on again."""
        self.budget_minor, self.cash_max_minor = budget_minor, cash_max_minor
        self.version += 1
        try:
            self._hold(self.lines)
        except Invalid:
            if self.status is Status.AGREED:
                self.move("reopen", at)

    def end(self, verb: str, at: datetime) -> None:
        """`cancel` before it is final, `settle` with the final report, `lapse` after a year."""
        self.move(verb, at)

    def commit(self, line_id: str, amount_minor: int) -> None:
        """Claim a part of a line for a payment (R-AVRR-11)."""
        if self.status is not Status.FINAL:
            raise Conflict("plan-not-final", f"The plan is {self.status}; payments need it final.")
        line = self.line(line_id)
        if amount_minor > line.remaining_minor:
            raise Invalid(
                "over-line",
                f"The line has {line.remaining_minor} cents left; the payment asks {amount_minor}.",
            )
        self._change(line, committed_minor=line.committed_minor + amount_minor)

    def give_back(self, line_id: str, amount_minor: int) -> None:
        """A payment was rejected: its part of the line is free again."""
        line = self.line(line_id)
        self._change(line, committed_minor=line.committed_minor - amount_minor)

    def spend(self, line_id: str, amount_minor: int) -> None:
        """A payment was settled."""
        line = self.line(line_id)
        self._change(line, settled_minor=line.settled_minor + amount_minor)

    def _change(self, line: Line, **amounts: int) -> None:
        changed = replace(line, **amounts)  # type: ignore[arg-type]
        self.lines = tuple(changed if one is line else one for one in self.lines)
        self.version += 1

    def _hold(self, lines: tuple[Line, ...]) -> None:
        check_limits(self.budget_minor, self.cash_max_minor, lines)
        self.lines = lines

    def _must_be_changeable(self) -> None:
        if self.status not in CHANGEABLE:
            raise Conflict(
                "wrong-state",
                f"A plan that is {self.status} does not change; it is drafted or"
                " reviewed when it does.",
            )

    def _must_not_be_empty(self) -> None:
        if not self.lines:
            raise Conflict("empty-plan", "A plan without a line says nothing; add one first.")
