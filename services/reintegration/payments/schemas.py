"""What is said and shown of payments."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validate

from services.chassis.schema import Command, Page, View
from services.reintegration.payments.model import Proof, ProofKind, Status

CENTS_MAX = 100_000_000
REASON = validate.Regexp(r"^[a-z][a-z0-9_]{2,59}$", error="A code, such as account_closed.")


class ProofCommand(Command):
    """The document; `sha256` is of the file itself, so that one file is never paid twice."""

    kind = fields.Enum(ProofKind, by_value=True, required=True)
    number = fields.String(required=True, validate=validate.Length(min=1, max=60))
    sha256 = fields.String(
        required=True,
        validate=validate.Regexp(r"^[0-9a-f]{64}$", error="64 digits of lower-case hex."),
    )

    @post_load
    def make(self, said: dict[str, Any], **_: Any) -> Proof:
        return Proof(**said)


class PaymentDraft(Command):
    """What to pay, to whom, on what proof. Without a vendor the returnee is paid."""

    plan_line_id = fields.String(required=True, validate=validate.Length(min=1, max=64))
    vendor_id = fields.String(validate=validate.Length(min=1, max=64))
    amount_minor = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=CENTS_MAX)
    )
    currency = fields.String(
        required=True,
        validate=validate.Regexp(r"^[A-Z]{3}$", error="An ISO 4217 code, such as EUR."),
    )
    proof = fields.Nested(ProofCommand, required=True)


class PaymentSettlement(Command):
    settled_on = fields.Date()


class PaymentRejection(Command):
    reason_code = fields.String(required=True, validate=REASON)


class PaymentBounce(Command):
    """That the bank sent it back; `bank_reference` is the line of the bank's statement."""

    reason_code = fields.String(required=True, validate=REASON)
    bank_reference = fields.String(
        required=True,
        validate=validate.Regexp(r"^[A-Za-z0-9][A-Za-z0-9./-]{2,34}$", error="As the bank says."),
    )


class PaymentFilter(Page):
    case_ref = fields.String()
    plan_id = fields.String()
    vendor_id = fields.String()
    status = fields.Enum(Status, by_value=True)
    released_from = fields.Date(metadata={"description": "Sent on this day or later."})
    released_until = fields.Date(
        metadata={"description": "Sent on this day or earlier; says with `released_from` when."}
    )

    @post_load
    def as_span(self, asked: dict[str, Any], **_: Any) -> dict[str, Any]:
        """A span has a first day: with a last one alone all that was ever sent would be read."""
        first, last = asked.pop("released_from", None), asked.pop("released_until", None)
        if first is None and last is not None:
            raise ValidationError("Say the first day too.", "released_from")
        return asked if first is None else asked | {"released": (first, last)}


class ProofView(View):
    kind = fields.Enum(ProofKind, by_value=True)
    number = fields.String()
    sha256 = fields.String()


class PaymentView(View):
    payment_id = fields.String(attribute="id")
    case_ref = fields.String()
    plan_id = fields.String()
    plan_line_id = fields.String()
    payee = fields.String()
    vendor_id = fields.String()
    amount_minor = fields.Integer()
    currency = fields.String()
    proof = fields.Nested(ProofView)
    created_by = fields.String()
    approved_by = fields.String()
    released_by = fields.String()
    drafted_at = fields.AwareDateTime()
    approved_at = fields.AwareDateTime()
    released_at = fields.AwareDateTime()
    settled_on = fields.Date()
    settled_by = fields.String()
    rejected_by = fields.String()
    bank_reference = fields.String()
    reason_code = fields.String()
    status = fields.Enum(Status, by_value=True)
    waits_for = fields.String()
    owner = fields.String()
    due_at = fields.AwareDateTime()
    version = fields.Integer()
