"""How the letter about the money stands in the way of a departure, or does not (R-AVRR-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Standing(StrEnum):
    """`needless`: nothing is held to reintegrate with, so there is nothing to tell in a letter."""

    MISSING = "missing"
    ISSUED = "issued"
    NEEDLESS = "needless"


@dataclass(eq=False, kw_only=True)
class DepartureLetter:
    """What was last told about a case, so that only what has changed is told."""

    case_ref: str
    standing: Standing
    told_at: datetime
