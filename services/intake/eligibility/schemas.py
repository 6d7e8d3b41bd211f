"""What is shown of a decision: the verdict, and what every rule said."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Range

from services.chassis.schema import Command, View


class DecisionsQuery(Command):
    limit = fields.Integer(load_default=50, validate=Range(1, 200))
    after = fields.Integer(load_default=0, allow_none=True)


class ReasonView(View):
    rule_id = fields.String()
    outcome = fields.String()
    code = fields.String()
    sentence = fields.String()
    rule_version = fields.String()
    evidence = fields.Dict()


class DecisionView(View):
    decision_id = fields.String()
    case_ref = fields.String()
    number = fields.Integer()
    stage = fields.String()
    verdict = fields.String()
    decided_at = fields.AwareDateTime()
    decided_by = fields.String()
    reference_date = fields.Date()
    codes = fields.List(fields.String())
    open_rules = fields.List(fields.String())
    versions = fields.Dict()
    appealable = fields.Boolean()
    reasons = fields.List(fields.Nested(ReasonView))
