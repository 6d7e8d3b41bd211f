"""A blip: something that somebody must see to, and from when on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import StrEnum


class Source(StrEnum):
    """What waits until a deadline of its own; an alert has a day instead."""

    CASE = "case"
    ERASURE = "erasure"
    REQUEST = "request"
    RETENTION = "retention"


@dataclass(frozen=True, kw_only=True)
class Blip:
    """`breaks_on` is the day on which it is too late; a deadline of a case names none.

    What a contact or an expert asked for by right is of no case; `case_ref` is empty then.
    """

    at: datetime
    source: str
    case_ref: str
    about: str
    what: str
    rule_id: str | None
    sentence: str
    owner: str
    overdue: bool
    breaks_on: date | None = None

    @property
    def place(self) -> Place:
        return Place(self.at, self.source, self.case_ref, self.about, self.what)


@dataclass(frozen=True, order=True)
class Place:
    """Where a blip stands in the order of the radar: by time, alerts first."""

    at: datetime
    source: str
    case_ref: str
    about: str
    what: str

    def written(self) -> str:
        return f"{self.at.isoformat()}|{self.source}|{self.case_ref}|{self.about}|{self.what}"

    @staticmethod
    def read(text: str) -> Place | None:
        """Return the place that was written, or nothing if it is none of ours."""
        parts = text.split("|")
        try:
            return Place(datetime.fromisoformat(parts[0]), *parts[1:])
        except (TypeError, ValueError):
            return None


def morning_of(day: date) -> datetime:
    """An alert counts from the beginning of its day."""
    return datetime.combine(day, time(), tzinfo=UTC)
