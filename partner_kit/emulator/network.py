"""The airlines that the agent sells, their hubs, and the timetable that they keep every day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from math import ceil
from zlib import crc32

from partner_kit.emulator.geography import Airport, airport, distance_km

CRUISE_KM_PER_MINUTE = 13.5
TAXI_AND_CLIMB_MINUTES = 35
SHORTEST_FLIGHT_KM = 150
FIRST_DEPARTURE_MINUTES = 6 * 60
HOURS_BETWEEN_DEPARTURES = 5
DEPARTURES_A_DAY = 3


@dataclass(frozen=True)
class Carrier:
    """An airline: everything it flies begins or ends at its hub."""

    code: str
    ticket_prefix: str
    hub: str
    reach_km: int
    price_percent: int = 100
    not_served: frozenset[str] = frozenset()


CARRIERS = (
    Carrier("TK", "235", "IST", 9_500, 92, frozenset({"AM", "IL"})),
    Carrier("PC", "624", "SAW", 4_500, 78, frozenset({"AM", "IL"})),
    Carrier("LH", "220", "FRA", 10_500, 112),
    Carrier("OS", "257", "VIE", 9_000, 104),
    Carrier("LO", "080", "WAW", 9_000, 90),
    Carrier("AF", "057", "CDG", 11_000, 108),
    Carrier("IB", "075", "MAD", 10_500, 96),
    Carrier("TP", "047", "LIS", 8_500, 90),
    Carrier("AT", "147", "CMN", 6_000, 88),
    Carrier("MS", "077", "CAI", 7_000, 84),
    Carrier("RJ", "512", "AMM", 5_500, 92),
    Carrier("ET", "071", "ADD", 9_500, 86),
    Carrier("KQ", "706", "NBO", 7_500, 94),
    Carrier("QR", "157", "DOH", 10_500, 100),
    Carrier("EK", "176", "DXB", 10_500, 104),
    Carrier("BA", "125", "LHR", 10_500, 110),
    Carrier("AY", "105", "HEL", 9_000, 102),
    Carrier("A9", "606", "TBS", 4_500, 86),
    Carrier("CZ", "784", "CAN", 10_500, 82),
    Carrier("CM", "230", "PTY", 6_500, 96),
    Carrier("AV", "134", "BOG", 9_500, 94),
    Carrier("PY", "192", "PBM", 8_000, 98),
)


@dataclass(frozen=True)
class Flight:
    """One flight on one day, with local times."""

    carrier: Carrier
    number: str
    origin: Airport
    destination: Airport
    departs_at: datetime
    arrives_at: datetime

    @property
    def kilometres(self) -> float:
        """Return how far it flies."""
        return distance_km(self.origin, self.destination)


def flights(carrier: Carrier, origin: Airport, destination: Airport, day: date) -> Iterator[Flight]:
    """Give the day's flights of a carrier between two airports, earliest first.

    A flight number leaves at the same local time every day, as in a real timetable.
    """
    pair = crc32(f"{carrier.code}{origin.code}{destination.code}".encode())
    first = FIRST_DEPARTURE_MINUTES + pair % 44 * 5
    for departure in range(DEPARTURES_A_DAY):
        departs_at = origin.local(day, first + departure * HOURS_BETWEEN_DEPARTURES * 60)
        arrives_at = departs_at.astimezone(UTC) + block_time(origin, destination)
        yield Flight(
            carrier=carrier,
            number=str(100 + pair % 8_800 + departure * 2),
            origin=origin,
            destination=destination,
            departs_at=departs_at,
            arrives_at=arrives_at.astimezone(destination.zone),
        )


def block_time(origin: Airport, destination: Airport) -> timedelta:
    """Return the time from gate to gate, in steps of five minutes."""
    air = distance_km(origin, destination) / CRUISE_KM_PER_MINUTE
    return timedelta(minutes=ceil((TAXI_AND_CLIMB_MINUTES + air) / 5) * 5)


def stops(carrier: Carrier, origin: Airport, destination: Airport) -> tuple[Airport, ...] | None:
    """Return the airports on the way, ends included; nothing when the carrier has no way."""
    hub = airport(carrier.hub)
    if hub is None or {origin.country, destination.country} & carrier.not_served:
        return None
    if hub.code in (origin.code, destination.code):
        way: tuple[Airport, ...] = (origin, destination)
    else:
        way = (origin, hub, destination)
    legs = [distance_km(here, there) for here, there in pairwise(way)]
    direct = distance_km(origin, destination)
    detour_max = max(1.6 * direct, direct + 1_800)
    if min(legs) < SHORTEST_FLIGHT_KM or max(legs) > carrier.reach_km or sum(legs) > detour_max:
        return None
    return way
