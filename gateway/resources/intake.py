"""What intake offers over HTTP: cases, their application, decisions and clearance."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from gateway.routes import Method, Route
from services.intake.application import schemas as application
from services.intake.cases import schemas as cases
from services.intake.clearance import schemas as clearance
from services.intake.consent import schemas as consent
from services.intake.eligibility import schemas as eligibility
from services.intake.progress import schemas as progress
from services.intake.timeline import schemas as timeline

CASE, PERSON = "/v1/cases/{ref}", "/v1/cases/{ref}/persons/{person_id}"

PASSPORT = {
    "kind": "passport",
    "number": "A12345678",
    "issuing_country": "IQ",
    "expires_on": "2030-06-30",
}
APPLICANT: Mapping[str, Any] = {
    "relation": "applicant",
    "given_names": "Amina",
    "family_name": "Example",
    "birth_date": "1991-04-17",
    "sex": "F",
    "nationalities": ["IQ"],
    "document": PASSPORT,
    "previous_departures": [],
    "permits": [],
}
FACTS: Mapping[str, Any] = {
    "means_minor": 12000,
    "journey_cost_minor": 65000,
    "intends_permanent": True,
    "remigration_claim": "none",
    "guarantor": {"exists": False},
    "false_pretences": False,
    "cooperates": True,
    "consents_to_termination": True,
    "government_objection": False,
    "dublin": {"claimant": False},
}
OPENING: Mapping[str, Any] = {
    "kind": "voluntary_return",
    "destination_country": "IQ",
    "destination_airport": "BGW",
    "origin_airport": "AMS",
    "not_before": "2027-01-11",
    "not_after": "2027-02-08",
    "persons": [APPLICANT],
    "facts": FACTS,
}
SIGNATURE = {"signed_on": "2026-11-20", "language": "ckb"}
SIGNED: Mapping[str, Any] = {
    "signed_on": "2026-11-20",
    "departure_request": SIGNATURE,
    "data_exchange_consent": SIGNATURE,
}
CORRECTION = {"not_after": "2027-02-15", "facts": {"means_minor": 9000}}
ANSWER = {"outcome": "granted", "answered_on": "2026-11-24", "reference": "IND-0001"}


def of(subject: str, answer: Any) -> Callable[..., Route]:
    """Return how to write a route of one subject: a GET needs its read scope, the rest write."""

    def route(method: Method, path: str, rpc: str, summary: str, **more: Any) -> Route:
        act = "read" if method == "GET" else "write"
        usual = {"answer": answer, "scope": f"intake:{subject}:{act}"}
        return Route(method, path, f"intake.{rpc}", summary=summary, **(usual | more))

    return route


case = of("cases", cases.CaseSummaryView)
decision = of("eligibility", eligibility.DecisionView)
asking = of("clearance", cases.CaseSummaryView)


CASES = [
    case(
        "POST",
        "/v1/cases",
        "open_case",
        "Open a case for a person or a family",
        body=cases.NewCase,
        status=201,
        location="/v1/cases/{case_ref}",
        example=OPENING,
    ),
    case("GET", "/v1/cases", "cases", "Cases, oldest first", query=cases.CasesFilter, paged=True),
    case(
        "PATCH",
        CASE,
        "correct_case",
        "Correct facts of a case",
        body=cases.Correction,
        example=CORRECTION,
    ),
    case(
        "POST",
        f"{CASE}/application",
        "sign_application",
        "Record the two signatures of the application",
        body=application.ApplicationBody,
        example=SIGNED,
    ),
    case("POST", f"{CASE}/acceptance", "accept_case", "Let the journey be arranged"),
    case(
        "POST",
        f"{CASE}/withdrawal",
        "withdraw_case",
        "Call the departure off, at any time before boarding",
        body=cases.Withdrawal,
        example={"reason_code": "changed_mind"},
    ),
    case("POST", f"{CASE}/reopening", "reopen_case", "Begin again after a no-show"),
    case(
        "POST",
        f"{CASE}/closure",
        "close_case",
        "Close a case in which nothing is left to do",
        body=cases.Closure,
        example={"outcome": "returned"},
    ),
    case(
        "GET",
        f"{CASE}/timeline",
        "timeline_of_case",
        "What happened, in all services, oldest first",
        answer=timeline.EntryView,
        paged=True,
    ),
    case(
        "GET",
        f"{CASE}/waits",
        "waits_of_case",
        "What the case waits for, who must act, and by when",
        answer=progress.WaitsView,
    ),
]

DECISIONS = [
    decision(
        "POST",
        f"{CASE}/eligibility-decision",
        "decide_eligibility",
        "Decide whether we may help, with one reason per rule",
    ),
    decision(
        "GET",
        f"{CASE}/eligibility-decisions",
        "decisions_of_case",
        "Every decision on a case, oldest first",
        paged=True,
    ),
]

CONSENTS = [
    case(
        "GET",
        f"{CASE}/consents",
        "consents_of_case",
        "Who agreed to what",
        answer=consent.ConsentView,
        paged=True,
    ),
    case(
        "POST",
        f"{CASE}/consents/{{consent_id}}/withdrawal",
        "withdraw_consent",
        "Somebody no longer agrees",
    ),
]

CLEARANCE = [
    asking("POST", f"{CASE}/clearance-request", "request_clearance", "Ask the IND"),
    asking(
        "POST",
        f"{CASE}/clearance-answer",
        "answer_clearance",
        "Record the answer of the IND, or the choice of the DT&V",
        body=clearance.ClearanceAnswer,
        example=ANSWER,
    ),
    asking(
        "GET",
        f"{CASE}/disclosures",
        "disclosures_of_case",
        "To whom what was disclosed, and on which ground",
        answer=clearance.DisclosureView,
        paged=True,
    ),
]

ROUTES: list[Route] = [*CASES, *CONSENTS, *DECISIONS, *CLEARANCE]
