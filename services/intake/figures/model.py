"""A count of departures by month, kind, nationality and group; it leads back to nobody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Group(StrEnum):
    """Whoever departs counts once under `everybody`, and once under each group beside it."""

    EVERYBODY = "everybody"
    UNACCOMPANIED_MINOR = "unaccompanied_minor"
    MEDICAL = "medical"
    TRAFFICKED = "trafficked"


class By(StrEnum):
    MONTH = "month"
    NATIONALITY = "nationality"
    KIND = "kind"
    GROUP = "group"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What a person who departed counts under. No id leads back to the person."""

    month: date
    kind: str
    nationality: str
    group: Group


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number as it is published: rounded to tens, or hidden."""

    key: str
    departures: int | None

    @property
    def hidden(self) -> bool:
        return self.departures is None
