"""What staff at the airports record, and what airlines say through the agents."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from services.chassis.schema import Command, Reader
from services.travel.bookings.schemas import MOMENT, REFERENCE
from services.travel.travellers.model import Evidence, NotHandedOver, TravellerStatus


class Declaration(Command):
    person_id = fields.String(required=True)
    signed_at = fields.AwareDateTime(required=True, validate=MOMENT)


class Boarding(Command):
    person_id = fields.String(required=True)
    outcome = fields.String(required=True, validate=validate.OneOf(("departed", "no_show")))
    evidence = fields.Enum(Evidence, by_value=True, load_default=Evidence.STAFF)
    at = fields.AwareDateTime(required=True, validate=MOMENT)

    @post_load
    def as_status(self, boarding: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**boarding, "outcome": TravellerStatus(boarding["outcome"])}


class HandOver(Command):
    """Who received the child: the document that was shown, and when it was signed for."""

    name = fields.String(required=True, validate=validate.Length(1, 200))
    identity_number = fields.String(required=True, validate=validate.Length(3, 50))
    signed_at = fields.AwareDateTime(required=True, validate=MOMENT)


class FailedHandOver(Command):
    person_id = fields.String(required=True)
    at = fields.AwareDateTime(required=True, validate=MOMENT)
    because = fields.Enum(NotHandedOver, by_value=True, required=True)


class WayBack(Command):
    person_id = fields.String(required=True)
    at = fields.AwareDateTime(required=True, validate=MOMENT)


class Arrival(Command):
    person_id = fields.String(required=True)
    at = fields.AwareDateTime(required=True, validate=MOMENT)
    handed_over_to = fields.Nested(HandOver)


class PassengerNews(Reader):
    """`passenger_flown` and `passenger_no_show`: of one segment, by the airline."""

    booking_reference = fields.String(required=True, validate=REFERENCE)
    passenger_reference = fields.String(required=True, validate=REFERENCE)
    segment = fields.Dict(required=True)
    at = fields.AwareDateTime(required=True, validate=MOMENT)
