"""What intake offers over HTTP to protect a traveller: guardian, consents, reception, escort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.resources.intake import CASE, PASSPORT, PERSON, of
from gateway.routes import Route
from services.intake.cases import schemas as cases
from services.intake.facts import schemas as facts
from services.intake.safeguarding import schemas as guards

GUARDIAN = {"name": "N. Voogd", "organisation": "Nidos", "appointed_on": "2026-03-02"}
RECEIVER = {"name": "Fatima Example", "relation": "mother", "identity_number": "BK998877"}
RECEPTION: Mapping[str, Any] = {
    "status": "confirmed",
    "admission_confirmed": True,
    "collection_confirmed": True,
    "receiver": RECEIVER,
}
BEST_INTEREST = {"outcome": "return", "decided_on": "2026-11-10"}
ESCORT_NEED = {"escort": "social", "ssr": []}
FITNESS = {"fit": True, "checked_on": "2026-11-18"}
EMBARKATION_CHECK = {"fit": True, "checked_at": "2026-11-18T09:30:00+01:00"}
GUIDANCE = {"given_on": "2026-11-18", "language": "ti"}
CONSENT = {"by": "guardian", "signed_on": "2026-11-12", "language": "nl"}

guard = of("safeguarding", guards.SafeguardsView)


def put(what: str, summary: str, body: Any, example: Mapping[str, Any]) -> Route:
    """Write the route of one safeguard."""
    rpc = f"record_{what.replace('-', '_')}"
    return guard("PUT", f"{PERSON}/{what}", rpc, summary, body=body, example=example)


ROUTES: list[Route] = [
    guard("GET", f"{PERSON}/safeguards", "safeguards_of_person", "What is recorded and missing"),
    put("guardian", "Who has authority over the child", guards.GuardianBody, GUARDIAN),
    put("reception", "Where the child will live", guards.ReceptionBody, RECEPTION),
    put("best-interest", "What is best for the child", guards.BestInterestBody, BEST_INTEREST),
    put("escort-need", "Who goes along", guards.EscortNeedBody, ESCORT_NEED),
    put("fitness", "Whether the traveller is fit to travel", guards.FitnessBody, FITNESS),
    put(
        "embarkation-check",
        "The last look before a patient boards",
        guards.EmbarkationCheckBody,
        EMBARKATION_CHECK,
    ),
    put("guidance", "What a former unaccompanied minor is told", guards.GuidanceBody, GUIDANCE),
    put("document", "With what the traveller may enter", facts.DocumentBody, PASSPORT),
    guard(
        "POST",
        f"{CASE}/reintegration-notices",
        "note_sent",
        "The registration for reintegration, or the flight's data, was sent",
        body=guards.NoticeBody,
        answer=cases.CaseSummaryView,
        example={"what": "registration"},
    ),
    guard(
        "POST",
        f"{PERSON}/consents",
        "record_consent",
        "Guardian, child or receiving family agrees to the child's return",
        body=guards.SafeguardConsentBody,
        example=CONSENT,
    ),
]
