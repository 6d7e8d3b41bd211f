"""What is kept apart from a case: who was trafficked, and what the medical staff know.

Neither is part of the case: it has a store of its own, found by a keyed token alone, so that no
row, no list and no timeline tells that there is something about a person.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from services.chassis.errors import Conflict, Invalid


class Kind(StrEnum):
    """What is kept apart; the scopes that open it are `intake:<kind>:read` and `:write`."""

    TRAFFICKING = "trafficking"
    MEDICAL = "medical"


# Who sees to the deadlines of each, and who when they let them pass.
OWNERS = {Kind.TRAFFICKING: "trafficking_specialist", Kind.MEDICAL: "medical"}
LEAD = "protection_lead"


class Service(StrEnum):
    """What a victim may want beside what everybody gets (domain.md 3.3)."""

    SHELTER_COUNSELLING = "shelter_counselling"
    FAMILY_CONTACT = "family_contact"
    FAST_TRACK = "fast_track"
    HIDDEN_ITINERARY = "hidden_itinerary"
    ARRIVAL_ASSISTANCE = "arrival_assistance"
    ONWARD_TRANSPORT = "onward_transport"
    ACCOMMODATION = "accommodation"
    MEDICAL_HELP = "medical_help"
    ESCORT = "escort"


@dataclass(frozen=True, kw_only=True)
class OptIn:
    """The victim wants the extra services: when that was said, and in which language."""

    signed_on: date
    language: str
    withdrawn_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Reflection:
    """The time to reflect (bedenktijd) that the authorities granted, and its last day."""

    granted_on: date
    dublin: bool
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class Victim:
    """A presumed victim of trafficking, and what he or she wants."""

    presumed_on: date
    signalled_by: str
    opt_in: OptIn | None = None
    reflection: Reflection | None = None
    services: tuple[Service, ...] = ()
    note: str | None = None

    @property
    def wants_services(self) -> bool:
        return self.opt_in is not None and self.opt_in.withdrawn_on is None

    def opts_in(self, signed_on: date, language: str) -> Victim:
        """R-VOT-03: extra help is given only if the victim wants it."""
        if self.wants_services:
            raise Conflict("already-opted-in", "The extra services are wanted already.")
        if signed_on < self.presumed_on:
            raise Invalid("signed-too-early", "It was signed before there was anything to offer.")
        return replace(self, opt_in=OptIn(signed_on=signed_on, language=language))

    def opts_out(self, today: date) -> Victim:
        """R-VOT-03: whoever no longer wants them gets none, and loses nothing else."""
        if self.opt_in is None or not self.wants_services:
            raise Conflict("not-opted-in", "The extra services are not wanted anyway.")
        return replace(self, opt_in=replace(self.opt_in, withdrawn_on=today), services=())

    def wanting(self, services: tuple[Service, ...]) -> Victim:
        """R-VOT-03: no extra service before the victim's own opt-in."""
        if services and not self.wants_services:
            raise Conflict("no-opt-in", "R-VOT-03: the person has not said to want any of it.")
        return replace(self, services=tuple(sorted(set(services))))

    def reflecting(self, reflection: Reflection) -> Victim:
        return replace(self, reflection=reflection)


class Ruling(StrEnum):
    """What the medical staff say of a journey so near to a birth."""

    MAY_TRAVEL = "may_travel"
    HOLD = "hold"


class Availability(StrEnum):
    AVAILABLE = "available"
    LIMITED = "limited"
    NOT_AVAILABLE = "not_available"


@dataclass(frozen=True, kw_only=True)
class Review:
    outcome: Ruling
    reviewed_on: date


@dataclass(frozen=True, kw_only=True)
class Pregnancy:
    """When the child is due. Told anew, it has to be reviewed anew (R-MED-02)."""

    due_on: date
    review: Review | None = None


@dataclass(frozen=True, kw_only=True)
class CareResearch:
    """R-MED-05: what care there is in the country of return, and what it costs."""

    country: str
    availability: Availability
    cost_minor: int
    currency: str
    researched_on: date
    source: str


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """R-MED-04: one time that medical data went to somebody, with a consent of its own."""

    hand_over_id: str
    recipient: str
    name: str
    what: tuple[str, ...]
    purpose: str
    consent_id: str
    handed_on: date


@dataclass(frozen=True, kw_only=True)
class MedicalFile:
    """What the medical staff know of one traveller."""

    note: str | None = None
    pregnancy: Pregnancy | None = None
    research: CareResearch | None = None
    hand_overs: tuple[HandOver, ...] = ()

    def review(self, outcome: Ruling, reviewed_on: date) -> MedicalFile:
        """R-MED-02: say whether the journey may take place so near to the birth."""
        if self.pregnancy is None:
            raise Conflict("nothing-to-review", "No due date is recorded.")
        review = Review(outcome=outcome, reviewed_on=reviewed_on)
        return replace(self, pregnancy=replace(self.pregnancy, review=review))

    def review_again(self) -> MedicalFile:
        """What was reviewed is no longer what will happen."""
        if self.pregnancy is None:
            return self
        return replace(self, pregnancy=replace(self.pregnancy, review=None))


@dataclass(eq=False)
class KeptApart:
    """As either is kept: found by a keyed token, sealed whole under the person's own key."""

    token: str
    sealed: bytes
    version: int = 1


class TraffickingRecord(KeptApart):
    """What is known of a victim."""


class MedicalRecord(KeptApart):
    """What the medical staff know of a traveller."""
