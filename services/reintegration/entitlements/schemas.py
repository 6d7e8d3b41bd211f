"""What is read and shown of entitlements, and the rows of the rule tables behind them."""

from __future__ import annotations

from typing import Any, ClassVar

from marshmallow import fields, post_load, validate

from services.chassis.rules import disputes
from services.chassis.rules.rulebook import RuleRow, rule_table
from services.chassis.schema import Page, View
from services.reintegration.entitlements.model import LineKind, Status
from services.reintegration.persons.model import PersonType
from services.reintegration.tariffs.model import AllowanceExclusion, Country, Tariff

CONFIDENCE = validate.OneOf(["high", "medium", "low"])
COUNTRY = validate.Regexp(r"^[A-Z]{2}$", error="Two capitals of ISO 3166, such as IQ.")
AMOUNT = validate.Range(min=0)


class YesNo(fields.Boolean):
    """Y or N, as reviewers write it; anything else is a fault of the file."""

    truthy: ClassVar[set[object]] = {"Y"}  # type: ignore[misc]
    falsy: ClassVar[set[object]] = {"N"}  # type: ignore[misc]


class TariffRow(RuleRow):
    """One row of rule_data/tariffs.csv (domain.md T1)."""

    scheme = fields.String(required=True, validate=validate.Length(min=1))
    person_type = fields.String(required=True, validate=validate.OneOf([*PersonType, "any", "vot"]))
    component = fields.String(
        required=True, validate=validate.OneOf(["allowance", "reintegration", "post_arrival"])
    )
    maximum_minor = fields.Integer(required=True, validate=AMOUNT)
    cash_maximum_minor = fields.Integer(required=True, allow_none=True, validate=AMOUNT)
    nature = fields.String(required=True)
    confidence = fields.String(required=True, validate=CONFIDENCE)
    note = fields.String(load_default="")

    @post_load
    def make(self, row: dict[str, Any], **_: Any) -> Tariff:
        return Tariff(**{name: row[name] for name in row if name in Tariff.__annotations__})


class CountryRow(RuleRow):
    """One row of rule_data/reintegration_countries.csv (domain.md T3)."""

    country = fields.String(required=True, validate=COUNTRY)
    name = fields.String(required=True)
    visa_required = YesNo(required=True)
    dac_recipient = YesNo(required=True)
    official = YesNo(required=True, allow_none=True)
    eurp = YesNo(required=True)
    confidence = fields.String(required=True, validate=CONFIDENCE)
    note = fields.String(load_default="")

    @post_load
    def make(self, row: dict[str, Any], **_: Any) -> Country:
        return Country(**{name: row[name] for name in row if name in Country.__annotations__})


class AllowanceExclusionRow(RuleRow):
    """One row of rule_data/allowance_exclusions.csv (R-REAN-18: if the country allows)."""

    country = fields.String(required=True, validate=COUNTRY)
    confidence = fields.String(required=True, validate=CONFIDENCE)
    note = fields.String(load_default="")

    @post_load
    def make(self, row: dict[str, Any], **_: Any) -> AllowanceExclusion:
        return AllowanceExclusion(row["country"], row["valid_from"], row["valid_to"])


rule_table(
    "reintegration",
    "tariffs",
    "tariffs.csv",
    TariffRow,
    key=("scheme", "person_type", "component"),
)
rule_table(
    "reintegration",
    "reintegration_countries",
    "reintegration_countries.csv",
    CountryRow,
    key=("country",),
)
rule_table(
    "reintegration",
    "allowance_exclusions",
    "allowance_exclusions.csv",
    AllowanceExclusionRow,
    key=("country",),
)


disputes.declare("reintegration")


class EntitlementFilter(Page):
    case_ref = fields.String()
    status = fields.Enum(Status, by_value=True)


class PersonView(View):
    person_id = fields.String()
    person_type = fields.Enum(PersonType, by_value=True)
    departed_on = fields.Date()
    arrived_on = fields.Date()


class LineView(View):
    person_id = fields.String()
    kind = fields.Enum(LineKind, by_value=True)
    scheme = fields.String()
    amount_minor = fields.Integer()
    cash_max_minor = fields.Integer()
    currency = fields.String()
    confidence = fields.String()


class ReasonView(View):
    rule_id = fields.String()
    person_id = fields.String()
    outcome = fields.String()
    evidence = fields.String()
    rule_version = fields.String()
    sentence = fields.String()


class EntitlementView(View):
    entitlement_id = fields.String(attribute="id")
    case_ref = fields.String()
    application_date = fields.Date()
    departs_on = fields.Date()
    scheme = fields.String()
    persons = fields.List(fields.Nested(PersonView))
    lines = fields.List(fields.Nested(LineView))
    reasons = fields.List(fields.Nested(ReasonView))
    status = fields.Enum(Status, by_value=True)
    reason_code = fields.String()
    waits_for = fields.String()
    owner = fields.String()
    due_at = fields.AwareDateTime()
    version = fields.Integer()
