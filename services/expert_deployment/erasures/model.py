"""An expert's erasure: forgotten here at once; travel must say by a day that it did too."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar

from services.chassis.machine import Machine
from services.chassis.privacy.forgetting import Forgetting, erasure_machine
from services.expert_deployment.events import ExpertErased

OFFICER, OVERDUE_OWNER = "privacy_officer", "supervisor"


class Ground(StrEnum):
    """Why an expert is forgotten."""

    REQUEST = "request"
    CONSENT_WITHDRAWN = "consent_withdrawn"


MACHINE = erasure_machine(
    "erasure of an expert", "everybody to say that the expert is forgotten", OFFICER
)


@dataclass(eq=False, kw_only=True)
class ExpertErasure(Forgetting):
    """Travel is told of every expert: it may know the name of a journey that never was."""

    machine: ClassVar[Machine] = MACHINE
    escalates_to: ClassVar[str] = OVERDUE_OWNER

    id: str
    expert_id: str
    ground: Ground

    def told(self, acknowledge_by: date) -> ExpertErased:
        return ExpertErased(
            erasure_id=self.id, person_id=self.expert_id, acknowledge_by=acknowledge_by
        )
