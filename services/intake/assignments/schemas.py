"""What is asked and shown of who works on a case."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Regexp

from services.chassis.schema import Command, View

# The subject of a token: a person of staff, never a program of ours.
STAFF_ID = r"(?!service:|operator:)\S{1,200}"


class AssignmentBody(Command):
    """`staff_id`: the subject of the token that the member of staff acts with."""

    staff_id = fields.String(required=True, validate=Regexp(f"^{STAFF_ID}$"))


class AssignmentView(View):
    assignment_id = fields.String()
    case_ref = fields.String()
    staff_id = fields.String()
    how = fields.String()
    assigned_by = fields.String()
    assigned_at = fields.AwareDateTime()
    released_by = fields.String(allow_none=True)
    released_at = fields.AwareDateTime(allow_none=True)


class GapView(View):
    """A case on which nobody works."""

    gap_id = fields.String()
    case_ref = fields.String()
    since = fields.AwareDateTime(attribute="entered_at")
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()


class StaffOfCaseView(View):
    """Everybody who works or worked on the case; `unassigned` when nobody does."""

    case_ref = fields.String()
    assignments = fields.List(fields.Nested(AssignmentView))
    unassigned = fields.Nested(GapView, allow_none=True)
