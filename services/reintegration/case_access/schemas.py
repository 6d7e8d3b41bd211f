"""What this service needs to know of who works on a case."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import Reader


class CaseAssigned(Reader):
    case_ref = fields.String(required=True)
    assignment_id = fields.String(required=True)
    staff_id = fields.String(required=True)


class CaseReleased(CaseAssigned):
    released_at = fields.AwareDateTime(required=True)


class EmergencyAccessGiven(Reader):
    case_ref = fields.String(required=True)
    access_id = fields.String(required=True)
    staff_id = fields.String(required=True)
    ends_at = fields.AwareDateTime(required=True)
