"""Answering a request for a quote: a journey at a price, or why there is none."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any

from partner_kit.emulator import fares, requests
from partner_kit.emulator.behaviour import Rule
from partner_kit.emulator.envelope import Answer, Message
from partner_kit.emulator.itineraries import Journey, Wish, journeys, segments, way_back
from partner_kit.emulator.office import OFFER, Office
from partner_kit.emulator.requests import Request

MEDICAL_SERVICES = frozenset({"EXST", "MEDA", "MEQT", "OXYG", "STCR"})
ASSISTANCE_SERVICES = frozenset({"BLND", "DEAF", "DPNA", "MAAS", "UMNR", "WCHC", "WCHR", "WCHS"})
SERVICES = MEDICAL_SERVICES | ASSISTANCE_SERVICES
PARTY_SIZE_MAX = 30
UNACCOMPANIED_AGE_MIN = 5
TICKETING_TIME = timedelta(hours=12)
OFFER_HELD = timedelta(hours=24)
PRICE_NOISE = 0.12
HOUR_ON_THE_WAY_MINOR = 800


class Refused(Exception):  # noqa: N818 - it is the quote that is refused
    """No offer, and why."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(sentence)
        self.reason = reason
        self.sentence = sentence


def quote(office: Office, message: Message) -> list[Answer]:
    """Answer `quote_requested`: an offer or a refusal, once for each quote reference."""
    request = requests.read(message.content)
    rule = office.behaviour.for_destination(request.destination.code)
    chance = office.chance(request.quote_reference)
    try:
        offered = offer(request, rule, office.now, chance)
    except Refused as refused:
        content = {
            "quote_reference": request.quote_reference,
            "reason": refused.reason,
            "sentence": refused.sentence,
        }
        return [office.answer("quote_refused", content, request.quote_reference)]
    offered["offer_reference"] = f"{office.name}-O-{office.book.serial('offer')}"
    paper = {
        "offer": offered,
        "origin": request.origin.code,
        "destination": request.destination.code,
        "assisted": bool(request.services or request.escorts),
        "forbidden_transit_countries": sorted(request.forbidden_transit_countries),
        "gone": rule.behaviour == "expire",
        "booked_as": None,
    }
    office.book.file(OFFER, offered["offer_reference"], paper)
    return [office.answer("quote_offered", offered, request.quote_reference)]


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
    amounts, journey = min(priced, key=lambda pair: _burden(*pair))
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
    seat = fares.seat_minor(journey, noise)
    amounts = {
        one.reference: fares.passenger_minor(one.type, seat, request.services_of(one.reference))
        for one in request.passengers
    }
    for reference, back in request.escorts:
        amounts[reference] = seat * (19 if back else 10) // 10
    return {who: amount * rule.price_percent // 100 for who, amount in amounts.items()}


def _burden(amounts: Mapping[str, int], journey: Journey) -> float:
    """Weigh the price, and each hour on the way at what a traveller would pay to avoid it."""
    hours = (journey[-1].arrives_at - journey[0].departs_at) / timedelta(hours=1)
    return sum(amounts.values()) + hours * HOUR_ON_THE_WAY_MINOR * len(amounts)


def _valid_until(rule: Rule, now: datetime, journey: Journey) -> datetime:
    if rule.behaviour == "expire":
        return now + timedelta(seconds=rule.delay_seconds)
    return min(now + OFFER_HELD, journey[0].departs_at)
