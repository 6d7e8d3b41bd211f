"""The application as it is signed."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import Command
from services.intake.consent.schemas import SignatureBody
from services.intake.facts.schemas import day


class ApplicationBody(Command):
    signed_on = day()
    departure_request = fields.Nested(SignatureBody, required=True)
    data_exchange_consent = fields.Nested(SignatureBody, required=True)
