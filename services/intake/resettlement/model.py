"""A nomination of a family for resettlement to the Netherlands, and all that is done for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict, Invalid

TRAININGS = 3
TRAINING_DAYS = 4


class Entry(StrEnum):
    """R-RES-01: how a family comes into the scheme; there is no other way."""

    MISSION = "mission"
    DOSSIER = "dossier"
    FAMILY_OF_RESETTLED = "family_of_resettled"


class SubQuota(StrEnum):
    GENERAL = "general"
    DISABLED_AND_FAMILY = "disabled_and_family"
    EMERGENCY = "emergency"


@dataclass(frozen=True, kw_only=True)
class Quota:
    """How many persons may be selected between two days; `sub_quota` is one of them, or `total`."""

    sub_quota: str
    places: int
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, kw_only=True)
class Counter:
    """R-RES-02: a quota and how much of it is used."""

    quota: Quota
    used: int

    @property
    def left(self) -> int:
        return self.quota.places - self.used

    def exceeded_by(self, persons: int) -> bool:
        return persons > self.left


@dataclass(eq=False, kw_only=True)
class Nomination:
    """The lists hold one record per event. `municipality` is a place, and names nobody."""

    case_ref: str
    entry: Entry
    sub_quota: SubQuota
    nominated_on: date
    persons: int
    interviewed_on: date | None = None
    selected_on: date | None = None
    overridden_because: str | None = None
    trainings: list[dict[str, Any]] = field(default_factory=list)
    examinations: list[dict[str, Any]] = field(default_factory=list)
    documents: list[dict[str, Any]] = field(default_factory=list)
    exit_permit: dict[str, Any] | None = None
    municipality: str | None = None
    handed_over_at: datetime | None = None

    def select(self, selected_on: date, override: str | None) -> None:
        if self.interviewed_on is None:
            raise Conflict("not-interviewed", "Nobody is selected before the interview.")
        if selected_on < self.interviewed_on:
            raise Invalid("before-the-interview", "The selection is older than the interview.")
        self.selected_on, self.overridden_because = selected_on, override

    def train(self, number: int, ended_on: date, days: int) -> None:
        """R-RES-03: cultural orientation is three trainings of four days each."""
        if days != TRAINING_DAYS:
            raise Invalid("other-length", f"A training takes {TRAINING_DAYS} days.")
        others = [one for one in self.trainings if one["number"] != number]
        told = {"number": number, "ended_on": ended_on.isoformat(), "days": days}
        self.trainings = sorted([*others, told], key=lambda one: int(one["number"]))

    @property
    def oriented(self) -> bool:
        return len(self.trainings) == TRAININGS

    def examine(self, person_id: str, examined_on: date, good_until: date, *, fit: bool) -> None:
        """Whoever is not fit is not noted here: that is a matter of the medical file alone."""
        told = {"examined_on": examined_on.isoformat(), "good_until": good_until.isoformat()}
        others = [one for one in self.examinations if one["person_id"] != person_id]
        self.examinations = [*others, {"person_id": person_id} | told] if fit else others

    def fit_on(self, day: date) -> set[str]:
        """R-RES-04: who was found fit, by an examination that is still good on a day."""
        return {
            one["person_id"]
            for one in self.examinations
            if date.fromisoformat(one["good_until"]) >= day
        }

    def document(self, person_id: str, kind: str, valid_until: date) -> None:
        others = [one for one in self.documents if one["person_id"] != person_id]
        told = {"person_id": person_id, "kind": kind, "valid_until": valid_until.isoformat()}
        self.documents = [*others, told]

    def documented_on(self, day: date) -> set[str]:
        """Who has a visa or travel document that lets him or her in on a day."""
        return {
            one["person_id"]
            for one in self.documents
            if date.fromisoformat(one["valid_until"]) >= day
        }

    def permit_exit(self, *, required: bool, granted_on: date | None) -> None:
        """The country of stay lets the family go, or asks for no permit."""
        self.exit_permit = {
            "required": required,
            "granted_on": granted_on.isoformat() if granted_on else None,
        }

    @property
    def may_leave(self) -> bool:
        permit = self.exit_permit
        return permit is not None and (not permit["required"] or permit["granted_on"] is not None)

    def hand_over(self, at: datetime) -> None:
        """R-RES-05: the COA guided the family through the first 48 hours."""
        if self.handed_over_at is not None:
            raise Conflict("handed-over", f"The hand-over was at {self.handed_over_at}.")
        self.handed_over_at = at
