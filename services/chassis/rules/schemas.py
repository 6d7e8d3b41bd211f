"""What is asked and shown of rules and their changes; the gateway reads this too."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length

from services.chassis.rules.change import ChangeStatus
from services.chassis.schema import Command, Page, View

REASON = Length(3, 1000)


class ChangesFilter(Command):
    status = fields.Enum(ChangeStatus, by_value=True, load_default=None, allow_none=True)


class ChangesQuery(ChangesFilter, Page):
    """A page of changes, of one status or all."""


class RowsFilter(Command):
    """The version in force, or one that an old decision used."""

    version = fields.String(load_default=None, allow_none=True, validate=Length(1, 40))


class RowsQuery(RowsFilter, Page):
    """A page of the rows of a table."""


class SwitchesFilter(Command):
    """The day on which the switches are looked at; today, when none is named."""

    on = fields.Date(load_default=None, allow_none=True)


class Proposal(Command):
    """Rows to add, as in the table's file, and the countries, codes or names to leave out."""

    added = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        load_default=list,
        validate=Length(max=500),
    )
    without = fields.List(fields.String(), load_default=list, validate=Length(max=500))
    takes_effect_on = fields.Date(required=True)
    touches_past = fields.Boolean(load_default=False)
    reason = fields.String(required=True, validate=REASON)
    source = fields.String(required=True, validate=REASON)


class Approval(Command):
    reason = fields.String(load_default=None, allow_none=True, validate=REASON)


class Refusing(Command):
    reason = fields.String(required=True, validate=REASON)


class RuleTableView(View):
    """A rule table; `key` tells one rule from another."""

    table = fields.String()
    version = fields.String()
    key = fields.List(fields.String())
    rows = fields.Integer()


class RuleTablesView(View):
    items = fields.List(fields.Nested(RuleTableView))


class RuleRowView(View):
    number = fields.Integer()
    cells = fields.Dict(keys=fields.String(), values=fields.String())


class DisputedPointView(View):
    """A switch with one of its days; `in_force` says whether it holds today."""

    point = fields.String()
    label = fields.String()
    a = fields.String()
    b = fields.String()
    holds = fields.String()
    decided_by = fields.String()
    read_by = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)
    source = fields.String()
    in_force = fields.Boolean()


class DisputedPointsView(View):
    items = fields.List(fields.Nested(DisputedPointView))


class RuleChangeView(View):
    """`draft_version` can be read as a table, and is what decisions keep once it is in force."""

    change_id = fields.String()
    table = fields.String()
    added = fields.List(fields.Dict())
    without = fields.List(fields.String())
    base_version = fields.String()
    draft_version = fields.String()
    takes_effect_on = fields.Date()
    touches_past = fields.Boolean()
    reason = fields.String()
    source = fields.String()
    proposed_by = fields.String()
    proposed_at = fields.AwareDateTime()
    tried = fields.List(fields.Dict())
    decided_by = fields.String(allow_none=True)
    decided_at = fields.AwareDateTime(allow_none=True)
    decision_reason = fields.String(allow_none=True)
    ended_by = fields.String(allow_none=True)
    ended_at = fields.AwareDateTime(allow_none=True)
    ended_reason = fields.String(allow_none=True)
    status = fields.String()
    version = fields.Integer()
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
