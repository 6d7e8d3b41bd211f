"""How long what is kept is kept: a term in months for each class of record, by dated rules."""

from __future__ import annotations

from datetime import date, datetime, time

from marshmallow import fields
from marshmallow.validate import OneOf, Range

from services.chassis.calendar import AMSTERDAM, add_months
from services.chassis.errors import Invalid
from services.chassis.rules.rulefile import RuleRow, RuleTable

REVIEW, REMOVAL = "review", "removal"


class KeepingRow(RuleRow):
    """How many months a record of a class is kept, and what becomes of it then.

    A `review` is a person's to make; a `removal` is made by the clock.
    """

    record_class = fields.String(required=True)
    months = fields.Integer(required=True, validate=Range(min=1))
    then = fields.String(load_default=REVIEW, validate=OneOf([REVIEW, REMOVAL]))
    standing = fields.String(required=True, validate=OneOf(["stated", "open"]))


def months_kept(table: RuleTable, record_class: str, day: date) -> int:
    """Return for how long a class is kept by the rules of a day; refuse a day without a term."""
    for row in table.on(day):
        if row["record_class"] == record_class:
            months: int = row["months"]
            return months
    raise Invalid("no-rules-then", f"No term of retention is known for {day}.")


def kept_since(table: RuleTable, record_class: str, today: date) -> datetime:
    """Return before when a record of a class was made that is kept no longer today."""
    first = add_months(today, -months_kept(table, record_class, today))
    return datetime.combine(first, time(), tzinfo=AMSTERDAM)
