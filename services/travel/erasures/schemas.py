"""What an agent says of an erasure, and what is shown of it."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length

from services.chassis.schema import Command, Page, Reader, View
from services.travel.erasures.model import ErasureStatus


class ErasureConfirmed(Reader):
    erasure_reference = fields.String(required=True, validate=Length(1, 100))


class AgentErasuresFilter(Command):
    status = fields.Enum(ErasureStatus, by_value=True, load_default=None, allow_none=True)


class AgentErasuresQuery(AgentErasuresFilter, Page):
    pass


class AgentErasureView(View):
    """Which agent must forget whom, and whether it said so; `overdue` once its day has passed."""

    erasure_reference = fields.String(attribute="id")
    erasure_id = fields.String()
    agent = fields.String()
    case_ref = fields.String(allow_none=True)
    person_id = fields.String()
    confirm_by = fields.Date()
    asked_at = fields.AwareDateTime()
    asked_times = fields.Integer()
    status = fields.Enum(ErasureStatus, by_value=True)
    confirmed_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean(attribute="stuck_told")
