"""The facts intake publishes. Fields may be added; nothing is renamed or removed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from services.chassis.messages import Event


@dataclass(frozen=True, kw_only=True)
class CaseOpened(Event):
    """A person, alone or with a family, asks for help."""

    name: ClassVar[str] = "case_opened"
    case_ref: str
    kind: str
    opened_on: date


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(Event):
    """Somebody of staff works on the case from now on; `staff_id` is the subject of a token."""

    name: ClassVar[str] = "case_assigned"
    case_ref: str
    assignment_id: str
    staff_id: str
    assigned_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseReleased(Event):
    """Somebody of staff no longer works on the case."""

    name: ClassVar[str] = "case_released"
    case_ref: str
    assignment_id: str
    staff_id: str
    released_at: datetime


@dataclass(frozen=True, kw_only=True)
class EmergencyAccessGiven(Event):
    """Somebody of staff who is not assigned sees the case, for a time and with a reason."""

    name: ClassVar[str] = "emergency_access_given"
    case_ref: str
    access_id: str
    staff_id: str
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseAccepted(Event):
    """Everything that must be there is there: the journey may be arranged.

    Each traveller is {person_id, person_type, nationalities, reintegration_bars, escort_required}.
    What a ticket needs of a person is in `sealed_for_travel`, which travel alone can open; what
    decides a person's money, beside what stands in clear, in `sealed_for_reintegration`.
    """

    name: ClassVar[str] = "case_accepted"
    case_ref: str
    kind: str
    application_date: date
    destination_country: str
    destination_airport: str
    origin_airport: str
    not_before: date
    not_after: date
    return_type: str
    travellers: tuple[dict[str, Any], ...]
    sealed_for_travel: str
    sealed_for_reintegration: str | None = None


@dataclass(frozen=True, kw_only=True)
class CaseDeclined(Event):
    """A rule forbids that we help with this departure."""

    name: ClassVar[str] = "case_declined"
    case_ref: str
    reason_codes: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(Event):
    """The departure is called off before boarding; whatever was opened for it is put back."""

    name: ClassVar[str] = "case_withdrawn"
    case_ref: str
    withdrawn_on: date
    reason_code: str


@dataclass(frozen=True, kw_only=True)
class CaseClosed(Event):
    """Nothing is left to do."""

    name: ClassVar[str] = "case_closed"
    case_ref: str
    outcome: str


@dataclass(frozen=True, kw_only=True)
class TravellerNeedsChanged(Event):
    """What a ticket, an escort or the office needs of a traveller is not what was accepted."""

    name: ClassVar[str] = "traveller_needs_changed"
    case_ref: str
    person_id: str
    sealed_for_travel: str
    sealed_for_reintegration: str | None = None


@dataclass(frozen=True, kw_only=True)
class DepartureLetterFoundMissing(Event):
    """Money to reintegrate with is held, and no letter says how much it is now: nobody departs."""

    name: ClassVar[str] = "departure_letter_found_missing"
    case_ref: str


@dataclass(frozen=True, kw_only=True)
class DepartureLetterSettled(Event):
    """The letter with amount and contact was issued; without `letter_id`, none is due."""

    name: ClassVar[str] = "departure_letter_settled"
    case_ref: str
    letter_id: str | None


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """A person must be forgotten: every service destroys what it can read, and says so by a day."""

    name: ClassVar[str] = "person_erased"
    case_ref: str
    person_id: str
    erasure_id: str
    acknowledge_by: date
