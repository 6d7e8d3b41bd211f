"""Vendors: who delivers what a plan buys. One person registers a vendor, another verifies it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from services.chassis.callers.identity import is_one_of
from services.chassis.errors import Conflict, Forbidden
from services.chassis.machine import Machine, Standing, Transition, Wait
from services.chassis.spelling import number_key


class Status(StrEnum):
    REGISTERED = "registered"
    VERIFIED = "verified"
    REFUSED = "refused"


class Outcome(StrEnum):
    VERIFIED = "verified"
    REFUSED = "refused"


MACHINE = Machine(
    "vendor",
    Status.REGISTERED,
    (
        Transition(Status.REGISTERED, "verify", Status.VERIFIED),
        Transition(Status.REGISTERED, "refuse", Status.REFUSED),
    ),
    (
        Wait(
            Status.REGISTERED,
            "a second person to verify it exists and sells this",
            "finance_checker",
            timedelta(days=10),
        ),
    ),
)


@dataclass
class Vendor(Standing):
    machine: ClassVar[Machine] = MACHINE
    id: str
    name: str
    country: str
    registration_number: str
    registered_by: str
    status: Status = Status.REGISTERED
    verified_by: str | None = None
    evidence: str | None = None
    due_at: datetime | None = None
    version: int = 1
    # The number as it is compared; see services.chassis.spelling.
    registration_key: str = ""

    def register(self, at: datetime) -> None:
        self.registration_key = number_key(self.registration_number)
        self.enter(at)

    def judge(self, outcome: Outcome, *, evidence: str, by: str, at: datetime) -> None:
        """Verify or refuse it, by somebody else than who registered it."""
        if is_one_of(by, [self.registered_by]):
            raise Forbidden("same-person", "Who registered a vendor does not verify it.")
        verb = "verify" if outcome is Outcome.VERIFIED else "refuse"
        self.move(verb, at)
        self.verified_by, self.evidence = by, evidence

    def must_be_verified(self) -> None:
        """R-AVRR-10: only a verified vendor is paid."""
        if self.status is not Status.VERIFIED:
            raise Conflict("vendor-not-verified", f"The vendor is {self.status}, not verified.")
