"""Quote requests: what was asked of which agent, until when, and how it answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from services.chassis.errors import Conflict


class QuoteStatus(StrEnum):
    ASKED = "asked"
    OFFERED = "offered"
    REFUSED = "refused"
    SILENT = "silent"


@dataclass
class QuoteRequest:
    """`id` is the quote reference that both sides use."""

    id: str
    movement_id: str
    round: int
    agent: str
    asked_at: datetime
    answer_by: datetime
    status: QuoteStatus = QuoteStatus.ASKED
    answered_at: datetime | None = None
    reason: str | None = None

    @property
    def is_open(self) -> bool:
        return self.status is QuoteStatus.ASKED

    def answer(self, now: datetime, status: QuoteStatus, reason: str | None = None) -> None:
        """Take an offer or a refusal, while there is time; a second offer may follow the first."""
        if now > self.answer_by:
            raise Conflict("too-late", "The time to answer this request has passed.")
        if self.status not in (QuoteStatus.ASKED, status):
            raise Conflict("already-answered", f"This request was already {self.status}.")
        self.status, self.reason = status, reason
        self.answered_at = self.answered_at or now

    def fall_silent(self) -> None:
        """The time passed without an answer."""
        self.status = QuoteStatus.SILENT
