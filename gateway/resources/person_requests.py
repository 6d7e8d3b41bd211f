"""What intake offers over HTTP of persons' requests: what was asked by right, and what is due."""

from __future__ import annotations

from gateway.routes import Route
from services.intake.person_requests import schemas as requests
from services.intake.radar import schemas as radar

READ, WRITE = "intake:rights:read", "intake:rights:write"
REQUESTS, REQUEST = "/v1/person-requests", "/v1/person-requests/{request_id}"

ROUTES: list[Route] = [
    Route(
        "POST",
        REQUESTS,
        rpc="intake.record_person_request",
        scope=WRITE,
        body=requests.PersonRequestBody,
        answer=requests.PersonRequestView,
        status=201,
        summary="Note what a person asks for by right: to see, to correct, to be forgotten",
        example={
            "right": "access",
            "subject": "person",
            "person_id": "0192f5a0-0000-7000-8000-000000000001",
            "received_on": "2026-11-24",
        },
    ),
    Route(
        "GET",
        REQUESTS,
        rpc="intake.person_requests",
        scope=READ,
        query=requests.PersonRequestsFilter,
        paged=True,
        answer=requests.PersonRequestView,
        summary="What was asked by right, and what is not answered yet",
    ),
    Route(
        "POST",
        f"{REQUEST}/extension",
        rpc="intake.extend_person_request",
        scope=WRITE,
        body=requests.RequestExtension,
        answer=requests.PersonRequestView,
        summary="Take longer than the first term, with the reason that the person was told",
        example={"reason": "The files of nine years lie in two archives."},
    ),
    Route(
        "POST",
        f"{REQUEST}/answer",
        rpc="intake.answer_person_request",
        scope=WRITE,
        answer=requests.PersonRequestView,
        summary="What was asked for is done, and the person knows",
    ),
    Route(
        "POST",
        f"{REQUEST}/refusal",
        rpc="intake.refuse_person_request",
        scope=WRITE,
        body=requests.RequestRefusal,
        answer=requests.PersonRequestView,
        summary="Refuse a request, with the reason that the person was told",
        example={"reason": "A court keeps the case until it decides.", "told_of_complaint": True},
    ),
    Route(
        "GET",
        "/v1/rights-radar",
        rpc="intake.rights_radar",
        scope=READ,
        query=radar.RadarFilter,
        paged=True,
        answer=radar.RightsBlipView,
        summary="Which requests, erasures and reviews are due, the most pressing first",
    ),
]
