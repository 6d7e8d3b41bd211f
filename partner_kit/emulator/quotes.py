"""Answering a request for a quote: a journey at a price, or why there is none."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from partner_kit.emulator import fares, reading
from partner_kit.emulator.behaviour import Rule
from partner_kit.emulator.envelope import Rejected
from partner_kit.emulator.geography import Airport, airport
from partner_kit.emulator.itineraries import Journey, Wish, journeys, segments, way_back

PASSENGER_TYPES = ("adult", "child", "infant", "unaccompanied_minor")
ESCORT_KINDS = ("social", "medical_nurse", "medical_doctor")
MEDICAL_SERVICES = frozenset({"EXST", "MEDA", "MEQT", "OXYG", "STCR"})
ASSISTANCE_SERVICES = frozenset({"BLND", "DEAF", "DPNA", "MAAS", "UMNR", "WCHC", "WCHR", "WCHS"})
SERVICES = MEDICAL_SERVICES | ASSISTANCE_SERVICES
PARTY_SIZE_MAX = 30
UNACCOMPANIED_AGE_MIN = 5
TICKETING_TIME = timedelta(hours=12)
OFFER_HELD = timedelta(hours=24)
PRICE_NOISE = 0.12


class Refused(Exception):  # noqa: N818 - it is the quote that is refused
    """No offer, and why."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


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


def offer(request: Request, rule: Rule, now: datetime, chance: Random) -> dict[str, Any]:
    """Make the cheapest offer that keeps the request, without its reference."""
    _refuse_early(request, rule, now)
    careless = rule.behaviour == "careless"
    found = journeys(_wish(request, now, careless=careless))
    if request.escorts_return:
        found = [journey for journey in found if way_back(journey)]
    if not found:
        raise Refused("no_availability", "No journey on these days keeps what was asked.")
    priced = [(_amounts(request, one, rule, chance), one) for one in found]
    amounts, journey = min(priced, key=lambda pair: sum(pair[0].values()))
    price = fares.price(amounts)
    content: dict[str, Any] = {
        "quote_reference": request.quote_reference,
        "itinerary": segments(journey),
        "price": price,
        "penalties": fares.penalties(price["total_minor"]),
        "baggage": dict(request.baggage),
        "special_services": [
            {
                "passenger_reference": who,
                "code": code,
                "confirmed": code in SERVICES and not careless,
            }
            for who, code in request.services
        ],
        "escort_seats": [
            {"passenger_reference": who, "outbound": True, "return": back and not careless}
            for who, back in request.escorts
        ],
        "valid_until": _valid_until(rule, now, journey).isoformat(),
    }
    back = way_back(journey) if request.escorts_return and not careless else None
    if back:
        content["return_itinerary"] = segments(back)
    return content


def _refuse_early(request: Request, rule: Rule, now: datetime) -> None:
    if rule.behaviour == "refuse":
        raise Refused(rule.reason, "We have no offer for this journey.")
    if now > request.answer_by:
        raise Refused("too_late", "The time to answer had passed when the request came.")
    if len(request.passengers) + len(request.escorts) > PARTY_SIZE_MAX:
        raise Refused("party_too_large", f"We book at most {PARTY_SIZE_MAX} seats together.")
    young = [one for one in request.passengers if one.type == "unaccompanied_minor"]
    if any((one.age or 0) < UNACCOMPANIED_AGE_MIN for one in young) and not request.escorts:
        raise Refused("unaccompanied_minor_not_accepted", "A child under five needs an escort.")


def _wish(request: Request, now: datetime, *, careless: bool) -> Wish:
    return Wish(
        origin=request.origin,
        destination=request.destination,
        earliest=request.earliest,
        latest=request.latest,
        not_before=now + TICKETING_TIME,
        arrive_by=request.arrive_by,
        assisted=bool(request.services or request.escorts),
        forbidden_transit_countries=(
            frozenset() if careless else request.forbidden_transit_countries
        ),
    )


def _amounts(request: Request, journey: Journey, rule: Rule, chance: Random) -> dict[str, int]:
    noise = 1 + chance.uniform(-PRICE_NOISE, PRICE_NOISE)
    seat = fares.seat_minor(journey, noise) * rule.price_percent // 100
    amounts = {
        one.reference: fares.passenger_minor(one.type, seat, request.services_of(one.reference))
        for one in request.passengers
    }
    for reference, back in request.escorts:
        amounts[reference] = seat * (19 if back else 10) // 10
    return amounts


def _valid_until(rule: Rule, now: datetime, journey: Journey) -> datetime:
    if rule.behaviour == "expire":
        return now + timedelta(seconds=rule.delay_seconds)
    return min(now + OFFER_HELD, journey[0].departs_at)


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
