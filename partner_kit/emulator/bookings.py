"""Booking an offer: tickets for the passengers, or the reason why not."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from partner_kit.emulator import events, fares, passengers, reading, tickets
from partner_kit.emulator.behaviour import Rule
from partner_kit.emulator.envelope import Answer, Message, Rejected
from partner_kit.emulator.network import CARRIERS
from partner_kit.emulator.office import BOOKING, OFFER, Office

TICKETING_TIME_LIMIT = timedelta(hours=24)
PREFIXES = {carrier.code: carrier.ticket_prefix for carrier in CARRIERS}


class Failed(Exception):  # noqa: N818 - it is the booking that failed
    """Not booked: one of the contract's reasons, and what goes with it."""

    def __init__(self, reason: str, **more: Any) -> None:
        super().__init__(reason)
        self.content = {"reason": reason, **more}


def book(office: Office, message: Message) -> list[Answer]:
    """Answer `booking_requested`: tickets, or why there are none. One booking per reference."""
    reference = reading.text(message.content, "booking_reference")
    offer_reference = reading.text(message.content, "offer_reference")
    sealed = office.keys.open(reading.text(message.content, "passengers"))
    paper = office.book.paper(OFFER, offer_reference)
    known = office.book.paper(BOOKING, reference)
    if known:
        _check_asked_again(known, offer_reference, office.keys.hash(sealed))
        return [office.answer("booking_confirmed", _confirmation(known), reference)]
    try:
        booking = _booked(office, paper, message.content, sealed)
    except Failed as failed:
        content = {
            "booking_reference": reference,
            "offer_reference": offer_reference,
            **failed.content,
        }
        return [office.answer("booking_failed", content, reference)]
    office.book.file(BOOKING, reference, booking)
    office.book.file(OFFER, offer_reference, {**(paper or {}), "booked_as": reference})
    events.plan(office, booking)
    return [office.answer("booking_confirmed", _confirmation(booking), reference)]


def issue(office: Office, price: Mapping[str, Any], carrier: str) -> list[dict[str, str]]:
    """Issue one ticket for each line of a price."""
    prefix = PREFIXES[carrier]
    first = office.chance("tickets").randrange(tickets.SERIALS)
    return [
        {
            "passenger_reference": line["passenger_reference"],
            "ticket_number": tickets.ticket_number(prefix, first + office.book.serial("ticket")),
        }
        for line in price["passengers"]
    ]


def _booked(
    office: Office,
    paper: dict[str, Any] | None,
    content: Mapping[str, Any],
    sealed: Mapping[str, Any],
) -> dict[str, Any]:
    # An offer that we do not know is one that we no longer know.
    if paper is None or paper["gone"] or paper["booked_as"]:
        raise Failed("offer_expired")
    offer = paper["offer"]
    if office.is_past(offer["valid_until"]):
        raise Failed("offer_expired")
    rule = office.behaviour.for_destination(paper["destination"])
    price = _price(offer, rule, content)
    _check_passengers(offer, sealed)
    return {
        "booking_reference": content["booking_reference"],
        "offer_reference": offer["offer_reference"],
        "state": "ticketed",
        "record_locator": tickets.record_locator(office.name, office.book.serial("locator")),
        "tickets": issue(office, offer["price"], offer["itinerary"][0]["carrier"]),
        "price": price,
        "penalties": offer["penalties"],
        "itinerary": offer["itinerary"],
        "return_itinerary": offer.get("return_itinerary"),
        "ticketing_time_limit": (office.now + TICKETING_TIME_LIMIT).isoformat(),
        "passengers_count": len(price["passengers"]),
        "passengers_hash": office.keys.hash(sealed),
        "origin": paper["origin"],
        "destination": paper["destination"],
        "assisted": paper["assisted"],
        "forbidden_transit_countries": paper["forbidden_transit_countries"],
    }


def _check_passengers(offer: Mapping[str, Any], sealed: Mapping[str, Any]) -> None:
    expected = {line["passenger_reference"] for line in offer["price"]["passengers"]}
    last = (offer.get("return_itinerary") or offer["itinerary"])[-1]
    try:
        passengers.check(sealed, expected, datetime.fromisoformat(last["arrives_at"]).date())
    except passengers.Invalid as invalid:
        more = {"sentence": invalid.sentence}
        if invalid.passenger_reference:
            more["passenger_reference"] = invalid.passenger_reference
        raise Failed("invalid_passenger", **more) from invalid


def _price(offer: Mapping[str, Any], rule: Rule, content: Mapping[str, Any]) -> dict[str, Any]:
    if rule.behaviour == "no_seats":
        raise Failed("no_seats")
    price: dict[str, Any] = offer["price"]
    if rule.behaviour == "price_changed":
        price = fares.scaled(price, rule.percent)
    accepted = content.get("accepted_price") or {"total_minor": offer["price"]["total_minor"]}
    if accepted.get("total_minor") != price["total_minor"]:
        raise Failed("price_changed", new_price=price)
    return price


def _check_asked_again(known: Mapping[str, Any], offer_reference: str, fingerprint: str) -> None:
    same = (known["offer_reference"], known["passengers_hash"]) == (offer_reference, fingerprint)
    if not same or known["state"] != "ticketed":
        sentence = "This reference is another booking already."
        raise Rejected("wrong_state", "/data/booking_reference", sentence)


def _confirmation(booking: Mapping[str, Any]) -> dict[str, Any]:
    names = (
        "booking_reference",
        "offer_reference",
        "record_locator",
        "tickets",
        "price",
        "ticketing_time_limit",
    )
    return {name: booking[name] for name in names}
