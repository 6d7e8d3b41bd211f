"""What intake keeps apart, over HTTP: for the few who may know, under plain names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.routes import Method, Route
from services.intake.medical import schemas as medical
from services.intake.trafficking import schemas as trafficking

RECORD = "/v1/cases/{ref}/persons/{person_id}/confidential-record"
SIGNAL = {"presumed_on": "2026-10-01", "signalled_by": "shelter", "note": "A first talk was held."}
OPT_IN = {"signed_on": "2026-10-05", "language": "ro"}
SERVICES: Mapping[str, Any] = {"services": ["fast_track", "hidden_itinerary", "family_contact"]}
FILE = "/v1/cases/{ref}/persons/{person_id}/medical-file"
RESEARCH: Mapping[str, Any] = {
    "country": "IQ",
    "availability": "limited",
    "cost_minor": 4500,
    "currency": "EUR",
    "researched_on": "2026-11-10",
    "source": "The mission in Baghdad asked two hospitals.",
}
HAND_OVER: Mapping[str, Any] = {
    "recipient": "care_provider",
    "name": "Example Hospital",
    "what": ["diagnosis", "medication"],
    "purpose": "Treatment goes on after arrival.",
    "signed_on": "2026-11-12",
    "language": "ckb",
}
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


def medical_step(method: Method, path: str, rpc: str, summary: str, **more: Any) -> Route:
    """Return a route of the medical file."""
    act = "read" if method == "GET" else "write"
    return Route(
        method,
        f"{FILE}{path}",
        f"intake.{rpc}",
        f"intake:medical:{act}",
        summary,
        answer=medical.MedicalFileView,
        **more,
    )


MEDICAL = [
    medical_step(
        "GET", "", "medical_file", "Open a medical file, saying why", query=medical.Opening
    ),
    medical_step(
        "PUT",
        "/note",
        "write_medical_note",
        "Write what is known of a traveller's health",
        body=medical.NoteBody,
        example={"note": "Insulin twice a day; needs to be kept cool."},
    ),
    medical_step(
        "PUT",
        "/pregnancy",
        "record_pregnancy",
        "Record that a child is due",
        body=medical.PregnancyBody,
        example={"due_on": "2027-03-01"},
    ),
    medical_step(
        "PUT",
        "/pregnancy-review",
        "review_pregnancy",
        "Say whether she may travel so near to the birth",
        body=medical.ReviewBody,
        example={"outcome": "may_travel", "reviewed_on": "2026-11-20"},
    ),
    medical_step(
        "PUT",
        "/care-research",
        "record_care_research",
        "Record what care there is at the destination, and what it costs",
        body=medical.CareResearchBody,
        example=RESEARCH,
    ),
    medical_step(
        "POST",
        "/hand-overs",
        "hand_medical_file_over",
        "Give part of it to somebody, with a consent for this once",
        body=medical.HandOverBody,
        example=HAND_OVER,
    ),
]

VICTIMS: list[Route] = [
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

ROUTES: list[Route] = [*VICTIMS, *MEDICAL]
