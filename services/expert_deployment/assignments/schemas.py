"""What assignments read from travel, what is asked and shown of them, and their rule rows."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validates_schema
from marshmallow.validate import Length, OneOf, Range

from services.chassis.rules.rulebook import rule_table
from services.chassis.schema import Command, Page, Reader, View
from services.expert_deployment.assignments.model import Outcome, Status
from services.expert_deployment.vacancies.model import Mode
from services.expert_deployment.vacancies.schemas import AIRPORT, LabelledRow, refuse_backwards


class SupportRow(LabelledRow):
    programme = fields.String(required=True)
    mode = fields.Enum(Mode, by_value=True, required=True)
    item = fields.String(
        required=True, validate=OneOf(["allowance", "insurance", "security_briefing"])
    )
    maximum_minor = fields.Integer(load_default=None, allow_none=True)
    currency = fields.String(load_default=None, allow_none=True)
    valid_days = fields.Integer(load_default=None, allow_none=True)


rule_table(
    "expert_deployment",
    "expert_support",
    "expert_support.csv",
    SupportRow,
    key=["programme", "mode", "item"],
)


class JourneyFact(Reader):
    """What an assignment needs of every fact about a movement; a returnee's has none of ours."""

    movement_id = fields.String(required=True)
    assignment_id = fields.String(load_default=None, allow_none=True)


class AllowanceOnFile(Command):
    amount_minor = fields.Integer(required=True, strict=True, validate=Range(0, 10_000_000))
    currency = fields.String(required=True, validate=Length(3, 3))
    reference = fields.String(required=True, validate=Length(1, 80))


class InsuranceOnFile(Command):
    covers_from = fields.Date(required=True)
    covers_until = fields.Date(required=True)
    reference = fields.String(required=True, validate=Length(1, 80))


class BriefingOnFile(Command):
    briefed_on = fields.Date(required=True)
    reference = fields.String(required=True, validate=Length(1, 80))


class AssignmentClearance(Command):
    """What is on file; which of it is needed depends on the mode (R-EXP-06)."""

    allowance = fields.Nested(AllowanceOnFile)
    insurance = fields.Nested(InsuranceOnFile)
    security_briefing = fields.Nested(BriefingOnFile)


class AssignmentPeriod(Command):
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)

    @validates_schema
    def _in_order(self, sent: dict[str, Any], **_: Any) -> None:
        refuse_backwards(sent)


class NextPart(AssignmentPeriod):
    """A further part of an assignment that was split (R-EXP-05)."""

    after_assignment = fields.String(required=True)


class AssignmentTravelRequest(Command):
    origin_airport = fields.String(load_default="AMS", validate=AIRPORT)


class EndOfAssignment(Command):
    """Both reports, by the reference under which they are kept."""

    outcome = fields.Enum(Outcome, by_value=True, load_default=Outcome.COMPLETED)
    expert_report = fields.String(required=True, validate=Length(1, 200))
    host_report = fields.String(required=True, validate=Length(1, 200))


class WithdrawAssignment(Command):
    reason_code = fields.String(required=True, validate=Length(1, 60))


class AssignmentFilter(Page):
    """How a list of assignments may be narrowed."""

    status = fields.Enum(Status, by_value=True)
    expert_id = fields.String()
    vacancy_id = fields.String()

    @post_load
    def make(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if value is not None}


class AssignmentView(View):
    assignment_id = fields.String(attribute="id")
    vacancy_id = fields.String()
    expert_id = fields.String()
    case_ref = fields.String(allow_none=True)
    programme = fields.String()
    country = fields.String()
    mode = fields.Enum(Mode, by_value=True)
    part = fields.Integer()
    starts_on = fields.Date()
    ends_on = fields.Date()
    destination_airport = fields.String(allow_none=True)
    origin_airport = fields.String()
    status = fields.Enum(Status, by_value=True)
    on_file = fields.Dict()
    reasons = fields.List(fields.Dict())
    movement_id = fields.String(allow_none=True)
    expert_report = fields.String(allow_none=True)
    host_report = fields.String(allow_none=True)
    outcome = fields.String(allow_none=True)
    reason_code = fields.String(allow_none=True)
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()
