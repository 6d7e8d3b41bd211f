"""Requests of persons, as the privacy officer records, pursues and closes them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.person_requests import usecases
from services.intake.person_requests.schemas import (
    PersonRequestBody,
    PersonRequestsQuery,
    PersonRequestView,
    RequestExtension,
    RequestRefusal,
)

Body = dict[str, Any]


class PersonRequests:
    """Knows what was asked by right, and what is not answered yet."""

    @rpc("intake:rights:write")
    def record_person_request(self, unit: Unit, *, body: Body) -> Body:
        """Note what a person asks for by right, and on which day."""
        made = usecases.record_request(unit, **PersonRequestBody().load(body))
        return PersonRequestView().dump(made)

    @rpc("intake:rights:read")
    def person_requests(self, unit: Unit, *, query: Body) -> Body:
        """Return a page of requests, oldest first."""
        found, following = usecases.requests(unit, **PersonRequestsQuery().load(query))
        return {"items": PersonRequestView(many=True).dump(found), "next": following}

    @rpc("intake:rights:write")
    def extend_person_request(self, unit: Unit, *, request_id: str, body: Body) -> Body:
        """Take longer, with the reason that the person was told."""
        asked = RequestExtension().load(body)
        return PersonRequestView().dump(
            usecases.extend_request(unit, request_id=request_id, **asked)
        )

    @rpc("intake:rights:write")
    def answer_person_request(self, unit: Unit, *, request_id: str) -> Body:
        """What was asked for is done, and the person knows."""
        return PersonRequestView().dump(usecases.answer_request(unit, request_id=request_id))

    @rpc("intake:rights:write")
    def refuse_person_request(self, unit: Unit, *, request_id: str, body: Body) -> Body:
        """Say no, with the reason that the person was told."""
        asked = RequestRefusal().load(body)
        return PersonRequestView().dump(
            usecases.refuse_request(unit, request_id=request_id, **asked)
        )

    @reminder("person_request_due")
    def on_person_request_due(self, unit: Unit, request_id: str, status: str, due_at: str) -> None:
        """The term is over, or the supervisor let a day pass."""
        usecases.request_due(unit, request_id=request_id, status=status, due_at=due_at)
