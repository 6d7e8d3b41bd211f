"""How a loan is told and shown, and the terms of loans by country."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Equal, Length, OneOf, Range, Regexp

from services.chassis.rules.rulebook import rule_table
from services.chassis.rules.rulefile import RuleRow
from services.chassis.schema import Command, View
from services.intake.facts.schemas import COUNTRY, day

CURRENCY = Regexp(r"^[A-Z]{3}$", error="Three letters, as in ISO 4217, such as USD.")
AMOUNT = Range(1, 100_000_00)


class LoanTermsRow(RuleRow):
    """R-LOAN-01: no interest is ever asked."""

    country = fields.String(required=True, validate=COUNTRY)
    instalments = fields.Integer(required=True, validate=Range(1, 120))
    term_months = fields.Integer(required=True, validate=Range(1, 180))
    grace_months = fields.Integer(required=True, validate=Range(0, 24))
    unpaid_instalments_max = fields.Integer(required=True, validate=Range(1, 24))
    interest_percent = fields.Integer(required=True, validate=Equal(0))
    standing = fields.String(required=True, validate=OneOf(["stated", "open"]))


rule_table("intake", "loan_terms", "loan_terms.csv", LoanTermsRow, key=("country",))


class LoansBody(Command):
    """The same loan for each traveller of 18 or over."""

    principal_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)
    currency = fields.String(load_default="USD", validate=CURRENCY)


class NoteBody(Command):
    signed_on = day()


class RepaymentBody(Command):
    paid_on = day()
    amount_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)
    reference = fields.String(required=True, validate=Length(1, 60))


class InstalmentView(View):
    number = fields.Integer()
    due_on = fields.Date()
    amount_minor = fields.Integer()


class LoanView(View):
    loan_id = fields.String()
    case_ref = fields.String()
    person_id = fields.String()
    status = fields.String()
    version = fields.Integer()
    principal_minor = fields.Integer()
    rest_minor = fields.Integer()
    currency = fields.String()
    signed_on = fields.Date(allow_none=True)
    arrived_on = fields.Date(allow_none=True)
    schedule = fields.Function(lambda loan: InstalmentView(many=True).dump(loan.schedule()))
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
