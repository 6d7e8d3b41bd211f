"""What intake keeps apart, over HTTP: for the few who may know, under plain names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.routes import Method, Route
from services.intake.trafficking import schemas as trafficking

RECORD = "/v1/cases/{ref}/persons/{person_id}/confidential-record"
SIGNAL = {"presumed_on": "2026-10-01", "signalled_by": "shelter", "note": "A first talk was held."}
OPT_IN = {"signed_on": "2026-10-05", "language": "ro"}
SERVICES: Mapping[str, Any] = {"services": ["fast_track", "hidden_itinerary", "family_contact"]}
REFLECTION = {"granted_on": "2026-10-01", "dublin": False}


def apart(method: Method, path: str, rpc: str, summary: str, **more: Any) -> Route:
    """Return a route of the record of a victim."""
    act = "read" if method == "GET" else "write"
    return Route(
        method,
        f"{RECORD}{path}",
        f"intake.{rpc}",
        f"intake:trafficking:{act}",
        summary,
        answer=trafficking.ConfidentialRecordView,
        **more,
    )


ROUTES: list[Route] = [
    apart("GET", "", "confidential_record", "What is kept apart about a victim of trafficking"),
    apart(
        "PUT",
        "",
        "keep_confidential_record",
        "Record that somebody is presumed a victim",
        body=trafficking.SignalBody,
        example=SIGNAL,
    ),
    apart(
        "POST",
        "/opt-in",
        "opt_in_to_services",
        "The person wants the extra services",
        body=trafficking.OptInBody,
        example=OPT_IN,
    ),
    apart("POST", "/opt-out", "opt_out_of_services", "The person no longer wants them"),
    apart(
        "PUT",
        "/services",
        "choose_services",
        "Which extra services the person wants",
        body=trafficking.ServicesBody,
        example=SERVICES,
    ),
    apart(
        "PUT",
        "/reflection",
        "record_reflection",
        "The authorities granted a time to reflect",
        body=trafficking.ReflectionBody,
        example=REFLECTION,
    ),
]
