"""What the ledger reads and shows."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from services.chassis.rules.rulebook import RuleRow, rule_table
from services.chassis.schema import Command, Page, Reader, View
from services.reintegration.ledger.model import Account, FundingSource

CURRENCY = validate.Regexp(r"^[A-Z]{3}$", error="An ISO 4217 code, such as EUR.")


class TravelCostRecorded(Reader):
    """What the ledger needs of travel's travel_cost_recorded.v1."""

    cost_id = fields.String(required=True)
    kind = fields.String(required=True)
    amount_minor = fields.Integer(required=True, strict=True, validate=validate.Range(min=0))
    currency = fields.String(required=True, validate=CURRENCY)
    case_ref = fields.String(load_default=None, allow_none=True)
    assignment_id = fields.String(load_default=None, allow_none=True)


class Reversal(Command):
    reason = fields.String(required=True, validate=validate.Length(min=5, max=500))


class PeriodFilter(Command):
    """Of which funder and which days, the first and the last included."""

    funding_source = fields.String()
    recorded_from = fields.Date()
    recorded_until = fields.Date()


class TransactionFilter(PeriodFilter, Page):
    case_ref = fields.String()
    kind = fields.String()


class BalanceFilter(Page):
    account = fields.Enum(Account, by_value=True, required=True)


class EntryView(View):
    account = fields.Enum(Account, by_value=True)
    currency = fields.String()
    debit_minor = fields.Integer()
    credit_minor = fields.Integer()


class TransactionView(View):
    transaction_id = fields.String(attribute="id")
    kind = fields.String()
    about = fields.String(
        attribute="posting_key",
        metadata={"description": "The fact it was posted for, such as payment:ID:released."},
    )
    case_ref = fields.String()
    assignment_id = fields.String()
    funding_source = fields.String()
    recorded_at = fields.AwareDateTime()
    recorded_by = fields.String()
    reverses = fields.String()
    reason = fields.String()
    entries = fields.List(fields.Nested(EntryView))


class AccountView(View):
    account = fields.Enum(Account, by_value=True)
    debit_minor = fields.Integer()
    credit_minor = fields.Integer()
    balance_minor = fields.Integer()


class CurrencyView(View):
    currency = fields.String()
    debit_minor = fields.Integer()
    credit_minor = fields.Integer()
    difference_minor = fields.Integer()
    accounts = fields.List(fields.Nested(AccountView))


class TrialBalanceView(View):
    currencies = fields.List(fields.Nested(CurrencyView))


class CaseBalanceView(View):
    case_ref = fields.String()
    currency = fields.String()
    balance_minor = fields.Integer()


class FundingSourceRow(RuleRow):
    """One row of rule_data/funding_sources.csv: who pays for a scheme."""

    scheme = fields.String(required=True, validate=validate.Length(min=1))
    funding_source = fields.String(required=True, validate=validate.Length(min=1))
    confidence = fields.String(required=True, validate=validate.OneOf(["high", "medium", "low"]))
    note = fields.String(load_default="")

    @post_load
    def make(self, row: dict[str, Any], **_: Any) -> FundingSource:
        return FundingSource(
            **{name: row[name] for name in ("scheme", "funding_source", "valid_from", "valid_to")}
        )


rule_table(
    "reintegration",
    "funding_sources",
    "funding_sources.csv",
    FundingSourceRow,
    key=("scheme",),
)
