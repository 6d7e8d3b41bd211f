"""A request for a quote: read out of its message, or pointed at where it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from partner_kit.emulator import reading
from partner_kit.emulator.envelope import Rejected
from partner_kit.emulator.geography import Airport, airport

PASSENGER_TYPES = ("adult", "child", "infant", "unaccompanied_minor")
ESCORT_KINDS = ("social", "medical_nurse", "medical_doctor")


@dataclass(frozen=True)
class Passenger:
    """Somebody who needs a seat: a reference and what the price depends on."""

    reference: str
    type: str
    age: int | None


@dataclass(frozen=True)
class Request:
    """A request for a quote, as far as the agent needs it."""

    quote_reference: str
    origin: Airport
    destination: Airport
    earliest: date
    latest: date
    passengers: tuple[Passenger, ...]
    services: tuple[tuple[str, str], ...]
    escorts: tuple[tuple[str, bool], ...]
    baggage: Mapping[str, int]
    forbidden_transit_countries: frozenset[str]
    answer_by: datetime
    arrive_by: datetime | None

    def services_of(self, reference: str) -> list[str]:
        """Return the services that one passenger asked for."""
        return [code for who, code in self.services if who == reference]

    @property
    def escorts_return(self) -> bool:
        """Tell whether an escort flies back."""
        return any(round_trip for _, round_trip in self.escorts)


def read(content: Mapping[str, Any]) -> Request:
    """Read a request, or point at what is wrong with it."""
    escorts = reading.each(content, "escorts", _escort)
    baggage = reading.part(content, "baggage")
    transit = content.get("forbidden_transit_countries", [])
    if not isinstance(transit, list):
        raise Rejected("invalid", "/data/forbidden_transit_countries", "It must be a list.")
    request = Request(
        quote_reference=reading.text(content, "quote_reference"),
        origin=_airport(content, "origin"),
        destination=_airport(content, "destination"),
        earliest=reading.day(content, "earliest_departure"),
        latest=reading.day(content, "latest_departure"),
        passengers=tuple(reading.each(content, "passengers", _passenger)),
        services=tuple(reading.each(content, "special_services", _service)),
        escorts=tuple(escorts),
        baggage={
            name: reading.number(baggage, name, "/data/baggage")
            for name in ("pieces_per_passenger", "kilograms_per_piece")
        },
        forbidden_transit_countries=frozenset(transit),
        answer_by=reading.moment(content, "answer_by"),
        arrive_by=reading.moment(content, "arrive_by") if content.get("arrive_by") else None,
    )
    _check(request)
    return request


def _check(request: Request) -> None:
    if not request.passengers:
        raise Rejected("invalid", "/data/passengers", "Somebody must travel.")
    if request.origin == request.destination:
        raise Rejected("invalid", "/data/destination", "The journey ends where it begins.")
    if request.latest < request.earliest:
        raise Rejected("invalid", "/data/latest_departure", "The last day is before the first.")
    references = [one.reference for one in request.passengers]
    references += [who for who, _ in request.escorts]
    if len(set(references)) != len(references):
        raise Rejected("invalid", "/data/passengers", "Each passenger_reference is used once.")


def _airport(content: Mapping[str, Any], name: str) -> Airport:
    found = airport(reading.text(content, name))
    if found is None:
        raise Rejected("invalid", f"/data/{name}", "No airport has this IATA code.")
    return found


def _passenger(entry: Mapping[str, Any], at: str) -> Passenger:
    return Passenger(
        reference=reading.text(entry, "passenger_reference", at),
        type=reading.one_of(entry, "type", PASSENGER_TYPES, at),
        age=reading.number(entry, "age", at) if entry.get("age") is not None else None,
    )


def _service(entry: Mapping[str, Any], at: str) -> tuple[str, str]:
    who = reading.text(entry, "passenger_reference", at)
    return who, reading.text(entry, "code", at)


def _escort(entry: Mapping[str, Any], at: str) -> tuple[str, bool]:
    reading.one_of(entry, "kind", ESCORT_KINDS, at)
    return reading.text(entry, "passenger_reference", at), bool(entry.get("round_trip"))
