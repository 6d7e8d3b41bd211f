"""The rows that say how long a document must outlast the arrival, by destination."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import OneOf, Range, Regexp

from services.chassis.rules.rulebook import rule_table
from services.chassis.rules.rulefile import RuleRow

ANYWHERE = "any"


class MarginRow(RuleRow):
    """`any`: every destination without a row of its own."""

    destination = fields.String(required=True, validate=Regexp(r"^([A-Z]{2}|any)$"))
    months = fields.Integer(required=True, validate=Range(0, 24))
    standing = fields.String(required=True, validate=OneOf(["stated", "open"]))


rule_table("intake", "document_margins", "document_margins.csv", MarginRow, key=("destination",))
