"""Entitlements: what is held for the people of one accepted case, until it is used or put back.

It is reserved when the case is accepted, and repriced when the journey falls under other terms.
Once everybody is home it waits for the final report. A withdrawal releases it, but only when all
cash that was handed out is back.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from services.chassis.errors import NotFound
from services.chassis.machine import Machine, Transition, Wait
from services.chassis.money import Money
from services.reintegration.events import (
    EntitlementReleased,
    EntitlementReserved,
    ReintegrationCompleted,
)


class PersonType(StrEnum):
    ADULT = "adult"
    UAM = "uam"
    ACCOMPANIED_MINOR = "accompanied_minor"


class LineKind(StrEnum):
    ALLOWANCE = "allowance"
    REINTEGRATION = "reintegration"


class Status(StrEnum):
    RESERVED = "reserved"
    IN_REINTEGRATION = "in_reintegration"
    COMPLETED = "completed"
    RELEASING = "releasing"
    RELEASED = "released"


MACHINE = Machine(
    "entitlement",
    Status.RESERVED,
    (
        Transition(Status.RESERVED, "arrive", Status.IN_REINTEGRATION),
        Transition(Status.RESERVED, "release", Status.RELEASING),
        Transition(Status.RELEASING, "put_back", Status.RELEASED),
        Transition(Status.IN_REINTEGRATION, "complete", Status.COMPLETED),
    ),
    (
        Wait(
            Status.RESERVED,
            "everybody of the case to arrive",
            "movement_officer",
            timedelta(days=120),
        ),
        Wait(
            Status.RELEASING,
            "the cash that was handed out to be returned",
            "movement_officer",
            timedelta(days=2),
        ),
        Wait(
            Status.IN_REINTEGRATION,
            "plans to be carried out and the final report",
            "counsellor",
            timedelta(days=365),
        ),
    ),
)


@dataclass(frozen=True)
class Reason:
    """One rule's answer about one person."""

    rule_id: str
    person_id: str
    outcome: str
    evidence: str
    rule_version: str
    sentence: str


@dataclass(frozen=True)
class Person:
    """A person of the case as intake described them by id, and how far they have travelled."""

    person_id: str
    person_type: PersonType
    nationalities: tuple[str, ...] = ()
    reintegration_bars: tuple[str, ...] = ()
    asylum_background: bool = False
    in_detention: bool = False
    departed_on: date | None = None
    arrived_on: date | None = None


@dataclass(frozen=True)
class Line:
    """What is held for one person. `cash_max_minor` is the part that may be cash."""

    person_id: str
    kind: LineKind
    scheme: str
    amount_minor: int
    cash_max_minor: int
    currency: str
    confidence: str

    @property
    def money(self) -> Money:
        return Money(self.amount_minor, self.currency)


@dataclass(frozen=True)
class Assessment:
    """What the rules make of a case: the scheme, a line per person and kind, every reason."""

    scheme: str
    lines: tuple[Line, ...]
    reasons: tuple[Reason, ...]


@dataclass
class Entitlement:
    id: str
    case_ref: str
    application_date: date
    persons: tuple[Person, ...]
    scheme: str = ""
    lines: tuple[Line, ...] = ()
    reasons: tuple[Reason, ...] = ()
    departs_on: date | None = None
    status: Status = Status.RESERVED
    reason_code: str | None = None
    due_at: datetime | None = None
    version: int = field(default=1)

    @property
    def waits_for(self) -> str | None:
        wait = MACHINE.wait(self.status)
        return wait.waits_for if wait else None

    @property
    def owner(self) -> str | None:
        wait = MACHINE.wait(self.status)
        return wait.owner if wait else None

    @property
    def everybody_arrived(self) -> bool:
        return all(person.arrived_on for person in self.persons)

    @property
    def has_budget(self) -> bool:
        return any(line.kind is LineKind.REINTEGRATION for line in self.lines)

    def person(self, person_id: str) -> Person:
        for person in self.persons:
            if person.person_id == person_id:
                return person
        raise NotFound("no-such-person", f"Nobody of case {self.case_ref} is {person_id}.")

    def budget_of(self, person_id: str) -> Line | None:
        """Return a person's reintegration budget, if there is one."""
        self.person(person_id)
        mine = [line for line in self._of(LineKind.REINTEGRATION) if line.person_id == person_id]
        return mine[0] if mine else None

    def allowances(self) -> list[Line]:
        return self._of(LineKind.ALLOWANCE)

    def total(self, kind: LineKind) -> Money:
        return Money(sum(line.amount_minor for line in self._of(kind)), "EUR")

    def reserve(self, assessment: Assessment, at: datetime) -> EntitlementReserved:
        """Hold what the rules allow, for the first time."""
        self.scheme, self.lines = assessment.scheme, assessment.lines
        self.reasons = assessment.reasons
        self._await(at)
        return self._reserved()

    def reprice(self, assessment: Assessment) -> EntitlementReserved:
        """Hold what the rules allow now that the terms are others."""
        self.scheme, self.lines = assessment.scheme, assessment.lines
        self.reasons = assessment.reasons
        self.version += 1
        return self._reserved()

    def book(self, departs_on: date | None) -> None:
        """Remember when the party departs, or that it does not yet; the terms depend on it."""
        self.departs_on = departs_on
        self.version += 1

    def note_departure(self, person_id: str, departed_on: date) -> None:
        self._note(replace(self.person(person_id), departed_on=departed_on))
        self.departs_on = max(one.departed_on for one in self.persons if one.departed_on)

    def note_arrival(self, person_id: str, arrived_on: date, at: datetime) -> None:
        """Remember that a person is home; when all are, the reintegration begins."""
        self._note(replace(self.person(person_id), arrived_on=arrived_on))
        if self.everybody_arrived and self.status is Status.RESERVED:
            self._move("arrive", at)

    def release(self, reason_code: str, at: datetime) -> None:
        """Begin to put everything back."""
        self._move("release", at)
        self.reason_code = reason_code

    def put_back(self, at: datetime) -> EntitlementReleased:
        """All cash is back: nothing is held any more."""
        self._move("put_back", at)
        return EntitlementReleased(
            entitlement_id=self.id, case_ref=self.case_ref, reason_code=self.reason_code or ""
        )

    def complete(self, at: datetime) -> ReintegrationCompleted:
        self._move("complete", at)
        return ReintegrationCompleted(case_ref=self.case_ref)

    def _of(self, kind: LineKind) -> list[Line]:
        return [line for line in self.lines if line.kind is kind]

    def _note(self, noted: Person) -> None:
        same = noted.person_id
        self.persons = tuple(noted if one.person_id == same else one for one in self.persons)
        self.version += 1

    def _move(self, verb: str, at: datetime) -> None:
        self.status = Status(MACHINE.next(self.status, verb))
        self.version += 1
        self._await(at)

    def _await(self, at: datetime) -> None:
        wait = MACHINE.wait(self.status)
        self.due_at = wait.due_at(at) if wait else None

    def _reserved(self) -> EntitlementReserved:
        said = ("person_id", "kind", "amount_minor", "cash_max_minor", "currency")
        return EntitlementReserved(
            entitlement_id=self.id,
            case_ref=self.case_ref,
            scheme=self.scheme,
            lines=tuple({name: getattr(line, name) for name in said} for line in self.lines),
        )
