"""What protects one traveller who needs it: guardian, reception, best interest, escort, fitness."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
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
class EmbarkationCheck:
    """The last look before a patient boards, at most so many hours before (R-MED-01)."""

    fit: bool
    checked_at: datetime


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """What somebody who came as a child alone is told on coming of age (R-UAM-06)."""

    given_on: date
    language: str


class Need(StrEnum):
    """What may change about a traveller after it was looked at."""

    HEALTH = "health"
    PREGNANCY = "pregnancy"
    ASSISTANCE = "assistance"
    ESCORT = "escort"
    RECEIVER = "receiver"
    DESTINATION = "destination"
    FLIGHT = "flight"


class Check(StrEnum):
    """What is looked at once and recorded; everything else is decided anew each time."""

    FITNESS = "fitness"
    EMBARKATION_CHECK = "embarkation_check"
    PREGNANCY_REVIEW = "pregnancy_review"
    BEST_INTEREST = "best_interest"
    RECEPTION = "reception"


# Which recorded checks hold only as long as a need is what it was. Whatever is not recorded is
# decided anew each time: consents, documents, ages, the hours before a flight, a carrier's rules.
REOPENS: Mapping[Need, frozenset[Check]] = {
    Need.HEALTH: frozenset({Check.FITNESS, Check.EMBARKATION_CHECK}),
    Need.PREGNANCY: frozenset({Check.FITNESS, Check.EMBARKATION_CHECK, Check.PREGNANCY_REVIEW}),
    Need.ASSISTANCE: frozenset({Check.EMBARKATION_CHECK}),
    # Who goes along is a matter of travel, which names and seats the escort again.
    Need.ESCORT: frozenset(),
    Need.RECEIVER: frozenset({Check.BEST_INTEREST}),
    Need.DESTINATION: frozenset({Check.BEST_INTEREST, Check.RECEPTION}),
    Need.FLIGHT: frozenset({Check.PREGNANCY_REVIEW}),
}


@dataclass(frozen=True, kw_only=True)
class Safeguards:
    """All of it, as far as it is known."""

    guardian: Guardian | None = None
    reception: ReceptionPlace | None = None
    best_interest: BestInterest | None = None
    escort_need: EscortNeed | None = None
    fitness: Fitness | None = None
    embarkation_check: EmbarkationCheck | None = None
    guidance: Guidance | None = None
    # On which ground it was recorded: for which country, and whether a patient was known to be one.
    recorded_for: str | None = None
    as_patient: bool | None = None

    def reopen(self, need: Need) -> Safeguards:
        """Take back what was recorded on the ground of a need that is another now."""
        taken: dict[str, None] = {
            str(check): None for check in REOPENS[need] if hasattr(self, check)
        }
        return replace(self, **taken)

    @property
    def receiver(self) -> Receiver | None:
        return self.reception.receiver if self.reception else None


@dataclass(eq=False)
class SealedSafeguards:
    """As it is kept: sealed whole under the traveller's key, for nearly all of it is sensitive."""

    person_id: str
    case_ref: str
    sealed: bytes
