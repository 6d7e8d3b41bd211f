"""How a journey is called off."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.schema import Command


class Cancellation(Command):
    reason_code = fields.String(required=True, validate=validate.Regexp(r"^[a-z_]{3,40}$"))
