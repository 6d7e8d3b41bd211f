"""What sources dispute: for each point a switch with a label, and the day from which it holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from services.chassis.rules.rulebook import rule_table
from services.chassis.rules.rulefile import RuleRow, RuleTable

TABLE = "disputed_points"


class DisputedPointRow(RuleRow):
    """`a` and `b`: what each source says; `holds`: by which of them we decide, and who chose it.

    `read_by`: the rule that reads the switch, or nothing; then it is here to be seen.
    """

    point = fields.String(required=True, validate=Length(1, 60))
    label = fields.String(required=True, validate=Length(1, 200))
    a = fields.String(required=True, validate=Length(1, 300))
    b = fields.String(required=True, validate=Length(1, 300))
    holds = fields.String(required=True, validate=OneOf(["a", "b"]))
    decided_by = fields.String(required=True, validate=Length(1, 200))
    read_by = fields.String(required=True, validate=Length(1, 60))


def declare(service: str) -> None:
    """Declare that a service decides about points that its sources dispute."""
    rule_table(service, TABLE, f"{TABLE}.csv", DisputedPointRow, key=("point",))


def sides_on(table: RuleTable, day: date) -> Mapping[str, str]:
    """Return which side of each point held on a day; a point that is not told has no side."""
    return {row["point"]: row["holds"] for row in table.on(day)}


def shown(table: RuleTable, day: date) -> list[dict[str, Any]]:
    """Return every switch with each of its times, and which of them holds on a day."""
    now = table.on(day)
    return [{**row, "in_force": row in now} for row in table.rows]
