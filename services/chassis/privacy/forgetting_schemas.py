"""What is asked and shown of erasures, whoever was forgotten, and what others say of theirs."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.privacy.forgetting import ErasureStatus
from services.chassis.schema import Command, Page, Reader, View


class ErasuresFilter(Command):
    status = fields.Enum(ErasureStatus, by_value=True, load_default=None, allow_none=True)


class ErasuresQuery(ErasuresFilter, Page):
    pass


class ForgettingView(View):
    """Who has asked for it, and who has not said so yet."""

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


class Acknowledged(Reader):
    """Somebody has forgotten too, and awaits others in turn."""

    erasure_id = fields.String(required=True)
    by = fields.String(required=True)
    awaits = fields.List(fields.String(), load_default=list)
