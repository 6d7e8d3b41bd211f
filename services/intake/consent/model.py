"""A consent: who agreed to what, in which language, on which day, and until when it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.chassis.errors import Conflict


class Scope(StrEnum):
    DEPARTURE_REQUEST = "departure_request"
    DATA_EXCHANGE = "data_exchange"
    RETURN_OF_MINOR = "return_of_minor"
    MEDICAL_HAND_OVER = "medical_hand_over"


class Signatory(StrEnum):
    APPLICANT = "applicant"
    GUARDIAN = "guardian"
    CHILD = "child"
    RECEIVING_FAMILY = "receiving_family"
    SELF = "self"


@dataclass(eq=False)
class Consent:
    """The witness, if one signed too, is sealed under the person's key."""

    consent_id: str
    case_ref: str
    person_id: str
    scope: Scope
    by: Signatory
    signed_on: date
    language: str
    valid_until: date | None = None
    sealed_witness: bytes | None = None
    withdrawn_on: date | None = None

    def withdraw(self, today: date) -> None:
        """R-DP-01: from now on nothing new is done on its ground."""
        if self.withdrawn_on is not None:
            raise Conflict("already-withdrawn", f"It was withdrawn on {self.withdrawn_on}.")
        self.withdrawn_on = today

    def lapse(self, on: date) -> None:
        """R-UAM-06: from this day on it does not count; nobody has withdrawn it."""
        last = on - timedelta(days=1)
        self.valid_until = min(self.valid_until or last, last)

    def counts_on(self, day: date) -> bool:
        """Whether it is signed, in date and not withdrawn."""
        withdrawn = self.withdrawn_on is not None and self.withdrawn_on <= day
        lapsed = self.valid_until is not None and self.valid_until < day
        return self.signed_on <= day and not lapsed and not withdrawn
