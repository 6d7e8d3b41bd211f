"""What a person's record said before it was corrected, by whom and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False)
class FormerRecord:
    """Sealed under the person's own key, so that it is forgotten with the person."""

    record_id: str
    person_id: str
    sealed: bytes
    replaced_at: datetime
    replaced_by: str
    ground: str
