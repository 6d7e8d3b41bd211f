"""Airports of the real world: where they lie, in which country, and what time it is there."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from math import asin, cos, radians, sin, sqrt
from zoneinfo import ZoneInfo

import airportsdata

EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True)
class Airport:
    """An airport under its IATA code."""

    code: str
    country: str
    latitude: float
    longitude: float
    zone: ZoneInfo

    def local(self, day: date, minutes: int) -> datetime:
        """Return the local time so many minutes after midnight, with its offset."""
        midnight = datetime.combine(day, time(), self.zone)
        return midnight + timedelta(minutes=minutes)


@cache
def _airports() -> dict[str, airportsdata.Airport]:
    return airportsdata.load("IATA")


@cache
def airport(code: str) -> Airport | None:
    """Return the airport, or nothing when no airport has this code."""
    found = _airports().get(code)
    if found is None:
        return None
    return Airport(code, found["country"], found["lat"], found["lon"], ZoneInfo(found["tz"]))


def distance_km(here: Airport, there: Airport) -> float:
    """Return the length of the great circle between two airports."""
    a, b = radians(here.latitude), radians(there.latitude)
    turn = radians(there.longitude - here.longitude)
    half = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(turn / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half))
