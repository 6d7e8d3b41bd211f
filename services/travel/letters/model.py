"""Travel's own copy of what intake says of the letter of a case (R-AVRR-09)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass
class CaseLetter:
    """`settled`: it was issued, or none is due. The facts come by two queues, in any order."""

    case_ref: str
    sequence: int
    settled: bool
    letter_id: str | None
    heard_at: datetime

    def hear(self, news: CaseLetter) -> bool:
        """Take over what is newer; say whether it was."""
        if news.sequence <= self.sequence:
            return False
        self.sequence, self.heard_at = news.sequence, news.heard_at
        self.settled, self.letter_id = news.settled, news.letter_id
        return True
