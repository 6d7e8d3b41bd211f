"""The terms of law for requests, and what is asked and shown of one. It names nobody."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Equal, Length, OneOf, Range

from services.chassis.rules.rulebook import rule_table
from services.chassis.rules.rulefile import RuleRow
from services.chassis.schema import Command, Page, View
from services.intake.facts.schemas import day
from services.intake.person_requests.model import Answer, RequestStatus, Right, Subject

TABLE = "request_terms"
REASON = Length(3, 500)
LONGEST_MONTHS = 1
LONGEST_EXTENSION_MONTHS = 2


class RequestTermRow(RuleRow):
    """R-DP-06: within how many months a right is answered, and by how many that may be extended."""

    right = fields.String(required=True, validate=OneOf([str(right) for right in Right]))
    months = fields.Integer(required=True, validate=Range(1, LONGEST_MONTHS))
    extension_months = fields.Integer(required=True, validate=Range(0, LONGEST_EXTENSION_MONTHS))
    standing = fields.String(required=True, validate=OneOf(["stated", "open"]))


rule_table("intake", TABLE, f"{TABLE}.csv", RequestTermRow, key=("right",))


class PersonRequestBody(Command):
    """`received_on` is the day on which the house was asked, by whatever way."""

    right = fields.Enum(Right, by_value=True, required=True)
    subject = fields.Enum(Subject, by_value=True, load_default=Subject.PERSON)
    person_id = fields.String(required=True, validate=Length(1, 100))
    received_on = day()


class RequestExtension(Command):
    """Why it takes longer, as the person is told; names nobody."""

    reason = fields.String(required=True, validate=REASON)


class RequestRefusal(RequestExtension):
    """Why not; the person must have been told where to complain."""

    told_of_complaint = fields.Boolean(required=True, validate=Equal(True))


class PersonRequestsFilter(Command):
    status = fields.Enum(RequestStatus, by_value=True, load_default=None, allow_none=True)
    right = fields.Enum(Right, by_value=True, load_default=None, allow_none=True)
    person_id = fields.String(load_default=None, allow_none=True, validate=Length(1, 100))


class PersonRequestsQuery(PersonRequestsFilter, Page):
    pass


class PersonRequestView(View):
    """What was asked by right, by when it is answered, and by whom."""

    request_id = fields.String()
    right = fields.Enum(Right, by_value=True)
    subject = fields.Enum(Subject, by_value=True)
    person_id = fields.String()
    case_ref = fields.String(allow_none=True)
    received_on = fields.Date()
    recorded_by = fields.String()
    rules_version = fields.String()
    first_due_on = fields.Date()
    due_on = fields.Date()
    extended_on = fields.Date(allow_none=True)
    extension_reason = fields.String(allow_none=True)
    status = fields.Enum(RequestStatus, by_value=True)
    version = fields.Integer()
    answer = fields.Enum(Answer, by_value=True, allow_none=True)
    closed_on = fields.Date(allow_none=True)
    closed_by = fields.String(allow_none=True)
    reason = fields.String(allow_none=True)
    late = fields.Boolean()
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
