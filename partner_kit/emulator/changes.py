"""Changing and cancelling a booking: quoted first, done when the price was accepted."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from partner_kit.emulator import bookings, events, fares, reading
from partner_kit.emulator.envelope import Answer, Message, Rejected
from partner_kit.emulator.geography import airport
from partner_kit.emulator.itineraries import Journey, Wish, journeys, segments, way_back
from partner_kit.emulator.office import BOOKING, CANCELLATION, CHANGE, Office

TERMS_HELD = timedelta(hours=24)


def quote_cancellation(office: Office, message: Message) -> list[Answer]:
    """Answer `cancellation_requested`: what comes back and what is kept."""
    booking = office.booking(message)
    lines = {line["passenger_reference"]: line for line in booking["price"]["passengers"]}
    references = message.content.get("passenger_references", list(lines))
    if not isinstance(references, list) or not references or not set(references) <= set(lines):
        sentence = "These are not passengers of the booking."
        raise Rejected("unknown_reference", "/data/passenger_references", sentence)
    paid = sum(lines[reference]["amount_minor"] for reference in references)
    total = booking["price"]["total_minor"]
    penalty = min(paid, _penalty(office, booking) * paid // total if total else 0)
    content = {
        "booking_reference": booking["booking_reference"],
        "cancellation_reference": reading.text(message.content, "cancellation_reference"),
        "passenger_references": references,
        "currency": booking["price"]["currency"],
        "paid_minor": paid,
        "penalty_minor": penalty,
        "refund_minor": paid - penalty,
        "valid_until": (office.now + TERMS_HELD).isoformat(),
    }
    office.keep_terms(CANCELLATION, content)
    return [office.answer("cancellation_quoted", content, booking["booking_reference"])]


def cancel(office: Office, message: Message) -> list[Answer]:
    """Answer `cancellation_confirmed`: the tickets are void. Expired terms are quoted anew."""
    booking = office.booking(message)
    terms = office.terms(CANCELLATION, message, booking)
    if office.is_past(terms["valid_until"]):
        return quote_cancellation(office, message)
    accepted = reading.part(message.content, "accepted_refund")
    for name in ("penalty_minor", "refund_minor"):
        if reading.number(accepted, name, "/data/accepted_refund") != terms[name]:
            sentence = "We quoted another amount."
            raise Rejected("invalid", f"/data/accepted_refund/{name}", sentence)
    _take_out(booking, set(terms["passenger_references"]))
    office.book.lapse(booking["booking_reference"])
    office.book.file(BOOKING, booking["booking_reference"], booking)
    names = ("booking_reference", "cancellation_reference", "passenger_references", "currency")
    content = {name: terms[name] for name in (*names, "penalty_minor", "refund_minor")}
    content["cancelled_at"] = office.now.isoformat()
    return [office.answer("cancellation_confirmed", content, booking["booking_reference"])]


def quote_change(office: Office, message: Message) -> list[Answer]:
    """Answer `change_requested`: the same carrier on other days, and what that costs."""
    booking = office.booking(message)
    journey = _other_journey(office, booking, message.content)
    back = way_back(journey) if booking["return_itinerary"] else None
    penalty = min(booking["penalties"]["change_minor"], booking["price"]["total_minor"])
    difference = office.chance(message.id).randrange(0, 40) * 100 * len(booking["tickets"])
    content = {
        "booking_reference": booking["booking_reference"],
        "change_reference": reading.text(message.content, "change_reference"),
        "itinerary": segments(journey),
        "currency": booking["price"]["currency"],
        "penalty_minor": penalty,
        "fare_difference_minor": difference,
        "total_minor": penalty + difference,
        "valid_until": (office.now + TERMS_HELD).isoformat(),
    }
    if back:
        content["return_itinerary"] = segments(back)
    office.keep_terms(CHANGE, content)
    return [office.answer("change_quoted", content, booking["booking_reference"])]


def change(office: Office, message: Message) -> list[Answer]:
    """Answer `change_confirmed`: other flights, new tickets."""
    booking = office.booking(message)
    terms = office.terms(CHANGE, message, booking)
    if office.is_past(terms["valid_until"]):
        sentence = "The price of the change is no longer held: ask for it again."
        raise Rejected("wrong_state", "/data/change_reference", sentence)
    accepted = reading.part(message.content, "accepted_price")
    if reading.number(accepted, "total_minor", "/data/accepted_price") != terms["total_minor"]:
        sentence = "We quoted another price."
        raise Rejected("invalid", "/data/accepted_price/total_minor", sentence)
    booking["itinerary"] = terms["itinerary"]
    booking["return_itinerary"] = terms.get("return_itinerary")
    carrier = terms["itinerary"][0]["carrier"]
    booking["tickets"] = bookings.issue(office, booking["price"], carrier)
    office.book.file(BOOKING, booking["booking_reference"], booking)
    events.plan(office, booking)
    names = ("booking_reference", "change_reference", "itinerary", "currency", "total_minor")
    content = {name: terms[name] for name in names}
    if booking["return_itinerary"]:
        content["return_itinerary"] = booking["return_itinerary"]
    content["record_locator"] = booking["record_locator"]
    content["tickets"] = booking["tickets"]
    return [office.answer("change_confirmed", content, booking["booking_reference"])]


def _penalty(office: Office, booking: Mapping[str, Any]) -> int:
    penalties: Mapping[str, int] = booking["penalties"]
    departed = office.is_past(booking["itinerary"][0]["departs_at"])
    named = penalties["no_show_minor"] if departed else penalties["cancellation_minor"]
    rule = office.behaviour.for_destination(booking["destination"])
    return named * rule.percent // 100 if rule.behaviour == "penalty_raised" else named


def _take_out(booking: dict[str, Any], references: set[str]) -> None:
    lines = booking["price"]["passengers"]
    kept = [line for line in lines if line["passenger_reference"] not in references]
    booking["tickets"] = [
        one for one in booking["tickets"] if one["passenger_reference"] not in references
    ]
    if kept:
        amounts = {line["passenger_reference"]: line["amount_minor"] for line in kept}
        booking["price"] = fares.price(amounts)
    else:
        booking["state"] = "cancelled"


def _other_journey(
    office: Office, booking: Mapping[str, Any], content: Mapping[str, Any]
) -> Journey:
    origin, destination = airport(booking["origin"]), airport(booking["destination"])
    earliest, latest = _days(content)
    nothing = Rejected("not_possible", "/data/earliest_departure", "No seat on these days.")
    if origin is None or destination is None:
        raise nothing
    wish = Wish(
        origin=origin,
        destination=destination,
        earliest=earliest,
        latest=latest,
        not_before=office.now,
        assisted=booking["assisted"],
        forbidden_transit_countries=frozenset(booking["forbidden_transit_countries"]),
    )
    carrier = booking["itinerary"][0]["carrier"]
    found = [journey for journey in journeys(wish) if journey[0].carrier.code == carrier]
    if not found or (booking["return_itinerary"] and way_back(found[0]) is None):
        raise nothing
    return found[0]


def _days(content: Mapping[str, Any]) -> tuple[date, date]:
    earliest = reading.day(content, "earliest_departure")
    latest = reading.day(content, "latest_departure")
    if latest < earliest:
        raise Rejected("invalid", "/data/latest_departure", "The last day is before the first.")
    return earliest, latest
