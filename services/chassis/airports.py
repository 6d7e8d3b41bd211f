"""In which country an airport lies, by the list of IATA that a library carries."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache


@cache
def airport_countries() -> Mapping[str, str]:
    """Return the country of every airport, by its three letters."""
    import airportsdata  # noqa: PLC0415 - a tenth of a second that only who asks should pay

    return {code: one["country"] for code, one in airportsdata.load("IATA").items()}


def country_of(airport: str) -> str | None:
    """Return two letters of ISO 3166, or nothing if there is no such airport."""
    return airport_countries().get(airport)
