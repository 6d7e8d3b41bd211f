"""Journeys that a traveller could really make: which flights, on which day, how connected."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from partner_kit.emulator.geography import Airport
from partner_kit.emulator.network import CARRIERS, Carrier, Flight, flights, stops

CONNECTION_MAX = timedelta(hours=7)
CONNECTION_MIN = timedelta(minutes=75)
CONNECTION_MIN_ASSISTED = timedelta(minutes=120)
STAY_OF_ESCORT = timedelta(hours=20)
DAYS_LOOKED_AT_MAX = 45

Journey = tuple[Flight, ...]


@dataclass(frozen=True)
class Wish:
    """What a journey must keep to."""

    origin: Airport
    destination: Airport
    earliest: date
    latest: date
    not_before: datetime
    arrive_by: datetime | None = None
    assisted: bool = False
    forbidden_transit_countries: frozenset[str] = frozenset()

    @property
    def connection_min(self) -> timedelta:
        """Return the shortest time between two flights."""
        return CONNECTION_MIN_ASSISTED if self.assisted else CONNECTION_MIN


def journeys(wish: Wish) -> list[Journey]:
    """Return the best journey of each carrier that has one, on its first possible day."""
    found = []
    for carrier in CARRIERS:
        way = stops(carrier, wish.origin, wish.destination)
        if way is None or _transit_countries(way) & wish.forbidden_transit_countries:
            continue
        journey = first_journey(carrier, way, wish)
        if journey:
            found.append(journey)
    return found


def first_journey(carrier: Carrier, way: tuple[Airport, ...], wish: Wish) -> Journey | None:
    """Return the shortest journey of the first day that has one."""
    days = min((wish.latest - wish.earliest).days + 1, DAYS_LOOKED_AT_MAX)
    for ahead in range(days):
        day = wish.earliest + timedelta(days=ahead)
        kept = [journey for journey in _on_day(carrier, way, day, wish) if _keeps(journey, wish)]
        if kept:
            return min(kept, key=lambda journey: journey[-1].arrives_at - journey[0].departs_at)
    return None


def way_back(outbound: Journey) -> Journey | None:
    """Return how an escort flies home with the same carrier, after a night's rest."""
    origin, destination = outbound[-1].destination, outbound[0].origin
    rested_at = outbound[-1].arrives_at + STAY_OF_ESCORT
    wish = Wish(
        origin=origin,
        destination=destination,
        earliest=rested_at.date(),
        latest=rested_at.date() + timedelta(days=7),
        not_before=rested_at,
    )
    carrier = outbound[0].carrier
    way = stops(carrier, origin, destination)
    return first_journey(carrier, way, wish) if way else None


def segments(journey: Journey) -> list[dict[str, Any]]:
    """Write a journey as the contract does."""
    return [
        {
            "carrier": flight.carrier.code,
            "number": flight.number,
            "origin": flight.origin.code,
            "destination": flight.destination.code,
            "departs_at": flight.departs_at.isoformat(),
            "arrives_at": flight.arrives_at.isoformat(),
            "cabin": "economy",
        }
        for flight in journey
    ]


def _transit_countries(way: tuple[Airport, ...]) -> set[str]:
    return {stop.country for stop in way[1:-1]}


def _keeps(journey: Journey, wish: Wish) -> bool:
    if journey[0].departs_at < wish.not_before:
        return False
    return wish.arrive_by is None or journey[-1].arrives_at <= wish.arrive_by


def _on_day(carrier: Carrier, way: tuple[Airport, ...], day: date, wish: Wish) -> Iterator[Journey]:
    for first in flights(carrier, way[0], way[1], day):
        if len(way) == 2:  # noqa: PLR2004 - a way of two airports is a flight without a stop
            yield (first,)
            continue
        for onward in _onward(carrier, way, first):
            wait = onward.departs_at - first.arrives_at
            if wish.connection_min <= wait <= CONNECTION_MAX:
                yield (first, onward)
                break


def _onward(carrier: Carrier, way: tuple[Airport, ...], first: Flight) -> Iterator[Flight]:
    for days in (0, 1):
        day = first.arrives_at.date() + timedelta(days=days)
        yield from flights(carrier, way[1], way[2], day)
