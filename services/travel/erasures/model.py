"""An erasure at one agent: asked, asked again every week, and confirmed by the agent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.chassis.machine import Machine, Transition, Wait
from services.travel.waits.model import AGENT, Waiting

ASKED_AGAIN_AFTER = timedelta(days=7)


class ErasureStatus(StrEnum):
    ASKED = "asked"
    CONFIRMED = "confirmed"


ERASURE = Machine(
    "erasure at an agent",
    ErasureStatus.ASKED,
    transitions=[Transition("asked", "confirm", "confirmed")],
    waits=[
        Wait("asked", "the agent's word that the person is forgotten", AGENT, timedelta(days=30))
    ],
)


@dataclass(kw_only=True)
class AgentErasure(Waiting):
    """`id` is the reference that both sides use. `bookings` say whom the agent must forget.

    A booking and the passenger's reference in it: the agent knows who that is, and we tell no more.
    An expert has no case.
    """

    id: str
    erasure_id: str
    agent: str
    case_ref: str | None
    person_id: str
    bookings: list[dict[str, Any]]
    confirm_by: date
    asked_at: datetime
    asked_times: int = 1
    status: ErasureStatus = ErasureStatus.ASKED
    confirmed_at: datetime | None = None

    @property
    def content(self) -> dict[str, Any]:
        """What the agent is told."""
        return {
            "erasure_reference": self.id,
            "bookings": self.bookings,
            "confirm_by": self.confirm_by.isoformat(),
        }

    def confirm(self, now: datetime) -> bool:
        """Take the agent's word; say whether it is news."""
        if self.status is ErasureStatus.CONFIRMED:
            return False
        self.status = ErasureStatus(ERASURE.next(self.status, "confirm"))
        self.version += 1
        self.confirmed_at = now
        self.wait(ERASURE.wait(self.status), now)
        return True

    def ask_again(self, now: datetime) -> bool:
        """Whether the agent is still silent; once the day has passed, an officer pursues it."""
        if self.status is not ErasureStatus.ASKED:
            return False
        self.asked_times += 1
        if self.is_stuck(now):
            self.escalate()
        return True
