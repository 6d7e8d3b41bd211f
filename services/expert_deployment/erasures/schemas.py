"""What is asked and shown of erasures of experts, and what travel says of its own."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Range

from services.chassis.forgetting import ErasureStatus
from services.chassis.schema import Command, Reader, View
from services.expert_deployment.erasures.model import Ground


class ExpertErasureBody(Command):
    ground = fields.Enum(Ground, by_value=True, required=True)


class ExpertErasuresFilter(Command):
    status = fields.Enum(ErasureStatus, by_value=True, load_default=None, allow_none=True)


class ExpertErasuresQuery(ExpertErasuresFilter):
    limit = fields.Integer(load_default=50, validate=Range(1, 200))
    after = fields.String(load_default=None, allow_none=True)


class ExpertErasureView(View):
    """Which expert was forgotten, and who has not said so yet."""

    erasure_id = fields.String(attribute="id")
    expert_id = fields.String()
    ground = fields.Enum(Ground, by_value=True)
    status = fields.Enum(ErasureStatus, by_value=True)
    version = fields.Integer()
    asked_by = fields.String()
    asked_at = fields.AwareDateTime()
    acknowledged = fields.Dict(keys=fields.String(), values=fields.String())
    outstanding = fields.List(fields.String())
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()


class ExpertErasureAcknowledged(Reader):
    erasure_id = fields.String(required=True)
    by = fields.String(required=True)
    awaits = fields.List(fields.String(), load_default=list)
