"""Agents: who we may ask, and the public keys that passengers' details are sealed for."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from services.chassis.errors import Conflict

KEYS_MAX = 2


class MarkKind(StrEnum):
    """What is noted about an agent; `amount` is 1 unless the kind says otherwise."""

    ASKED = "asked"
    ANSWERED = "answered"  # seconds from question to answer
    SILENT = "silent"
    OFFERED = "offered"  # price in percent of the round's cheapest
    WON = "won"
    BOOKED = "booked"
    FAILED = "failed"
    SCHEDULE_CHANGED = "schedule_changed"
    REJECTED = "rejected"


@dataclass
class Mark:
    """One thing noted about an agent. Marks are only added, so that nobody waits for a lock."""

    id: str
    agent: str
    kind: MarkKind
    amount: int
    noted_at: datetime


@dataclass
class Agent:
    """A registered travel agent. `keys` holds public JWKs, the newest last."""

    name: str
    registered_at: datetime
    keys: list[dict[str, Any]] = field(default_factory=list)
    active: bool = True
    version: int = 0

    def register(self, jwk: dict[str, Any]) -> None:
        """Take a public key; the two newest are valid, named by `kid`."""
        others = [key for key in self.keys if key["kid"] != jwk["kid"]]
        self.keys = [*others, jwk][-KEYS_MAX:]
        self.active = True
        self.version += 1

    def retire(self) -> None:
        """Ask this agent for nothing new; what is booked stays booked."""
        if not self.active:
            raise Conflict("not-active", f"Agent {self.name} is already retired.")
        self.active = False
        self.version += 1

    @property
    def newest_key(self) -> dict[str, Any]:
        if not self.keys:
            raise Conflict("no-key", f"Agent {self.name} has registered no key.")
        return self.keys[-1]
