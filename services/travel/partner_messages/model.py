"""The log of what the agents sent: each id once, with what came of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    DONE = "done"
    REJECTED = "rejected"


@dataclass
class PartnerMessage:
    """A message under its sender and id. `answers` are sent again when the message comes again.

    `kind` is a type of the contract or `unknown`: an agent may write anything into its key.
    What was rejected is kept whole, sealed for travel: a careless agent may have put a name in it.
    """

    agent: str
    message_id: str
    body_hash: str
    received_at: datetime
    kind: str
    outcome: Outcome = Outcome.DONE
    code: str | None = None
    pointer: str | None = None
    sentence: str | None = None
    kept: str | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)
