"""Which fares of the tariff hold for a destination."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Fare(Protocol):
    """A row of the tariff."""

    country: str
    passenger_type: str
    amount_minor: int


def fares_to(rows: Iterable[Fare], country: str) -> dict[str, int]:
    """Return the highest fares to a country; its own rows go before those of every country."""
    known = [row for row in rows if row.country in ("*", country)]
    known.sort(key=lambda row: row.country != "*")
    return {row.passenger_type: row.amount_minor for row in known}
