"""What a question to the agents says, and through which countries the party may not go."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any, Protocol

from services.travel.movements.model import Movement
from services.travel.travellers.rules import ESCORT_REFERENCE, Needs, arrive_by

# One piece of 23 kg is what an economy fare usually holds; returnees take their belongings: two.
BAGGAGE = {"pieces_per_passenger": 2, "kilograms_per_piece": 23}
EVERYBODY = "*"


class TransitVisa(Protocol):
    """A row of the table of transit visas."""

    nationality: str
    country: str


def forbidden_countries(
    rows: Iterable[TransitVisa], nationalities: Iterable[str]
) -> dict[str, str]:
    """Return each country that somebody of the party may not change in, and whose fault it is.

    With two nationalities the one that opens a door is not relied on: the stricter one counts.
    """
    party = {EVERYBODY, *nationalities}
    return {row.country: row.nationality for row in rows if row.nationality in party}


def quote_content(
    movement: Movement, party: Needs, *, forbidden_transit: list[str], answer_by: datetime
) -> dict[str, Any]:
    """Write a question: kinds, ages and needs, never a name (partner-protocol.md 2)."""
    content: dict[str, Any] = {
        "origin": movement.origin_airport,
        "destination": movement.destination_airport,
        "earliest_departure": movement.not_before.isoformat(),
        "latest_departure": movement.not_after.isoformat(),
        "passengers": list(party.passengers),
        "special_services": [
            {"passenger_reference": who, "code": code} for who, code in party.services
        ],
        "escorts": _escorts(party),
        "baggage": BAGGAGE,
        "forbidden_transit_countries": forbidden_transit,
        "answer_by": answer_by.isoformat(),
    }
    last_day = arrive_by(party, movement.not_after)
    if last_day is not None:
        content["arrive_by"] = datetime.combine(last_day, time(23, 59), UTC).isoformat()
    return content


def _escorts(party: Needs) -> list[dict[str, Any]]:
    if party.escort_kind is None:
        return []
    escort = {"passenger_reference": ESCORT_REFERENCE, "kind": party.escort_kind}
    return [{**escort, "round_trip": True}]
