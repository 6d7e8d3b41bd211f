"""An erasure: the person is forgotten here at once; others must say by a day that they did too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from services.chassis.machine import Machine
from services.chassis.privacy.forgetting import Forgetting, erasure_machine
from services.intake.events import PersonErased

OFFICER, OVERDUE_OWNER = "privacy_officer", "supervisor"


class Ground(StrEnum):
    """Why a person is forgotten: who asked, or which time is over."""

    REQUEST = "request"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    RETENTION = "retention"


MACHINE = erasure_machine("erasure", "everybody to say that the person is forgotten", OFFICER)


@dataclass(eq=False, kw_only=True)
class Erasure(Forgetting):
    """A person of a case, and why he or she was forgotten."""

    machine: ClassVar[Machine] = MACHINE
    escalates_to: ClassVar[str] = OVERDUE_OWNER

    erasure_id: str
    case_ref: str
    person_id: str
    ground: Ground

    def told(self, acknowledge_by: date) -> PersonErased:
        return PersonErased(
            case_ref=self.case_ref,
            person_id=self.person_id,
            erasure_id=self.erasure_id,
            acknowledge_by=acknowledge_by,
        )
