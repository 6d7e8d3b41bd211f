"""What is asked and shown of erasures of experts."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.privacy.forgetting_schemas import ForgettingView
from services.chassis.schema import Command
from services.expert_deployment.erasures.model import Ground


class ExpertErasureBody(Command):
    ground = fields.Enum(Ground, by_value=True, required=True)


class ExpertErasureView(ForgettingView):
    """Which expert was forgotten, and who has not said so yet."""

    erasure_id = fields.String(attribute="id")
    expert_id = fields.String()
    ground = fields.Enum(Ground, by_value=True)
