"""An entry of the timeline: what happened, when, and who says so."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass
class Entry:
    """One thing that happened. `about` is a case reference, or the id of an expert's work.

    `facts` holds ids, dates and codes only; no entry says who a person is.
    """

    entry_id: str
    about: str
    at: datetime
    type: str
    sentence: str
    facts: dict[str, Any] = field(default_factory=dict)
    actor: str = ""
