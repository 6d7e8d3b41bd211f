"""Asking whether a case's airport leads to where the case goes."""

from __future__ import annotations

from services.chassis.airports import country_of
from services.chassis.unit import Unit
from services.intake.destinations import schemas as _tables  # noqa: F401 - declares it
from services.intake.destinations.rules import check_airport


def check_destination(unit: Unit, *, country: str, airport: str) -> None:
    rows = unit.rules("ground_access").on(unit.today())
    reached_from = {row["airport_in"] for row in rows if row["destination"] == country}
    check_airport(airport, country_of(airport), country, reached_from)
