"""Constraints: what an offer must keep to be allowed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

ESCORT = "escort"


@dataclass(frozen=True)
class Connection:
    """How long a connection must and may take, at one airport or at every other (`*`)."""

    airport: str
    minutes_min: int
    minutes_max: int


@dataclass(frozen=True)
class CarrierMinors:
    """Of which age a carrier takes a child alone, and how long before it must be booked."""

    carrier: str
    age_min: int
    age_max: int
    hours_before: int


@dataclass(frozen=True)
class Constraints:
    """What a movement asks of an offer, with the rules that hold for it."""

    origin: str
    destination: str
    not_before: date
    not_after: date
    arrive_by: date | None
    passengers: tuple[dict[str, Any], ...]
    services: tuple[tuple[str, str], ...]
    escort_reference: str | None
    forbidden_countries: Mapping[str, str]  # country -> the nationality that may not transit
    connections: Sequence[Connection]
    fares_max_minor: Mapping[str, int]  # passenger type -> highest fare of the tariff
    currency: str
    country_of: Mapping[str, str]  # airport -> country
    carrier_minors: Sequence[CarrierMinors] = ()
    # The ages of the children whom the airline itself takes care of (UMNR).
    ages_alone: tuple[int, ...] = ()

    def minors_of(self, carrier: str) -> CarrierMinors | None:
        """Return the carrier's own rule, or that of all others (R-MOV-08)."""
        known = {one.carrier: one for one in self.carrier_minors}
        return known.get(carrier) or known.get("*")

    def connection_at(self, airport: str) -> Connection | None:
        """Return the airport's own limits, or those of all other airports."""
        known = {one.airport: one for one in self.connections}
        return known.get(airport) or known.get("*")
