"""An agent's word that it could not act on a message of ours."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.schema import Reader


class MessageRejected(Reader):
    rejected_id = fields.String(required=True, allow_none=True)
    code = fields.String(required=True, validate=validate.Regexp(r"^[a-z_]{1,40}$"))
