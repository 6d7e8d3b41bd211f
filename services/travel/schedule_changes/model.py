"""Schedule changes: what an airline moved, what that touches, and what we answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass
class ScheduleChange:
    """`id` is the agent's notice reference, made unique by the agent's name."""

    id: str
    booking_reference: str
    received_at: datetime
    removed: list[dict[str, Any]]
    added: list[dict[str, Any]]
    touches: list[str]
    answer: str
