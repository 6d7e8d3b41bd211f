"""What is asked and shown of candidates and their selection."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from services.chassis.schema import Command, View
from services.expert_deployment.matching.model import Party, Status


class ProposeCandidate(Command):
    """An expert for a vacancy; with the return case, when the same person also has one."""

    expert_id = fields.String(required=True, validate=Length(1, 60))
    case_ref = fields.String(load_default=None, allow_none=True, validate=Length(max=30))


class CandidateWord(Command):
    """What IOM or the host says of a candidate."""

    by = fields.Enum(Party, by_value=True, required=True)
    outcome = fields.String(load_default="approved", validate=OneOf(["approved", "rejected"]))
    reason = fields.String(load_default="", validate=Length(max=400))


class CandidateView(View):
    candidate_id = fields.String(attribute="id")
    vacancy_id = fields.String()
    expert_id = fields.String()
    case_ref = fields.String(allow_none=True)
    status = fields.Enum(Status, by_value=True)
    reasons = fields.List(fields.Dict())
    approvals = fields.Dict()
    assignment_id = fields.String(allow_none=True)
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()
