"""What is asked and shown of access in an emergency."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import Command, Page, View
from services.intake.emergency_access.model import AccessStatus, Finding, Reason


class GlassBody(Command):
    reason = fields.Enum(Reason, by_value=True, required=True)


class ReviewBody(Command):
    finding = fields.Enum(Finding, by_value=True, required=True)


class AccessFilter(Command):
    status = fields.Enum(AccessStatus, by_value=True, load_default=None, allow_none=True)


class AccessQuery(AccessFilter, Page):
    pass


class AccessView(View):
    """Who sees or saw a case, why, until when, and what the supervisor found."""

    access_id = fields.String()
    case_ref = fields.String()
    staff_id = fields.String()
    reason = fields.String()
    given_at = fields.AwareDateTime()
    ends_at = fields.AwareDateTime()
    status = fields.String()
    finding = fields.String(allow_none=True)
    reviewed_by = fields.String(allow_none=True)
    reviewed_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
