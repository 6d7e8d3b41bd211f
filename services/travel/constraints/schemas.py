"""The tables of connection times and fares."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from services.chassis.rules.rulebook import rule_table
from services.travel.quotes.schemas import COUNTRY_OR_ALL, DatedRow


class ConnectionRow(DatedRow):
    """How long a connection takes at least and at most, for whom, at which airport."""

    airport = fields.String(required=True, validate=validate.Regexp(r"^([A-Z]{3}|\*)$"))
    party = fields.String(required=True, validate=validate.OneOf(("standard", "assisted")))
    minutes_min = fields.Integer(required=True, validate=validate.Range(0, 1440))
    minutes_max = fields.Integer(required=True, validate=validate.Range(0, 2880))

    @validates_schema
    def least_is_least(self, row: dict[str, Any], **_: Any) -> None:
        if row["minutes_min"] > row["minutes_max"]:
            raise ValidationError({"minutes_max": ["Less than minutes_min."]})


class FareRow(DatedRow):
    """The highest fare that needs no approval, to a country (`*` for every other)."""

    country = fields.String(required=True, validate=COUNTRY_OR_ALL)
    passenger_type = fields.String(
        required=True,
        validate=validate.OneOf(("adult", "child", "infant", "unaccompanied_minor", "escort")),
    )
    amount_minor = fields.Integer(required=True, validate=validate.Range(min=0))
    currency = fields.String(required=True, validate=validate.Equal("EUR"))


class CarrierMinorsRow(DatedRow):
    """R-MOV-08: children who fly alone in a carrier's care (`*` for every other carrier)."""

    carrier = fields.String(required=True, validate=validate.Regexp(r"^([A-Z0-9]{2}|\*)$"))
    age_min = fields.Integer(required=True, validate=validate.Range(0, 17))
    age_max = fields.Integer(required=True, validate=validate.Range(0, 17))
    hours_before = fields.Integer(required=True, validate=validate.Range(0, 720))


rule_table("travel", "carrier_minors", "carrier_minors.csv", CarrierMinorsRow, key=("carrier",))
rule_table("travel", "connections", "connections.csv", ConnectionRow, key=("airport", "party"))
rule_table("travel", "fares", "fares.csv", FareRow, key=("country", "passenger_type"))
