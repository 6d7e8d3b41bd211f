"""The classes of retention with their terms, and what is asked and shown of a review."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf

from services.chassis.rules.keeping import REVIEW, KeepingRow
from services.chassis.rules.rulebook import rule_table
from services.chassis.schema import Command, Page, View
from services.intake.retention.model import RetentionStatus

TABLE = "retention_classes"
REASON = Length(3, 500)


CASES, CONTACT = ("departed", "not_departed"), "contact"


class RetentionClassRow(KeepingRow):
    """How long a case is kept after its end, and who asked for advice and led to none."""

    record_class = fields.String(required=True, validate=OneOf([*CASES, CONTACT]))

    @validates_schema
    def a_person_decides_on_a_case(self, row: dict[str, Any], **_: Any) -> None:
        """R-DP-04: no case is erased by a clock; a contact has nothing to look at."""
        if (row["then"] == REVIEW) is not (row["record_class"] in CASES):
            raise ValidationError("A case is reviewed, a contact is removed.", "then")


rule_table("intake", TABLE, f"{TABLE}.csv", RetentionClassRow, key=("record_class",))


class RetentionsFilter(Command):
    status = fields.Enum(RetentionStatus, by_value=True, load_default=None, allow_none=True)


class RetentionsQuery(RetentionsFilter, Page):
    pass


class RetentionReason(Command):
    """Why; names nobody."""

    reason = fields.String(required=True, validate=REASON)


class LongerRetention(RetentionReason):
    until = fields.Date(required=True)


class RetentionView(View):
    """How long a case is kept, by which rule, and who must decide by when."""

    case_ref = fields.String()
    record_class = fields.String()
    rules_version = fields.String()
    ended_on = fields.Date()
    review_on = fields.Date()
    status = fields.String()
    version = fields.Integer()
    decided_by = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    reason = fields.String(allow_none=True)
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
