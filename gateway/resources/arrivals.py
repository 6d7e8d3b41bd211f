"""What intake offers over HTTP for people who come to the Netherlands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.resources.intake import CASE, PERSON, case
from gateway.routes import Method, Route
from services.intake.resettlement import schemas as resettlement
from services.intake.reunification import schemas as family

ORDERED: Mapping[str, Any] = {
    "service": "journey",
    "ordered_on": "2026-11-20",
    "sponsor": {"name": "Yusuf Example", "relation": "husband"},
}
LINES: Mapping[str, Any] = {
    "lines": [
        {"kind": "ticket", "amount_minor": 82000},
        {"kind": "service_fee", "amount_minor": 9000},
    ]
}
PAID: Mapping[str, Any] = {"amount_minor": 91000, "on": "2026-11-23", "reference": "BANK-0009"}

FAMILY = [
    case(
        "POST",
        f"{CASE}/order",
        "order_journey",
        "The sponsor orders a journey, or advice alone",
        body=family.OrderBody,
        example=ORDERED,
    ),
    case(
        "GET",
        f"{CASE}/order",
        "order_of_case",
        "The order, the visas and the account of the family",
        answer=family.OrderView,
    ),
    case(
        "PUT",
        f"{PERSON}/visa",
        "record_visa",
        "Notice and issue of a visa (MVV)",
        body=family.VisaBody,
        example={"notice_on": "2026-10-01", "issued_on": "2026-11-10"},
    ),
    case(
        "POST",
        f"{CASE}/estimate",
        "make_estimate",
        "What the journey will cost the family",
        body=family.EstimateBody,
        example=LINES,
    ),
    case(
        "POST",
        f"{CASE}/payments-received",
        "receive_money",
        "The deposit, or what was still to be paid",
        body=family.PaidBody,
        example=PAID,
    ),
    case(
        "POST",
        f"{CASE}/costs",
        "enter_cost",
        "Enter a cost that travel does not tell of",
        body=family.CostBody,
        example={"kind": "medical", "amount_minor": 6500},
    ),
    case("POST", f"{CASE}/cost-warning", "warn_of_cost", "The family was told it becomes dearer"),
    case("POST", f"{CASE}/final-statement", "state_account", "Draw up the final statement"),
    case(
        "POST",
        f"{CASE}/refunds",
        "refund_money",
        "What was paid beyond the cost is given back",
        body=family.PaidBody,
        example=PAID,
    ),
]


def nominee(method: Method, what: str, rpc: str, summary: str, body: Any, example: Any) -> Route:
    """Write the route of one step of a resettlement."""
    return case(method, f"{CASE}/{what}", rpc, summary, body=body, example=example)


RESETTLEMENT = [
    nominee(
        "POST",
        "nomination",
        "nominate",
        "How the family comes into the scheme",
        resettlement.NominationBody,
        {"entry": "mission", "sub_quota": "general", "nominated_on": "2026-06-01"},
    ),
    case(
        "GET",
        f"{CASE}/nomination",
        "nomination_of_case",
        "The nomination, and all that was done for it",
        answer=resettlement.NominationView,
    ),
    nominee(
        "POST",
        "interview",
        "interview_family",
        "The family was interviewed, or its dossier read",
        resettlement.InterviewBody,
        {"interviewed_on": "2026-07-01"},
    ),
    nominee(
        "POST",
        "selection",
        "select_family",
        "The IND selects or rejects; beyond the quota with a reason",
        resettlement.SelectionBody,
        {"outcome": "accepted", "decided_on": "2026-08-01"},
    ),
    nominee(
        "POST",
        "trainings",
        "train_family",
        "A training of cultural orientation ended",
        resettlement.TrainingBody,
        {"number": 1, "ended_on": "2026-09-01"},
    ),
    nominee(
        "PUT",
        "exit-permit",
        "record_exit_permit",
        "Whether the country of stay lets the family go",
        resettlement.ExitPermitBody,
        {"required": True, "granted_on": "2026-11-01"},
    ),
    nominee(
        "PUT",
        "municipality",
        "assign_municipality",
        "Who takes the family in",
        resettlement.MunicipalityBody,
        {"municipality": "Delft"},
    ),
    nominee(
        "POST",
        "hand-over",
        "hand_over_family",
        "The COA handed the family over",
        resettlement.HandOverBody,
        {"at": "2026-11-23T12:00:00+01:00"},
    ),
    case(
        "PUT",
        f"{PERSON}/examination",
        "record_examination",
        "The medical examination of a traveller",
        scope="intake:safeguarding:write",
        body=resettlement.ExaminationBody,
        example={"examined_on": "2026-10-01", "fit": True},
    ),
    case(
        "PUT",
        f"{PERSON}/entry-visa",
        "record_entry_visa",
        "With what a resettled traveller enters",
        body=resettlement.VisaBody,
        example={"kind": "laissez_passer", "valid_until": "2027-06-01"},
    ),
    case(
        "GET",
        "/v1/quotas",
        "quotas",
        "The quotas of resettlement, and how much of each is used",
        answer=resettlement.CounterView,
        query=resettlement.QuotasQuery,
        paged=True,
    ),
]

ROUTES: list[Route] = [*FAMILY, *RESETTLEMENT]
