"""What agents offer, what officers choose, the rules' tables, and how an offer is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.chassis.rules.rulebook import rule_table
from services.chassis.schema import Command, Reader, View
from services.travel.bookings.schemas import AMOUNT, MOMENT, REFERENCE, Price
from services.travel.offers.model import OfferStatus
from services.travel.quotes.schemas import DatedRow

AIRPORT = validate.Regexp(r"^[A-Z]{3}$")


CABINS = ("economy", "premium_economy", "business", "first")


class FlightReader(Reader):
    carrier = fields.String(required=True, validate=validate.Regexp(r"^[A-Z0-9]{2}$"))
    number = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{1,4}$"))
    origin = fields.String(required=True, validate=AIRPORT)
    destination = fields.String(required=True, validate=AIRPORT)
    # Kept with the offset of the airport, because the law's days are local days.
    departs_at = fields.AwareDateTime(required=True, format="iso", validate=MOMENT)
    arrives_at = fields.AwareDateTime(required=True, format="iso", validate=MOMENT)
    cabin = fields.String(load_default="economy", validate=validate.OneOf(CABINS))

    @validates_schema
    def arrives_after_departing(self, flight: dict[str, Any], **_: Any) -> None:
        if flight["arrives_at"] <= flight["departs_at"]:
            raise ValidationError({"arrives_at": ["The flight arrives before it departs."]})


def flown_in_order(**options: Any) -> fields.List:
    """Flights in the order in which they are flown; a journey of seven flights is nonsense."""
    return fields.List(fields.Nested(FlightReader), validate=validate.Length(1, 6), **options)


class ServiceReader(Reader):
    passenger_reference = fields.String(required=True, validate=REFERENCE)
    code = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{4}$"))
    confirmed = fields.Boolean(required=True, truthy={True}, falsy={False})


class SeatReader(Reader):
    passenger_reference = fields.String(required=True, validate=REFERENCE)
    outbound = fields.Boolean(required=True, truthy={True}, falsy={False})
    return_ = fields.Boolean(
        required=True, data_key="return", attribute="return", truthy={True}, falsy={False}
    )


class Penalties(Reader):
    change_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)
    cancellation_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)
    no_show_minor = fields.Integer(strict=True, validate=AMOUNT)


class Baggage(Reader):
    pieces_per_passenger = fields.Integer(required=True, strict=True, validate=validate.Range(0, 9))
    kilograms_per_piece = fields.Integer(required=True, strict=True, validate=validate.Range(0, 50))


class QuoteOffered(Reader):
    quote_reference = fields.String(required=True, validate=REFERENCE)
    offer_reference = fields.String(required=True, validate=REFERENCE)
    itinerary = flown_in_order(required=True)
    return_itinerary = flown_in_order()
    price = fields.Nested(Price, required=True)
    penalties = fields.Nested(Penalties, required=True)
    baggage = fields.Nested(Baggage, required=True)
    special_services = fields.List(fields.Nested(ServiceReader), required=True)
    escort_seats = fields.List(fields.Nested(SeatReader), required=True)
    valid_until = fields.AwareDateTime(required=True, format="iso", validate=MOMENT)

    @validates_schema
    def flights_follow_each_other(self, offer: dict[str, Any], **_: Any) -> None:
        for name in ("itinerary", "return_itinerary"):
            flights = offer.get(name) or []
            for place in range(1, len(flights)):
                if flights[place]["departs_at"] < flights[place - 1]["arrives_at"]:
                    fault = "It departs before the flight before it arrives."
                    raise ValidationError({name: {place: {"departs_at": [fault]}}})


class OfferLimitRow(DatedRow):
    """How many offers an agent (`*` for every other) may make for one question."""

    agent = fields.String(required=True, validate=validate.Regexp(r"^([a-z][a-z0-9-]{1,30}|\*)$"))
    offers_max = fields.Integer(required=True, validate=validate.Range(1, 100))


rule_table("travel", "offer_limits", "offer_limits.csv", OfferLimitRow, key=("agent",))


class OfferChoice(Command):
    """A movement officer takes an offer, and says why."""

    offer_id = fields.String(required=True)
    reason = fields.String(required=True, validate=validate.Length(3, 500))


class ReasonView(View):
    rule = fields.String()
    outcome = fields.String()
    sentence = fields.String()


class OfferView(View):
    offer_id = fields.String(attribute="id")
    agent = fields.String()
    round = fields.Integer()
    status = fields.Enum(OfferStatus, by_value=True)
    lost_reason = fields.String(allow_none=True)
    total_minor = fields.Integer()
    currency = fields.String()
    valid_until = fields.AwareDateTime(format="iso")
    departs_at = fields.AwareDateTime(format="iso")
    arrives_at = fields.AwareDateTime(format="iso")
    flights = fields.List(fields.Dict(), attribute="content.itinerary")
    penalties = fields.Dict(attribute="content.penalties")
    allowed = fields.Boolean()
    above_tariff = fields.Boolean()
    reasons = fields.List(fields.Nested(ReasonView))
