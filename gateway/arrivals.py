"""What intake offers over HTTP for people who come to the Netherlands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.intake import CASE, PERSON, case
from gateway.routes import Route
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

ROUTES: list[Route] = [*FAMILY]
