"""What is said and shown of final reports and follow-ups."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import Command, Page, View
from services.reintegration.monitoring.model import Feedback, Mode, ReportOutcome, Status


class FinalReportCommand(Command):
    """How far the plans were carried out, and what the person says of it."""

    outcome = fields.Enum(ReportOutcome, by_value=True, required=True)
    feedback = fields.Enum(Feedback, by_value=True, required=True)


class FollowUpRecord(Command):
    mode = fields.Enum(Mode, by_value=True, required=True)
    interviewed_on = fields.Date(required=True)


class FollowUpFilter(Page):
    case_ref = fields.String()
    status = fields.Enum(Status, by_value=True)


class FinalReportView(View):
    case_ref = fields.String()
    entitlement_id = fields.String()
    outcome = fields.Enum(ReportOutcome, by_value=True)
    feedback = fields.Enum(Feedback, by_value=True)
    spent_minor = fields.Integer()
    lapsed_minor = fields.Integer()
    currency = fields.String()
    filed_by = fields.String()
    filed_at = fields.AwareDateTime()


class FollowUpView(View):
    follow_up_id = fields.String(attribute="id")
    case_ref = fields.String()
    person_id = fields.String()
    plan_id = fields.String()
    arrived_on = fields.Date()
    due_on = fields.Date()
    mode = fields.Enum(Mode, by_value=True)
    interviewed_on = fields.Date()
    interviewed_by = fields.String()
    months_since_return = fields.Integer()
    status = fields.Enum(Status, by_value=True)
    waits_for = fields.String()
    owner = fields.String()
    due_at = fields.AwareDateTime()
    version = fields.Integer()
