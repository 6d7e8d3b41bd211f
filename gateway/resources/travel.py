"""What travel offers over HTTP: journeys from the first quote to the arrival, and the agents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.routes import Route
from services.travel.agents.schemas import AgentView
from services.travel.cancellations.schemas import Cancellation, PenaltyAcceptance
from services.travel.departures.schemas import (
    Arrival,
    Boarding,
    Declaration,
    FailedHandOver,
    WayBack,
)
from services.travel.dossiers.schemas import HiddenMovementLine, MovementFilter, MovementView
from services.travel.escorts.schemas import EscortNaming
from services.travel.movements.schemas import MovementLine
from services.travel.offers.schemas import OfferChoice

READ, WRITE = "travel:movements:read", "travel:movements:write"
MOVEMENT = "/v1/movements/{movement_id}"
PERSON = {"person_id": "0198f3a2-0000-7000-8000-000000000011"}
DOCUMENT = {"kind": "passport", "number": "SPECI2014", "issuing_country": "NL"}
ESCORT: Mapping[str, Any] = {
    "kind": "social",
    "staff_id": "staff-021",
    "details": {
        "given_names": "Sanne",
        "family_name": "Example",
        "birth_date": "1985-04-12",
        "sex": "F",
        "nationality": "NL",
        "document": DOCUMENT | {"expires_on": "2031-05-01"},
    },
}
CHOICE = {
    "offer_id": "0198f3a2-0000-7000-8000-000000000021",
    "reason": "The only flight without a change, for a child who travels alone.",
}
PENALTY = {
    "booking_reference": "B-0198f3a2-0000-7000-8000-000000000031",
    "reason": "The airline withdrew the fare; its confirmation is on file.",
}
BOARDING = PERSON | {
    "outcome": "departed",
    "evidence": "border_notice",
    "at": "2026-12-01T10:05:00+01:00",
}
HAND_OVER = {
    "name": "Amina Example",
    "identity_number": "AB 123456",
    "signed_at": "2026-12-01T17:55:00+01:00",
}
ARRIVAL = PERSON | {"at": "2026-12-01T17:40:00+01:00", "handed_over_to": HAND_OVER}
KEPT = PERSON | {"at": "2026-12-01T18:30:00+01:00", "because": "nobody_came"}
BACK = PERSON | {"at": "2026-12-02T11:05:00+01:00"}


def step(path: str, rpc: str, summary: str, **more: Any) -> Route:
    """A step of a journey, guarded by its own states; the answer says where the journey is."""
    return Route(
        "POST", f"{MOVEMENT}{path}", f"travel.{rpc}", WRITE, summary, answer=MovementLine, **more
    )


ROUTES: list[Route] = [
    Route(
        "GET",
        "/v1/movements",
        "travel.movements",
        READ,
        "List journeys, the oldest first",
        answer=MovementLine,
        query=MovementFilter,
        paged=True,
    ),
    Route(
        "GET",
        "/v1/hidden-movements",
        "travel.hidden_movements",
        "travel:restricted:read",
        "List the journeys that are shown to those alone who arrange or accompany them",
        answer=HiddenMovementLine,
        paged=True,
    ),
    Route(
        "GET",
        MOVEMENT,
        "travel.movement",
        READ,
        "Show a journey with its offers, the reasons of each, its bookings and its escort",
        answer=MovementView,
    ),
    step("/quote-requests", "request_quotes", "Ask every active agent again"),
    step(
        "/offer-choice",
        "choose_offer",
        "Take another offer, approve one above the tariff, or accept a new price",
        body=OfferChoice,
        example=CHOICE,
    ),
    Route(
        "PUT",
        f"{MOVEMENT}/escort",
        "travel.name_escort",
        "travel:escorts:write",
        "Name who goes along; the journey is booked at once",
        answer=MovementLine,
        body=EscortNaming,
        example=ESCORT,
    ),
    step(
        "/declarations",
        "declare_departure",
        "Record a signed departure declaration",
        body=Declaration,
        example=PERSON | {"signed_at": "2026-12-01T08:15:00+01:00"},
    ),
    step(
        "/boardings",
        "record_boarding",
        "Record that a person left or stayed",
        body=Boarding,
        example=BOARDING,
    ),
    step(
        "/arrivals",
        "record_arrival",
        "Record an arrival, and to whom an unaccompanied minor was handed over",
        body=Arrival,
        example=ARRIVAL,
    ),
    step(
        "/failed-hand-overs",
        "record_failed_hand_over",
        "Record that the escort keeps a child whom nobody may receive, and why",
        body=FailedHandOver,
        example=KEPT,
    ),
    step(
        "/ways-back",
        "record_way_back",
        "Record that a child who could not be handed over came back with the escort",
        body=WayBack,
        example=BACK,
    ),
    step(
        "/cancellation",
        "cancel_movement",
        "Undo a journey before boarding",
        body=Cancellation,
        example={"reason_code": "withdrawn"},
    ),
    step(
        "/rebooking",
        "rebook_movement",
        "Give tickets whose flights break a rule back, and ask every active agent again",
    ),
    step(
        "/penalty-acceptance",
        "accept_penalty",
        "Accept that an agent keeps more than its offer named",
        body=PenaltyAcceptance,
        example=PENALTY,
    ),
    Route(
        "GET",
        "/v1/agents",
        "travel.agents",
        "travel:agents:read",
        "List the travel agents with their scorecards",
        answer=AgentView,
        paged=True,
    ),
]
