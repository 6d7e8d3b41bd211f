"""What intake offers over HTTP for one kind of return alone, and the radar over all cases."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from gateway.resources.intake import CASE, case, of
from gateway.routes import Route
from services.chassis.schema import View
from services.intake.detention import schemas as detention
from services.intake.loans import schemas as loans
from services.intake.radar import schemas as radar
from services.intake.third_country import schemas as third_country

DETAINED: Mapping[str, Any] = {
    "asked_by": "slip",
    "asked_on": "2026-11-16",
    "place": "Detention centre Rotterdam",
    "order_date": "2026-10-12",
    "term_months": 6,
}
FEE: Mapping[str, Any] = {
    "kind": "application",
    "amount_minor": 32500,
    "currency": "EUR",
    "receipt_number": "2026-118",
    "receipt_sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}


class LentView(View):
    """The loans that were made."""

    items = fields.List(fields.Nested(loans.LoanView))
    next = fields.String(allow_none=True)


fee, loan = of("cases", third_country.FeeView), of("cases", loans.LoanView)

DETENTION = [
    case(
        "PUT",
        f"{CASE}/detention",
        "record_detention",
        "Who asked, where the person is held, and until when at most",
        body=detention.DetentionBody,
        example=DETAINED,
    ),
    case(
        "GET",
        f"{CASE}/detention",
        "detention_of_case",
        "The detention, and its last day",
        answer=detention.DetentionView,
    ),
    case(
        "POST",
        f"{CASE}/detention/announcements",
        "announce_booking",
        "DT&V or DJI was told of the booking",
        body=detention.AnnouncementBody,
        example={"to": "DJI"},
    ),
    case(
        "POST",
        f"{CASE}/detention/release",
        "release_from_detention",
        "The person is no longer held",
        body=detention.ReleaseBody,
        example={"released_on": "2026-11-23"},
    ),
]

THIRD_COUNTRY = [
    case(
        "POST",
        f"{CASE}/permit-inspection",
        "see_permit",
        "The original of the permanent permit was seen",
        body=third_country.PermitBody,
        example={"original": True, "seen_on": "2026-11-20"},
    ),
    fee(
        "POST",
        f"{CASE}/permit-fees",
        "claim_fee",
        "Claim a mandatory fee on its receipt",
        body=third_country.FeeBody,
        status=201,
        example=FEE,
    ),
    fee("GET", f"{CASE}/permit-fees", "fees_of_case", "The fees that were claimed", paged=True),
    fee(
        "POST",
        "/v1/permit-fees/{fee_id}/decision",
        "decide_fee",
        "Approve or refuse a fee; not the person who claimed it",
        scope="intake:cases:approve",
        body=third_country.FeeDecisionBody,
        example={"approve": True},
    ),
    fee(
        "POST",
        "/v1/permit-fees/{fee_id}/refund",
        "refund_fee",
        "The fee was paid back, after the departure",
        body=third_country.RefundBody,
        example={"refunded_on": "2026-11-24", "reference": "BANK-0007"},
    ),
]

LOANS = [
    loan(
        "POST",
        f"{CASE}/loans",
        "lend",
        "Lend the fare to each traveller of 18 or over",
        body=loans.LoansBody,
        answer=LentView,
        status=201,
        example={"principal_minor": 144000, "currency": "USD"},
    ),
    loan("GET", f"{CASE}/loans", "loans_of_case", "The loans and their instalments", paged=True),
    loan(
        "POST",
        "/v1/loans/{loan_id}/note",
        "sign_note",
        "The promissory note was signed",
        body=loans.NoteBody,
        example={"signed_on": "2026-11-20"},
    ),
    loan("POST", "/v1/loans/{loan_id}/cancellation", "cancel_note", "The note was given back"),
    loan(
        "POST",
        "/v1/loans/{loan_id}/repayments",
        "repay",
        "Something was paid back",
        body=loans.RepaymentBody,
        example={"paid_on": "2026-11-24", "amount_minor": 4000, "reference": "BANK-0008"},
    ),
]

RADAR = [
    case(
        "GET",
        "/v1/radar",
        "radar",
        "What is due or about to break, over all cases, the most pressing first",
        answer=radar.BlipView,
        query=radar.RadarFilter,
        paged=True,
    ),
]

ROUTES: list[Route] = [*RADAR, *DETENTION, *THIRD_COUNTRY, *LOANS]
