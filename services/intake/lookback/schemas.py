"""What is asked and shown of people who look alike."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import OneOf

from services.chassis.schema import Command, View
from services.intake.lookback.model import Verdict

# Codes, so that nobody writes down who somebody is in a place that is not sealed.
COMPARED = OneOf(["documents", "photographs", "interview", "authority", "entered_twice"])
PRESSING = OneOf(["departure_is_near", "person_is_vulnerable", "evidence_is_awaited"])


class IdentityBody(Command):
    person_id = fields.String(required=True)
    other_id = fields.String(required=True)
    verdict = fields.Enum(Verdict, by_value=True, required=True)
    ground = fields.String(required=True, validate=COMPARED)


class OverrideBody(Command):
    ground = fields.String(required=True, validate=PRESSING)


class AlikeView(View):
    """Why two records may be one person, in sentences, and what was decided.

    `other_case` is nothing for whoever may not read that case; `may_compare` then says who may.
    """

    person_id = fields.String()
    other_id = fields.String()
    other_case = fields.String(allow_none=True)
    may_compare = fields.String(allow_none=True)
    departed_on = fields.Date(allow_none=True)
    score = fields.Integer(attribute="likeness.score")
    agreements = fields.List(fields.String(), attribute="likeness.agreements")
    reasons = fields.List(fields.String(), attribute="likeness.sentences")
    verdict = fields.String(allow_none=True)


class LookBackView(View):
    case_ref = fields.String()
    alike = fields.List(fields.Nested(AlikeView))


class IdentityView(View):
    decision_id = fields.String()
    one_id = fields.String()
    other_id = fields.String()
    verdict = fields.String()
    score = fields.Integer()
    agreements = fields.List(fields.String())
    ground = fields.String()
    decided_by = fields.String()
    decided_at = fields.AwareDateTime()
