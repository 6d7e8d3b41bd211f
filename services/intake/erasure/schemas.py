"""What is asked and shown of erasures."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.privacy.forgetting_schemas import Acknowledged, ForgettingView
from services.chassis.schema import Command, Reader
from services.intake.erasure.model import Ground


class ErasureBody(Command):
    ground = fields.Enum(Ground, by_value=True, required=True)


class ErasureView(ForgettingView):
    """Who was forgotten, and who has not said so yet."""

    erasure_id = fields.String()
    case_ref = fields.String()
    person_id = fields.String()
    ground = fields.Enum(Ground, by_value=True)


class ExpertForgotten(Reader):
    """An expert is nobody of a case; `by` is missing where it is expert_deployment itself."""

    erasure_id = fields.String(required=True)
    person_id = fields.String(required=True)
    by = fields.String(load_default="expert_deployment")


class ErasureAcknowledged(Acknowledged):
    case_ref = fields.String(required=True)
    person_id = fields.String(required=True)
