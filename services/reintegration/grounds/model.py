"""What decides a person's money and nowhere stands in clear (R-AVRR-07, R-VOT-02)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from services.reintegration.persons.model import Person, Victim


@dataclass(frozen=True)
class Grounds:
    """`None` means that nobody has told us."""

    asylum_background: bool | None = None
    in_detention: bool | None = None
    victim: Victim | None = None

    def of(self, person: Person) -> Person:
        """Return the person with all that decides his or her money."""
        return replace(
            person,
            asylum_background=self.asylum_background,
            in_detention=bool(self.in_detention),
            victim=self.victim,
        )


@dataclass(frozen=True)
class Told:
    """What one fact said of one person, and when; what it left out stays as it was known."""

    person_id: str
    told_at: datetime
    said: dict[str, object]


@dataclass
class KeptGrounds:
    """As it is kept: every person of an accepted case has such a row, whatever stands in it."""

    person_id: str
    case_ref: str
    told_at: datetime
    sealed: bytes
