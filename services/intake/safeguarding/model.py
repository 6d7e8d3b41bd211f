"""What protects one traveller who needs it: guardian, reception, best interest, escort, fitness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class ReceptionStatus(StrEnum):
    SOUGHT = "sought"
    CONFIRMED = "confirmed"
    NOT_ADEQUATE = "not_adequate"


class Interest(StrEnum):
    RETURN = "return"
    STAY = "stay"
    UNDECIDED = "undecided"


class Escort(StrEnum):
    NONE = "none"
    SOCIAL = "social"
    MEDICAL_NURSE = "medical_nurse"
    MEDICAL_DOCTOR = "medical_doctor"
    AIRLINE_UM = "airline_um"


@dataclass(frozen=True, kw_only=True)
class Guardian:
    """Who has authority over the child in the Netherlands, as a rule Nidos."""

    name: str
    appointed_on: date
    organisation: str = "Nidos"


@dataclass(frozen=True, kw_only=True)
class Receiver:
    """The adult to whom the child is handed over; without this document nobody is (R-UAM-07)."""

    name: str
    relation: str
    identity_number: str


@dataclass(frozen=True, kw_only=True)
class ReceptionPlace:
    """Where the child will live, and what the receiver has put in writing (R-UAM-03, R-UAM-04)."""

    status: ReceptionStatus
    admission_confirmed: bool = False
    collection_confirmed: bool = False
    receiver: Receiver | None = None


@dataclass(frozen=True, kw_only=True)
class BestInterest:
    """What the guardian's procedure found."""

    outcome: Interest
    decided_on: date


@dataclass(frozen=True, kw_only=True)
class EscortNeed:
    """Who goes along, and the airline's codes (SSR) for assistance on the way."""

    escort: Escort
    ssr: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Fitness:
    """Whether a doctor found the traveller fit to travel."""

    fit: bool
    checked_on: date


@dataclass(frozen=True, kw_only=True)
class Safeguards:
    """All of it, as far as it is known."""

    guardian: Guardian | None = None
    reception: ReceptionPlace | None = None
    best_interest: BestInterest | None = None
    escort_need: EscortNeed | None = None
    fitness: Fitness | None = None

    @property
    def receiver(self) -> Receiver | None:
        return self.reception.receiver if self.reception else None


@dataclass(eq=False)
class SealedSafeguards:
    """As it is kept: sealed whole under the traveller's key, for nearly all of it is sensitive."""

    person_id: str
    case_ref: str
    sealed: bytes
