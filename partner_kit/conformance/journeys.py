"""Whether a journey on paper can be flown, and whether it is the one that was asked for."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import airportsdata

CONNECTION_MIN = timedelta(minutes=30)
FLIGHT_MAX = timedelta(hours=20)
FLIGHT_MIN = timedelta(minutes=20)

_AIRPORTS = airportsdata.load("IATA")

Segments = Sequence[Mapping[str, Any]]


def faults_of_offer(asked: Mapping[str, Any], offer: Mapping[str, Any]) -> list[str]:
    """Say what in an offer does not keep the request."""
    outbound = offer["itinerary"]
    return [
        *faults_of_journey(outbound, asked["origin"], asked["destination"]),
        *_faults_of_days(outbound, asked),
        *_faults_of_transit(outbound, asked),
        *_faults_of_price(offer["price"], asked),
        *_faults_of_services(offer, asked),
        *_faults_of_escorts(offer, asked),
    ]


def faults_of_journey(segments: Segments, origin: str, destination: str) -> Iterator[str]:
    """Say why nobody could fly these segments one after the other."""
    if (segments[0]["origin"], segments[-1]["destination"]) != (origin, destination):
        yield f"The journey does not go from {origin} to {destination}."
    for segment in segments:
        yield from _faults_of_segment(segment)
    for before, after in pairwise(segments):
        if before["destination"] != after["origin"]:
            yield f"It lands in {before['destination']} and goes on from {after['origin']}."
        wait = _moment(after["departs_at"]) - _moment(before["arrives_at"])
        if wait < CONNECTION_MIN:
            yield f"The connection in {after['origin']} is {wait}."


def countries(segments: Segments) -> set[str]:
    """Return the countries in which the journey changes planes."""
    return {_AIRPORTS[one["destination"]]["country"] for one in segments[:-1]}


def _faults_of_segment(segment: Mapping[str, Any]) -> Iterator[str]:
    for place, name in (("origin", "departs_at"), ("destination", "arrives_at")):
        found = _AIRPORTS.get(segment[place])
        if found is None:
            yield f"No airport is {segment[place]}."
            return
        moment = _moment(segment[name])
        if moment.utcoffset() != moment.astimezone(ZoneInfo(found["tz"])).utcoffset():
            yield f"In {segment[place]} the offset is another than in {segment[name]}."
    time = _moment(segment["arrives_at"]) - _moment(segment["departs_at"])
    if not FLIGHT_MIN <= time <= FLIGHT_MAX:
        yield f"The flight {segment['carrier']}{segment['number']} takes {time}."


def _faults_of_days(segments: Segments, asked: Mapping[str, Any]) -> Iterator[str]:
    leaves = _moment(segments[0]["departs_at"]).date()
    first = date.fromisoformat(asked["earliest_departure"])
    if not first <= leaves <= date.fromisoformat(asked["latest_departure"]):
        yield f"It leaves on {leaves}, outside the days that were asked for."
    arrive_by = asked.get("arrive_by")
    if arrive_by and _moment(segments[-1]["arrives_at"]) > _moment(arrive_by):
        yield "It arrives too late."


def _faults_of_transit(segments: Segments, asked: Mapping[str, Any]) -> Iterator[str]:
    for country in sorted(countries(segments) & set(asked["forbidden_transit_countries"])):
        yield f"It changes planes in {country}, which was forbidden."


def _faults_of_price(price: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    lines = price["passengers"]
    if sum(line["amount_minor"] for line in lines) != price["total_minor"]:
        yield "The prices of the passengers do not add up to the total."
    seated = sorted(line["passenger_reference"] for line in lines)
    everybody = [*asked["passengers"], *asked["escorts"]]
    if seated != sorted(one["passenger_reference"] for one in everybody):
        yield "There is not one price for each passenger and each escort."


def _faults_of_services(offer: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    answered = {(one["passenger_reference"], one["code"]) for one in offer["special_services"]}
    for one in asked["special_services"]:
        if (one["passenger_reference"], one["code"]) not in answered:
            yield f"Nothing is said about {one['code']}."


def _faults_of_escorts(offer: Mapping[str, Any], asked: Mapping[str, Any]) -> Iterator[str]:
    seats = {one["passenger_reference"]: one for one in offer["escort_seats"]}
    back = offer.get("return_itinerary")
    for escort in asked["escorts"]:
        seat = seats.get(escort["passenger_reference"])
        if seat is None or not seat["outbound"]:
            yield "An escort has no seat on the way out."
        elif escort["round_trip"] and not (seat["return"] and back):
            yield "An escort has no seat on the way back."
    if back:
        yield from faults_of_journey(back, asked["destination"], asked["origin"])
        if _moment(back[0]["departs_at"]) <= _moment(offer["itinerary"][-1]["arrives_at"]):
            yield "The escort flies back before arriving."


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
