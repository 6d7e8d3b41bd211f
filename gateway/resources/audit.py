"""Who looked at or changed something, over HTTP, for whoever has to answer for it."""

from __future__ import annotations

from marshmallow import fields, validate

from gateway.roles import SERVICES
from gateway.routes import Route
from services.chassis.schema import Command, View


class AuditFilter(Command):
    """Which service's audit."""

    service = fields.String(required=True, validate=validate.OneOf(SERVICES))


class Deed(View):
    """One read or write."""

    position = fields.Integer(required=True)
    at = fields.AwareDateTime(required=True)
    who = fields.String(required=True)
    act = fields.String(required=True, metadata={"description": "read, write, replay or refused"})
    what = fields.String(required=True, metadata={"description": "What was asked of the service."})
    about = fields.List(fields.String(), required=True)
    why = fields.String(
        required=True,
        metadata={
            "description": "The scope that allowed it, and further grounds; if refused, the code."
        },
    )


ROUTES: list[Route] = [
    Route(
        "GET",
        "/v1/audit/{subject_id}",
        rpc="{service}.audit_of",
        scope="{service}:audit:read",
        query=AuditFilter,
        paged=True,
        answer=Deed,
        summary="Who looked at or changed a person, a case or another thing, oldest first",
    ),
]
