"""How an answer of the authorities is told, and what is shown of clearances."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length

from services.chassis.schema import Command, View
from services.intake.clearance.model import Clearing, DtvChoice
from services.intake.facts.schemas import day


class ClearanceAnswer(Command):
    outcome = fields.Enum(Clearing, by_value=True, required=True)
    answered_on = day()
    dtv_choice = fields.Enum(DtvChoice, by_value=True, load_default=None, allow_none=True)
    reference = fields.String(load_default=None, allow_none=True, validate=Length(1, 60))


class DisclosureView(View):
    disclosure_id = fields.String()
    recipient = fields.String()
    what = fields.List(fields.String())
    purpose = fields.String()
    ground = fields.String()
    disclosed_at = fields.AwareDateTime()
    disclosed_by = fields.String()
