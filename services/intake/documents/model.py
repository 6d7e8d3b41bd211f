"""A document on paper: what it is, who holds it now, and the chain of hands it went through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict, Invalid


class DocumentKind(StrEnum):
    PASSPORT = "passport"
    LAISSEZ_PASSER = "laissez_passer"
    EMERGENCY_TRAVEL_DOCUMENT = "emergency_travel_document"
    IDENTITY_CARD = "identity_card"
    BIRTH_CERTIFICATE = "birth_certificate"
    MARRIAGE_CERTIFICATE = "marriage_certificate"
    OTHER = "other"


class Holder(StrEnum):
    PERSON = "person"
    IOM = "iom"
    IND = "IND"
    DTV = "DT&V"
    POLICE = "police"


class Spot(StrEnum):
    """Where a document changes hands."""

    OFFICE = "office"
    AIRPORT = "airport"
    ELSEWHERE = "elsewhere"


AUTHORITIES = frozenset({Holder.IND, Holder.DTV, Holder.POLICE})
# Since 1 February 2015 the IND keeps what the authorities took in (1.5 step 7).
KEEPER = {Holder.IND: "IND", Holder.POLICE: "IND", Holder.DTV: "DT&V"}


@dataclass(eq=False, kw_only=True)
class Document:
    """Number, country, last day and description are sealed under the person's key."""

    document_id: str
    case_ref: str
    person_id: str
    kind: DocumentKind
    sealed: bytes
    holder: Holder
    held_since: datetime
    registered_by: str
    handovers: int = 0
    asked_of: str | None = None
    requested_on: date | None = None
    answer_by: date | None = None
    version: int = 1

    @property
    def with_authority(self) -> bool:
        return self.holder in AUTHORITIES

    def request(self, today: date, answer_by: date) -> None:
        """Ask whoever keeps it for it; asked again, the clock begins anew."""
        if not self.with_authority:
            raise Conflict("not-with-authority", f"It is held by: {self.holder}.")
        self.asked_of, self.requested_on = KEEPER[self.holder], today
        self.answer_by = answer_by
        self.version += 1

    def hand_over(self, *, now: datetime, **told: Any) -> Handover:
        """R-MOV-04: the giver is whoever holds it, so that no hand is left out of the chain."""
        handover = Handover(
            document_id=self.document_id,
            person_id=self.person_id,
            number=self.handovers + 1,
            recorded_at=now,
            **told,
        )
        self._check(handover, now)
        self.holder, self.held_since = handover.receiver, handover.at
        self.handovers = handover.number
        self.asked_of = self.requested_on = self.answer_by = None
        self.version += 1
        return handover

    def _check(self, handover: Handover, now: datetime) -> None:
        if handover.giver is not self.holder:
            raise Conflict(
                "not-the-holder",
                f"R-MOV-04: it is held by {self.holder}, so {handover.giver} cannot give it away.",
            )
        if handover.receiver is handover.giver:
            raise Invalid("same-holder", f"It stays where it is: {handover.giver}.")
        if handover.at > now:
            raise Invalid("in-future", "It cannot have changed hands in the future.")
        if handover.at < self.held_since:
            raise Invalid("before-the-last", "It came into these hands later than that.")


@dataclass(eq=False, kw_only=True)
class Handover:
    """One link of the chain; never changed. `sealed` names who gave and who received."""

    handover_id: str
    document_id: str
    person_id: str
    number: int
    giver: Holder
    receiver: Holder
    place: Spot
    at: datetime
    sealed: bytes
    recorded_by: str
    recorded_at: datetime
    checklist_id: str | None = None


@dataclass(eq=False, kw_only=True)
class Checklist:
    """R-MOV-09: what was handed over at the airport, signed; `sealed` says by whom and to whom.

    `money` holds what was promised in cash for the airport, in minor units, for each person.
    """

    checklist_id: str
    case_ref: str
    person_id: str
    document_ids: list[str]
    money: list[dict[str, Any]]
    signed_at: datetime
    sealed: bytes
    recorded_by: str
    recorded_at: datetime
