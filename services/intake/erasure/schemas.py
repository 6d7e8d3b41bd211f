"""What is asked and shown of erasures."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Range

from services.chassis.forgetting import ErasureStatus
from services.chassis.schema import Command, Reader, View
from services.intake.erasure.model import Ground


class ErasureBody(Command):
    ground = fields.Enum(Ground, by_value=True, required=True)


class ErasuresFilter(Command):
    status = fields.Enum(ErasureStatus, by_value=True, load_default=None, allow_none=True)


class ErasuresQuery(ErasuresFilter):
    limit = fields.Integer(load_default=50, validate=Range(1, 200))
    after = fields.String(load_default=None, allow_none=True)


class ErasureView(View):
    """Who was forgotten, and who has not said so yet."""

    erasure_id = fields.String()
    case_ref = fields.String()
    person_id = fields.String()
    ground = fields.String()
    status = fields.String()
    version = fields.Integer()
    asked_by = fields.String()
    asked_at = fields.AwareDateTime()
    acknowledged = fields.Dict(keys=fields.String(), values=fields.String())
    outstanding = fields.List(fields.String())
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()


class ExpertForgotten(Reader):
    """An expert is nobody of a case; `by` is missing where it is expert_deployment itself."""

    erasure_id = fields.String(required=True)
    person_id = fields.String(required=True)
    by = fields.String(load_default="expert_deployment")


class ErasureAcknowledged(Reader):
    erasure_id = fields.String(required=True)
    case_ref = fields.String(required=True)
    person_id = fields.String(required=True)
    by = fields.String(required=True)
    awaits = fields.List(fields.String(), load_default=list)
