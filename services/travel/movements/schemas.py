"""A movement as it is listed, and as it is after each step."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from services.chassis.schema import View
from services.travel.movements.model import Movement
from services.travel.travellers.schemas import TravellerView
from services.travel.waits.model import Status


class ChoiceView(View):
    offer_id = fields.String()
    chosen_by = fields.String()
    explanation = fields.List(fields.String())
    rule_versions = fields.Dict(keys=fields.String(), values=fields.String())


class BrokenRuleView(View):
    rule = fields.String()
    sentence = fields.String()


class MovementLine(View):
    """One journey in a list, and the answer to each step: where it stands, what it waits for."""

    movement_id = fields.String(attribute="id")
    case_ref = fields.String(allow_none=True)
    assignment_id = fields.String(allow_none=True)
    status = fields.Enum(Status, by_value=True)
    version = fields.Integer()
    origin_airport = fields.String()
    destination_airport = fields.String()
    not_before = fields.Date()
    not_after = fields.Date()
    restricted = fields.Boolean()
    fast_track = fields.Boolean()
    escort_required = fields.Boolean()
    escort_named = fields.Boolean()
    quote_round = fields.Integer()
    agent = fields.String(allow_none=True)
    price_minor = fields.Integer(allow_none=True)
    currency = fields.String(allow_none=True)
    departs_at = fields.AwareDateTime(format="iso", allow_none=True)
    arrives_at = fields.AwareDateTime(format="iso", allow_none=True)
    cancel_reason = fields.String(allow_none=True)
    broken_rules = fields.List(fields.Nested(BrokenRuleView))
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(format="iso", allow_none=True)
    passengers = fields.List(fields.Nested(TravellerView), attribute="travellers")
    choice = fields.Nested(ChoiceView, allow_none=True)


def show_movement(movement: Movement) -> dict[str, Any]:
    """Show a movement after a step."""
    return dict(MovementLine().dump(movement))
