"""Messages that a service could not handle, over HTTP: what operators list, replay and discard."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from gateway.routes import Route
from services.chassis.schema import Command


class ParkedFilter(Command):
    """Which parked messages."""

    cause = fields.String(validate=validate.Length(1, 100))


class ParkedView(Schema):
    """One parked message; personal data in it is masked by the service."""

    id = fields.String(required=True)
    queue = fields.String(required=True)
    cause = fields.String(required=True)
    reason = fields.String(required=True)


class Discarding(Command):
    """Why a message will never be handled."""

    reason = fields.String(required=True, validate=validate.Length(5, 500))


ROUTES: list[Route] = []
