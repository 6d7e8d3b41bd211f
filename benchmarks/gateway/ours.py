"""Ours: the real gateway, with two routes that lead to a small service on the chassis."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from flask import Flask
from marshmallow import fields, validate

from gateway.app import create_app
from gateway.routes import Route
from gateway.settings import Settings
from services.chassis.callers.vouching import Voucher
from services.chassis.schema import Command, View
from services.chassis.wire.rpc import RpcClient

EXAMPLE = {
    "case_ref": "NL-2026-000001-7",
    "booking_reference": "PK7XQ2",
    "agent": "polder",
    "departs_at": datetime(2026, 12, 2, 9, 40, tzinfo=UTC).isoformat(),
    "departs_on": date(2026, 12, 2).isoformat(),
    "destination_airport": "EBL",
    "travellers": 2,
}


class Noting(Command):
    """A journey to note."""

    case_ref = fields.String(required=True)
    booking_reference = fields.String(required=True, validate=validate.Length(min=5, max=12))
    agent = fields.String(required=True)
    departs_at = fields.AwareDateTime(required=True)
    departs_on = fields.Date(required=True)
    destination_airport = fields.String(required=True, validate=validate.Length(equal=3))
    travellers = fields.Integer(required=True, validate=validate.Range(min=1))


class JourneyView(View):
    """A journey as it is shown."""

    movement_id = fields.String()
    case_ref = fields.String()
    booking_reference = fields.String()
    agent = fields.String()
    departs_at = fields.AwareDateTime()
    departs_on = fields.Date()
    destination_airport = fields.String()
    travellers = fields.Integer()
    version = fields.Integer()


ROUTES = [
    Route(
        "POST",
        "/v1/journeys",
        rpc="clerk.note",
        scope="intake:cases:write",
        body=Noting,
        answer=JourneyView,
        status=201,
        summary="Note a journey",
        example=EXAMPLE,
    ),
    Route(
        "GET",
        "/v1/journeys/{ref}",
        rpc="clerk.journey",
        scope="intake:cases:read",
        answer=JourneyView,
        summary="Read a journey",
    ),
]


def front() -> Flask:
    """Return the gateway with these routes."""
    settings = Settings.of()
    voucher = Voucher.of(Path(settings.vouching_key_file))
    return create_app(settings, RpcClient(settings.amqp_uri, voucher), ROUTES)


def shown(journey: Any) -> dict[str, Any]:
    answer: dict[str, Any] = JourneyView().dump(journey)
    return answer
