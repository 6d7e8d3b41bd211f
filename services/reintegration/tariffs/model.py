"""Rows of the tables T1 and T3 (domain.md), and all of them together as one day knows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.reintegration.persons.model import Person


@dataclass(frozen=True)
class Tariff:
    """One row of T1. `person_type` may be `any`; `component` tells what the amount is for."""

    scheme: str
    person_type: str
    component: str
    maximum_minor: int
    cash_maximum_minor: int | None
    confidence: str
    valid_from: date
    valid_to: date | None

    def is_for(self, person: Person) -> bool:
        return self.person_type in {"any", person.person_type.value}


@dataclass(frozen=True)
class Country:
    """One row of T3. An official list, where we have one, overrides the derived rule."""

    country: str
    visa_required: bool
    dac_recipient: bool
    official: bool | None
    confidence: str
    valid_from: date
    valid_to: date | None

    @property
    def listed(self) -> bool:
        """R-AVRR-02: a DAC recipient whose nationals need a visa, unless the official list says."""
        derived = self.dac_recipient and self.visa_required
        return derived if self.official is None else self.official


@dataclass(frozen=True)
class AllowanceExclusion:
    """Nationals of this country get no allowance between two dates."""

    country: str
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True)
class Rulebook:
    """Every row of the tables, and the version of each that a decision can be traced to."""

    tariffs: Sequence[Tariff]
    countries: Sequence[Country]
    without_allowance: frozenset[str] = frozenset()
    new_amounts: bool = True  # A disputed point: since when they follow those of the EURP.
    tariffs_version: str = ""
    countries_version: str = ""
    allowances_version: str = ""
