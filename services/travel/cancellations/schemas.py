"""How a journey is called off."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.schema import Command


class PenaltyAcceptance(Command):
    """A movement officer accepts what an agent keeps, and says why."""

    booking_reference = fields.String(required=True)
    reason = fields.String(required=True, validate=validate.Length(3, 500))


class Cancellation(Command):
    reason_code = fields.String(required=True, validate=validate.Regexp(r"^[a-z_]{3,40}$"))
