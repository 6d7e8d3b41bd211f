"""Looking back over HTTP: who may have been here before, and what a draft would have changed."""

from __future__ import annotations

from gateway.routes import Route
from services.intake.cases import schemas as cases
from services.intake.lookback import schemas as lookback
from services.intake.what_if import schemas as what_if

LOOK_BACK = "/v1/cases/{ref}/look-back"
PERSON, OTHER = "0199c0de-0000-7000-8000-000000000a01", "0199c0de-0000-7000-8000-000000000a02"

ROUTES: list[Route] = [
    Route(
        "GET",
        LOOK_BACK,
        rpc="intake.look_back_of_case",
        scope="intake:eligibility:read",
        answer=lookback.LookBackView,
        summary="Who may be somebody of the case, why, and what was decided",
    ),
    Route(
        "POST",
        f"{LOOK_BACK}/decisions",
        rpc="intake.decide_identity",
        scope="intake:eligibility:write",
        body=lookback.IdentityBody,
        answer=lookback.IdentityView,
        status=201,
        summary="Say whether two records are one person, or take back what was said",
        example={
            "person_id": PERSON,
            "other_id": OTHER,
            "verdict": "different",
            "ground": "documents",
        },
    ),
    Route(
        "POST",
        f"{LOOK_BACK}/override",
        rpc="intake.override_look_back",
        scope="intake:eligibility:approve",
        body=lookback.OverrideBody,
        answer=cases.CaseSummaryView,
        summary="Let a case go on although nobody has decided",
        example={"ground": "departure_is_near"},
    ),
    Route(
        "POST",
        "/v1/rules/what-if",
        rpc="intake.try_draft",
        scope="intake:eligibility:approve",
        body=what_if.DraftBody,
        answer=what_if.TriedView,
        deadline_seconds=30.0,
        summary="Who of last year's cases a draft of a rule table would decide otherwise",
        example={
            "table": "rean_exclusions",
            "added": [
                {
                    "code": "EX-TOP35",
                    "country": "GE",
                    "confidence": "low",
                    "valid_from": "2027-01-01",
                    "source": "a proposal",
                }
            ],
            "on": "2027-01-01",
        },
    ),
]
