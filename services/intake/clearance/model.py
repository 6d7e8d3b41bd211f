"""Clearance: what the authorities were asked, what they answered, and what they were told."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict, Invalid


class Clearing(StrEnum):
    REQUESTED = "requested"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    DTV_DECISION = "dtv_decision"


class DtvChoice(StrEnum):
    IOM_DEPARTURE = "iom_departure"
    REMOVAL = "removal"


OPEN = {Clearing.REQUESTED, Clearing.DTV_DECISION}


@dataclass(eq=False)
class Clearance:
    """One request to the IND, which decides in consultation with the DT&V (1.5 step 4)."""

    clearance_id: str
    case_ref: str
    requested_at: datetime
    status: Clearing = Clearing.REQUESTED
    answered_on: date | None = None
    reference: str | None = None
    dtv_choice: DtvChoice | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)

    def answer(
        self,
        outcome: Clearing,
        answered_on: date,
        *,
        dtv_choice: DtvChoice | None,
        reference: str | None,
    ) -> Clearing:
        """Record an answer, and return where it leaves the clearance (R-REAN-13, R-REAN-14)."""
        if answered_on < self.requested_at.date():
            raise Invalid("answered-too-early", "The answer is older than the request.")
        self._check(outcome, dtv_choice)
        self.status = outcome
        if outcome is Clearing.DTV_DECISION and dtv_choice is not None:
            chose_iom = dtv_choice is DtvChoice.IOM_DEPARTURE
            self.status = Clearing.GRANTED if chose_iom else Clearing.REFUSED
        self.answered_on, self.dtv_choice = answered_on, dtv_choice or self.dtv_choice
        self.reference = reference or self.reference
        told = {"outcome": outcome, "answered_on": answered_on.isoformat(), "choice": dtv_choice}
        self.answers = [*self.answers, told]
        return self.status

    def _check(self, outcome: Clearing, dtv_choice: DtvChoice | None) -> None:
        if outcome is Clearing.REQUESTED:
            raise Invalid("no-answer", "A request is not an answer.")
        if dtv_choice is not None and outcome is not Clearing.DTV_DECISION:
            raise Invalid("no-choice", "Only a dtv_decision comes with a choice of the DT&V.")
        if outcome is Clearing.WITHDRAWN and self.status is not Clearing.GRANTED:
            raise Conflict("not-granted", f"The clearance is {self.status}; it was not granted.")
        takes_back = outcome in {Clearing.WITHDRAWN, Clearing.DTV_DECISION}
        if self.status not in OPEN and not (takes_back and self.status is Clearing.GRANTED):
            raise Conflict("already-answered", f"The clearance is {self.status} already.")


# Who may not open a medical file does not see that this went out of one (R-MED-04).
FROM_MEDICAL_FILE = ["part of the medical file"]


@dataclass(eq=False)
class Disclosure:
    """One time that personal data left the house: to whom, what, on which ground (10.2)."""

    disclosure_id: str
    case_ref: str
    recipient: str
    what: list[str]
    purpose: str
    ground: str
    disclosed_at: datetime
    disclosed_by: str
