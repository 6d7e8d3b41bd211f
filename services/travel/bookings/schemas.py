"""What agents say about a booking, and how we show it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from marshmallow import fields, post_load, validate

from services.chassis.schema import Reader, View
from services.travel.bookings.model import BookingStatus, Refund

REFERENCE = validate.Regexp(r"^[A-Za-z0-9._:-]{1,64}$")
# Times far from ours are nonsense, and some of them no column gives back.
MOMENT = validate.Range(min=datetime(2000, 1, 1, tzinfo=UTC), max=datetime(2100, 1, 1, tzinfo=UTC))
# No journey of ours costs a milliard; such a number is nonsense and no column holds it.
AMOUNT = validate.Range(min=0, max=10**11)
FAILURES = ("offer_expired", "no_seats", "price_changed", "invalid_passenger")


class Ticket(Reader):
    passenger_reference = fields.String(required=True, validate=REFERENCE)
    ticket_number = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{13}$"))


class PriceLine(Reader):
    passenger_reference = fields.String(required=True, validate=REFERENCE)
    amount_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)


class Price(Reader):
    currency = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{3}$"))
    total_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)
    passengers = fields.List(
        fields.Nested(PriceLine), required=True, validate=validate.Length(min=1)
    )


class BookingConfirmed(Reader):
    booking_reference = fields.String(required=True, validate=REFERENCE)
    record_locator = fields.String(required=True, validate=validate.Regexp(r"^[A-Z0-9]{6}$"))
    tickets = fields.List(fields.Nested(Ticket), required=True, validate=validate.Length(min=1))
    price = fields.Nested(Price, required=True)
    ticketing_time_limit = fields.AwareDateTime(required=True, validate=MOMENT)


class BookingFailed(Reader):
    booking_reference = fields.String(required=True, validate=REFERENCE)
    reason = fields.String(required=True, validate=validate.OneOf(FAILURES))
    new_price = fields.Nested(Price, load_default=None)


class RefundReader(Reader):
    """The amounts of a cancellation, quoted or confirmed."""

    booking_reference = fields.String(required=True, validate=REFERENCE)
    cancellation_reference = fields.String(required=True, validate=REFERENCE)
    currency = fields.String(required=True, validate=validate.Regexp(r"^[A-Z]{3}$"))
    penalty_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)
    refund_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)

    @post_load
    def gather(self, content: dict[str, Any], **_: Any) -> dict[str, Any]:
        amounts = ("currency", "penalty_minor", "refund_minor")
        refund = Refund(**{name: content.pop(name) for name in amounts})
        return {**content, "refund": refund}


class CancellationQuoted(RefundReader):
    paid_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)


class BookingView(View):
    booking_reference = fields.String(attribute="id")
    agent = fields.String()
    status = fields.Enum(BookingStatus, by_value=True)
    record_locator = fields.String(allow_none=True)
    ticket_numbers = fields.Function(
        lambda booking: [ticket["ticket_number"] for ticket in booking.tickets]
    )
    price_minor = fields.Integer()
    currency = fields.String()
    failure = fields.String(allow_none=True)
    penalty_minor = fields.Integer(allow_none=True)
    refund_minor = fields.Integer(allow_none=True)
    penalty_choice = fields.Dict(keys=fields.String(), values=fields.String(), allow_none=True)
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(format="iso", allow_none=True)
