"""Rows of the dated lists, and the lists as they stood on the days that the rules name."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class Exclusion:
    """A country whose nationals or permit holders are not helped (T2)."""

    code: str
    country: str
    confidence: str
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, kw_only=True)
class SecurityHold:
    """A destination to which nobody is brought for now, and why."""

    country: str
    reason: str
    confidence: str
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, kw_only=True)
class ListedCountry:
    """A country on a plain list: the Dublin states, or those with the VoT exception."""

    country: str
    valid_from: date
    valid_to: date | None
    source: str


@dataclass(frozen=True, kw_only=True)
class Lists:
    """The lists in force: exclusions on the application date, holds on the day of asking.

    What sources dispute is decided by switches with a date (`disputed_points`).
    """

    exclusions: tuple[Exclusion, ...]
    holds: tuple[SecurityHold, ...]
    dublin: frozenset[str]
    vot_exceptions: frozenset[str]
    repeat_bar_years: int
    versions: dict[str, str]
    dublin_excludes: bool = False
    temporary_permits_exclude: bool = False
    earlier_residence_bars: bool = False

    def excluding(self, country: str) -> tuple[Exclusion, ...]:
        """Every list on which the country stands."""
        return tuple(row for row in self.exclusions if row.country == country)

    def hold(self, country: str) -> SecurityHold | None:
        return next((row for row in self.holds if row.country == country), None)
