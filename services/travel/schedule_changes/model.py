"""Schedule changes: what an airline moved, what that touches, and what we answered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any


class Answer(StrEnum):
    """What we say to it; while a person decides, nothing is said."""

    ACCEPT = "accept"
    REFUND = "refund"
    UNDECIDED = "undecided"


@dataclass
class ScheduleChange:
    """`id` is the agent's notice reference, made unique by the agent's name."""

    id: str
    booking_reference: str
    received_at: datetime
    removed: list[dict[str, Any]]
    added: list[dict[str, Any]]
    touches: list[str]
    answer: Answer
    broken_rules: list[dict[str, str]] = field(default_factory=list)
