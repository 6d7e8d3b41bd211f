"""What this service needs to know of an erasure."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import Reader


class ExpertErased(Reader):
    erasure_id = fields.String(required=True)
    person_id = fields.String(required=True)
    acknowledge_by = fields.Date(required=True)


class PersonErased(Reader):
    erasure_id = fields.String(required=True)
    case_ref = fields.String(required=True)
    person_id = fields.String(required=True)
    acknowledge_by = fields.Date(required=True)
