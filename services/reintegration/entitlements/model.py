"""Entitlements: what is held for the people of one accepted case, until it is used or put back.

It is reserved when the case is accepted, and repriced when the journey falls under other terms.
Once everybody is home it waits for the final report. A withdrawal releases it when cash is back.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.chassis.errors import NotFound
from services.chassis.kept import Kept
from services.chassis.machine import Machine, Standing, Transition, Wait
from services.chassis.money import Money
from services.reintegration import events
from services.reintegration.persons.model import Person, Reason


class LineKind(StrEnum):
    ALLOWANCE = "allowance"
    REINTEGRATION = "reintegration"


class Status(StrEnum):
    RESERVED = "reserved"
    IN_REINTEGRATION = "in_reintegration"
    COMPLETED = "completed"
    RELEASING = "releasing"
    RELEASED = "released"


OFFICER = "movement_officer"

MACHINE = Machine(
    "entitlement",
    Status.RESERVED,
    (
        Transition(Status.RESERVED, "arrive", Status.IN_REINTEGRATION),
        Transition(Status.RESERVED, "release", Status.RELEASING),
        Transition(Status.RELEASING, "put_back", Status.RELEASED),
        Transition(Status.RELEASING, "resume", Status.RESERVED),
        Transition(Status.IN_REINTEGRATION, "complete", Status.COMPLETED),
    ),
    (
        Wait(Status.RESERVED, "everybody to arrive", OFFICER, timedelta(days=120)),
        Wait(Status.RELEASING, "the cash that was paid to be returned", OFFICER, timedelta(days=2)),
        Wait(Status.IN_REINTEGRATION, "the final report", "counsellor", timedelta(days=365)),
    ),
)


@dataclass(frozen=True)
class Line(Kept):
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
class Entitlement(Standing):
    machine: ClassVar[Machine] = MACHINE
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
    version: int = 1

    @property
    def is_over(self) -> bool:
        """Whether its money is closed: nothing is promised any more."""
        return self.status in (Status.COMPLETED, Status.RELEASED)

    @property
    def is_home(self) -> bool:
        """Whether all who travelled have arrived; who missed the flight is not waited for."""
        arrived = [person.arrived_on is not None for person in self.persons if not person.stayed]
        return bool(arrived) and all(arrived)

    @property
    def has_budget(self) -> bool:
        """Whether there is a budget for anybody who travelled."""
        stayed = {person.person_id for person in self.persons if person.stayed}
        return any(line.person_id not in stayed for line in self._of(LineKind.REINTEGRATION))

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

    def reserve(self, assessment: Assessment, at: datetime) -> events.EntitlementReserved:
        """Hold what the rules allow, for the first time."""
        self.enter(at)
        return self._reserved(assessment)

    def keeping(self, assessment: Assessment, handed_over: Collection[str]) -> Assessment:
        """Return the assessment with the allowances as they are of those who have had them."""

        def settled(line: Line) -> bool:
            return line.kind is LineKind.ALLOWANCE and line.person_id in handed_over

        fresh = [line for line in assessment.lines if not settled(line)]
        kept = [line for line in self.lines if settled(line)]
        return replace(assessment, lines=(*kept, *fresh))

    def reprice(self, assessment: Assessment) -> events.EntitlementReserved:
        """Hold what the rules allow now that the terms are others."""
        self.version += 1
        return self._reserved(assessment)

    def book(self, departs_on: date | None) -> None:
        """Remember when the party departs, or that it does not yet; the terms depend on it."""
        self.departs_on = departs_on
        self.version += 1

    def note_departure(self, person_id: str, departed_on: date) -> None:
        self._note(replace(self.person(person_id), departed_on=departed_on, stayed=False))
        self.departs_on = max(one.departed_on for one in self.persons if one.departed_on)

    def note_arrival(self, person_id: str, arrived_on: date) -> None:
        self._note(replace(self.person(person_id), arrived_on=arrived_on, stayed=False))

    def note_absence(self, person_id: str) -> None:
        """Remember who missed the flight; a departure that is told later corrects this."""
        one = self.person(person_id)
        self._note(replace(one, stayed=not (one.departed_on or one.arrived_on)))

    def note_way_back(self, person_id: str) -> None:
        """Remember who left and was brought back: nobody waits for an arrival (R-UAM-07)."""
        self._note(replace(self.person(person_id), departed_on=None, stayed=True))

    def begin_again(self) -> None:
        """A new acceptance: who missed a flight travels after all."""
        self.persons = tuple(replace(person, stayed=False) for person in self.persons)
        self.version += 1

    def begin_when_home(self, at: datetime) -> bool:
        """Begin the reintegration when all who travelled are home; say whether it began now."""
        begins = self.status is Status.RESERVED and self.is_home
        if begins:
            self.move("arrive", at)
        return begins

    def resume(self, at: datetime) -> None:
        """Somebody withdrew at the gate and boarded all the same: what is held stays held."""
        self.move("resume", at)
        self.reason_code = None

    def release(self, reason_code: str, at: datetime) -> None:
        """Begin to put everything back."""
        self.move("release", at)
        self.reason_code = reason_code

    def put_back(self, at: datetime) -> events.EntitlementReleased:
        """All cash is back: nothing is held any more."""
        self.move("put_back", at)
        return events.EntitlementReleased(
            entitlement_id=self.id, case_ref=self.case_ref, reason_code=self.reason_code or ""
        )

    def complete(self, at: datetime) -> events.ReintegrationCompleted:
        self.move("complete", at)
        return events.ReintegrationCompleted(case_ref=self.case_ref)

    def _of(self, kind: LineKind) -> list[Line]:
        return [line for line in self.lines if line.kind is kind]

    def _note(self, noted: Person) -> None:
        same = noted.person_id
        self.persons = tuple(noted if one.person_id == same else one for one in self.persons)
        self.version += 1

    def _reserved(self, assessment: Assessment) -> events.EntitlementReserved:
        self.scheme, self.lines = assessment.scheme, assessment.lines
        self.reasons = assessment.reasons
        said = ("person_id", "kind", "amount_minor", "cash_max_minor", "currency")
        return events.EntitlementReserved(
            entitlement_id=self.id,
            case_ref=self.case_ref,
            scheme=self.scheme,
            lines=tuple({name: getattr(line, name) for name in said} for line in self.lines),
        )
