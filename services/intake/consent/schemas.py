"""How a signature is told and shown."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length

from services.chassis.schema import Command, View
from services.intake.facts.schemas import day

LANGUAGE = Length(2, 35)


class SignatureBody(Command):
    signed_on = day()
    language = fields.String(required=True, validate=LANGUAGE)
    witness = fields.String(load_default=None, allow_none=True, validate=Length(1, 200))


class ConsentView(View):
    consent_id = fields.String()
    person_id = fields.String()
    scope = fields.String()
    by = fields.String()
    signed_on = fields.Date()
    language = fields.String()
    valid_until = fields.Date(allow_none=True)
    withdrawn_on = fields.Date(allow_none=True)
