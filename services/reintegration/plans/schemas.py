"""What is said and shown of plans."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.schema import Command, Page, View
from services.reintegration.plans.model import Category, Status

CENTS_MAX = 100_000_000
BOUGHT = [category for category in Category if category is not Category.CASH]


class PlanDraft(Command):
    """For whom, and how much of the budget the person wants in cash."""

    case_ref = fields.String(required=True, validate=validate.Length(min=1, max=40))
    person_id = fields.String(required=True, validate=validate.Length(min=1, max=64))
    cash_minor = fields.Integer(
        load_default=0, strict=True, validate=validate.Range(min=0, max=CENTS_MAX)
    )


class PlanLine(Command):
    """One thing to buy; the cash part is chosen with the draft."""

    category = fields.Enum(
        Category,
        by_value=True,
        required=True,
        validate=validate.OneOf(BOUGHT, error="One of " + ", ".join(BOUGHT) + "."),
    )
    description = fields.String(required=True, validate=validate.Length(min=3, max=300))
    amount_minor = fields.Integer(
        required=True, strict=True, validate=validate.Range(min=1, max=CENTS_MAX)
    )


class PlanFilter(Page):
    case_ref = fields.String()
    status = fields.Enum(Status, by_value=True)


class LineView(View):
    """A line; its description is opened from the vault when it is shown."""

    line_id = fields.String()
    category = fields.Enum(Category, by_value=True)
    description = fields.String()
    amount_minor = fields.Integer()
    committed_minor = fields.Integer()
    settled_minor = fields.Integer()
    remaining_minor = fields.Integer()


class PlanView(View):
    plan_id = fields.String(attribute="id")
    entitlement_id = fields.String()
    case_ref = fields.String()
    person_id = fields.String()
    scheme = fields.String()
    currency = fields.String()
    budget_minor = fields.Integer()
    cash_max_minor = fields.Integer()
    lines = fields.List(fields.Nested(LineView))
    status = fields.Enum(Status, by_value=True)
    waits_for = fields.String()
    owner = fields.String()
    due_at = fields.AwareDateTime()
    version = fields.Integer()
