"""How the permit and the fees for it are told and shown."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Equal, Length, Range, Regexp

from services.chassis.schema import Command, View
from services.intake.facts.schemas import day
from services.intake.third_country.model import FeeKind

SHA256 = Regexp(r"^[0-9a-f]{64}$", error="64 hexadecimal digits.")
CURRENCY = Regexp(r"^[A-Z]{3}$", error="Three letters, as in ISO 4217, such as EUR.")
# Beyond this an amount is a slip of the keyboard, and no column holds it.
AMOUNT = Range(1, 100_000_00)


class PermitBody(Command):
    """Only the original counts."""

    original = fields.Boolean(
        required=True, validate=Equal(True, error="R-3RD-01: only the original counts.")
    )
    seen_on = day()


class FeeBody(Command):
    kind = fields.Enum(FeeKind, by_value=True, required=True)
    amount_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)
    currency = fields.String(load_default="EUR", validate=CURRENCY)
    receipt_number = fields.String(required=True, validate=Length(1, 60))
    receipt_sha256 = fields.String(required=True, validate=SHA256)


class FeeDecisionBody(Command):
    approve = fields.Boolean(required=True)
    reason = fields.String(load_default=None, allow_none=True, validate=Length(1, 300))


class RefundBody(Command):
    refunded_on = day()
    reference = fields.String(required=True, validate=Length(1, 60))


class FeeView(View):
    fee_id = fields.String()
    case_ref = fields.String()
    kind = fields.String()
    amount_minor = fields.Integer()
    currency = fields.String()
    receipt_number = fields.String()
    status = fields.String()
    version = fields.Integer()
    reason = fields.String(allow_none=True)
    refunded_on = fields.Date(allow_none=True)
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
