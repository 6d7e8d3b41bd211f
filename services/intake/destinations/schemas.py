"""The rows that say which countries are reached by land from an airport of another."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import OneOf

from services.chassis.rules.rulebook import rule_table
from services.chassis.rules.rulefile import RuleRow
from services.intake.facts.schemas import COUNTRY


class AccessRow(RuleRow):
    """Who goes to `destination` may land in `airport_in`."""

    destination = fields.String(required=True, validate=COUNTRY)
    airport_in = fields.String(required=True, validate=COUNTRY)
    standing = fields.String(required=True, validate=OneOf(["stated", "open"]))


rule_table(
    "intake", "ground_access", "ground_access.csv", AccessRow, key=("destination", "airport_in")
)
