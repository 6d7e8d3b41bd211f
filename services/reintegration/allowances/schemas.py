"""What is said and shown of return allowances."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import Command, Page, View
from services.reintegration.allowances.model import ReceivedBy, Status


class AllowancePayment(Command):
    """Who took the cash, and when."""

    received_by = fields.Enum(ReceivedBy, by_value=True, required=True)
    paid_at = fields.AwareDateTime()


class AllowanceFilter(Page):
    case_ref = fields.String()
    status = fields.Enum(Status, by_value=True)


class AllowanceView(View):
    allowance_id = fields.String(attribute="id")
    entitlement_id = fields.String()
    case_ref = fields.String()
    person_id = fields.String()
    amount_minor = fields.Integer()
    currency = fields.String()
    status = fields.Enum(Status, by_value=True)
    received_by = fields.Enum(ReceivedBy, by_value=True)
    paid_at = fields.AwareDateTime()
    paid_by = fields.String()
    reason_code = fields.String()
    waits_for = fields.String()
    owner = fields.String()
    due_at = fields.AwareDateTime()
    version = fields.Integer()
