"""Vacancies: what a host institution in the country of origin asks of an expert.

A vacancy is drafted from the host's terms of reference, published when the programme's rules
allow it, filled when IOM and the host agree on an expert, and closed when nobody is needed any
more. It is demand-driven: no vacancy, no assignment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.chassis.errors import Conflict, Invalid, Problem
from services.chassis.machine import Machine, Transition, Wait, Waits
from services.expert_deployment.events import VacancyPublished

OFFICER = "deployment_officer"


class Mode(StrEnum):
    """How an assignment is carried out (R-EXP-04)."""

    PHYSICAL = "physical"
    VIRTUAL = "virtual"
    EXCHANGE = "exchange"

    @property
    def travels(self) -> bool:
        """Whether somebody takes a flight, and so needs a ticket and an insurance."""
        return self is not Mode.VIRTUAL


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    FILLED = "filled"
    CLOSED = "closed"


MACHINE = Machine(
    "vacancy",
    Status.DRAFT,
    (
        Transition(Status.DRAFT, "publish", Status.PUBLISHED),
        Transition(Status.DRAFT, "close", Status.CLOSED),
        Transition(Status.PUBLISHED, "fill", Status.FILLED),
        Transition(Status.PUBLISHED, "close", Status.CLOSED),
        Transition(Status.FILLED, "reopen", Status.PUBLISHED),
        Transition(Status.FILLED, "close", Status.CLOSED),
    ),
    (
        Wait(Status.DRAFT, "complete terms of reference", OFFICER, timedelta(days=30)),
        Wait(
            Status.PUBLISHED,
            "a candidate whom IOM and the host both approve",
            OFFICER,
            timedelta(days=90),
        ),
        Wait(Status.FILLED, "the end of the assignment", OFFICER, timedelta(days=240)),
    ),
)


@dataclass(frozen=True)
class Reason:
    """One rule's answer to one question, with what it saw and the version of its rows."""

    rule: str
    passed: bool
    evidence: str
    sentence: str
    pointer: str
    rules_version: str = ""


@dataclass
class Vacancy(Waits):
    id: str
    programme: str
    country: str
    sector: str
    mode: Mode
    host_institution: str
    department: str
    terms_of_reference: str
    starts_on: date
    ends_on: date
    destination_airport: str | None = None
    status: Status = Status.DRAFT
    rules_version: str = ""
    closing_reason: str | None = None
    waits_for: str | None = None
    owner: str | None = None
    due_at: datetime | None = None
    version: int = 0

    def drafted(self, now: datetime) -> None:
        """Enter the first state, so that it has an owner and a deadline from the start."""
        self._enter(Status.DRAFT, now)

    def amend(self, changes: dict[str, object]) -> None:
        """Change what the host asks for, while nobody has read it yet."""
        if self.status is not Status.DRAFT:
            raise Conflict("wrong-state", f"A vacancy that is {self.status} cannot be changed.")
        for field, value in changes.items():
            setattr(self, field, value)
        self.version += 1

    def publish(self, reasons: Sequence[Reason], now: datetime) -> VacancyPublished:
        """Open the vacancy to candidates; refuse with every rule that it breaks (R-EXP-01)."""
        following = MACHINE.next(self.status, "publish")
        broken = [reason for reason in reasons if not reason.passed]
        if broken:
            raise Invalid(
                "vacancy-not-allowed",
                " ".join(reason.sentence for reason in broken),
                [Problem(pointer=r.pointer, detail=f"{r.rule}: {r.sentence}") for r in broken],
            )
        self.rules_version = ", ".join(sorted({reason.rules_version for reason in reasons}))
        self._enter(following, now)
        return VacancyPublished(vacancy_id=self.id, country=self.country, sector=self.sector)

    def fill(self, now: datetime) -> None:
        """Somebody was selected. The fact is the assignment's: `expert_selected`."""
        self._enter(MACHINE.next(self.status, "fill"), now)

    def reopen(self, now: datetime) -> None:
        """The selected expert will not come; the host still asks for one."""
        self._enter(MACHINE.next(self.status, "reopen"), now)

    def close(self, reason: str, now: datetime) -> None:
        """Nobody is needed any more."""
        self._enter(MACHINE.next(self.status, "close"), now)
        self.closing_reason = reason

    def _enter(self, status: str, now: datetime) -> None:
        self.status = Status(status)
        self.take_over(MACHINE.wait(self.status), now)
        self.version += 1
