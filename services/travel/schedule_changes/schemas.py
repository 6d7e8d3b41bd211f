"""How an agent tells that flights were moved."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from services.chassis.schema import Reader, View
from services.travel.bookings.schemas import MOMENT, REFERENCE
from services.travel.movements.schemas import BrokenRuleView
from services.travel.offers.schemas import FlightReader
from services.travel.schedule_changes.model import Answer

OPTIONS = ("accept", "change", "refund")


class ScheduleChanged(Reader):
    booking_reference = fields.String(required=True, validate=REFERENCE)
    notice_reference = fields.String(required=True, validate=REFERENCE)
    removed_segments = fields.List(
        fields.Nested(FlightReader), required=True, validate=validate.Length(1, 6)
    )
    added_segments = fields.List(
        fields.Nested(FlightReader), required=True, validate=validate.Length(0, 6)
    )
    options = fields.List(
        fields.String(validate=validate.OneOf(OPTIONS)),
        required=True,
        validate=validate.Length(min=1),
    )
    answer_by = fields.AwareDateTime(required=True, validate=MOMENT)

    @post_load
    def as_json(self, change: dict[str, Any], **_: Any) -> dict[str, Any]:
        for name in ("removed_segments", "added_segments"):
            change[name] = FlightReader(many=True).dump(change[name])
        return change


class ScheduleChangeView(View):
    """What an airline moved; `undecided` is what nobody has agreed to."""

    booking_reference = fields.String()
    received_at = fields.AwareDateTime(format="iso")
    removed = fields.List(fields.Dict())
    added = fields.List(fields.Dict())
    touches = fields.List(fields.String())
    answer = fields.Enum(Answer, by_value=True)
    broken_rules = fields.List(fields.Nested(BrokenRuleView))
