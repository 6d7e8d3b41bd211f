"""What reintegration offers over HTTP: entitlements, cash, plans, payments, the ledger, reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from gateway.routes import Method, Route
from services.reintegration.allowances import schemas as allowances
from services.reintegration.entitlements import schemas as entitlements
from services.reintegration.ledger import schemas as ledger
from services.reintegration.monitoring import schemas as monitoring
from services.reintegration.payments import schemas as payments
from services.reintegration.plans import schemas as plans
from services.reintegration.vendors import schemas as vendors

PLAN: Mapping[str, Any] = {
    "case_ref": "NL-2026-004635-7",
    "person_id": "0199c0de-0000-7000-8000-000000000050",
    "cash_minor": 30000,
}
PLAN_LINE = {"category": "business", "description": "Bicycle tools", "amount_minor": 150000}
VENDOR = {"name": "Erbil Tools", "country": "IQ", "registration_number": "IQ-778812"}
HANDED_OVER = {"received_by": "self", "paid_at": "2026-11-24T08:10:00+01:00"}
FINAL_REPORT = {"outcome": "carried_out", "feedback": "satisfied"}
SPOKEN_TO = {"mode": "in_person", "interviewed_on": "2027-12-01"}
VERIFICATION = {"outcome": "verified", "evidence": "Extract of the trade register, 2026-11-01"}
PAYMENT: Mapping[str, Any] = {
    "plan_line_id": "0199c0de-0000-7000-8000-000000000051",
    "vendor_id": "0199c0de-0000-7000-8000-000000000052",
    "amount_minor": 150000,
    "currency": "EUR",
    "proof": {"kind": "invoice", "number": "INV-2026-118", "sha256": "9f86d081" * 8},
}


@dataclass(frozen=True)
class Subject:
    """How the routes of one subject are written: what it answers with, and its scopes."""

    name: str
    answer: type[Schema]

    def pages(self, path: str, rpc: str, summary: str, query: type[Schema]) -> Route:
        """A collection, filtered and in pages."""
        return self._route("GET", path, rpc, summary, "read", query=query, paged=True)

    def one(self, path: str, rpc: str, summary: str, **more: Any) -> Route:
        return self._route("GET", path, rpc, summary, "read", **more)

    def made(self, path: str, rpc: str, summary: str, body: type[Schema], example: Any) -> Route:
        """A new thing, which is found below the collection by its own id."""
        named = path.rpartition("/")[2].removesuffix("s")
        more = {"body": body, "example": example, "location": f"{path}/{{{named}_id}}"}
        return self._route("POST", path, rpc, summary, "write", status=201, **more)

    def done(self, path: str, rpc: str, summary: str, act: str = "write", **more: Any) -> Route:
        """A verb of the business on a thing that is there."""
        return self._route("POST", path, rpc, summary, act, **more)

    def _route(
        self, method: Method, path: str, rpc: str, summary: str, act: str, **more: Any
    ) -> Route:
        scope = f"reintegration:{self.name}:{act}"
        return Route(method, path, f"reintegration.{rpc}", scope, summary, self.answer, **more)


entitlement = Subject("entitlements", entitlements.EntitlementView)
allowance = Subject("allowances", allowances.AllowanceView)
plan = Subject("plans", plans.PlanView)
vendor = Subject("vendors", vendors.VendorView)
payment = Subject("payments", payments.PaymentView)
books = Subject("ledger", ledger.TransactionView)
balance = Subject("ledger", ledger.TrialBalanceView)
report = Subject("monitoring", monitoring.FinalReportView)
follow_up = Subject("monitoring", monitoring.FollowUpView)

HELD = [
    entitlement.pages(
        "/v1/entitlements",
        "entitlements",
        "What is held for cases, oldest first",
        entitlements.EntitlementFilter,
    ),
    entitlement.one(
        "/v1/entitlements/{entitlement_id}", "entitlement", "What is held for a case, and why"
    ),
    allowance.pages(
        "/v1/allowances",
        "allowances",
        "Return allowances, oldest first",
        allowances.AllowanceFilter,
    ),
    allowance.one("/v1/allowances/{allowance_id}", "allowance", "One return allowance"),
    allowance.done(
        "/v1/allowances/{allowance_id}/payment",
        "pay_allowance",
        "Hand over the cash at the airport, once",
        body=allowances.AllowancePayment,
        example=HANDED_OVER,
    ),
    allowance.done(
        "/v1/allowances/{allowance_id}/return",
        "return_allowance",
        "Take the cash back from who did not depart",
    ),
]

PLANNED = [
    plan.made("/v1/plans", "draft_plan", "Begin a person's plan", plans.PlanDraft, PLAN),
    plan.pages("/v1/plans", "plans", "Plans, oldest first", plans.PlanFilter),
    plan.one("/v1/plans/{plan_id}", "plan", "One plan and its lines"),
    plan.done(
        "/v1/plans/{plan_id}/lines",
        "add_plan_line",
        "Plan to buy one more thing, within the budget",
        body=plans.PlanLine,
        example=PLAN_LINE,
        status=201,
    ),
    plan.done(
        "/v1/plans/{plan_id}/lines/{line_id}/withdrawal",
        "withdraw_plan_line",
        "Plan not to buy it after all",
    ),
    plan.done("/v1/plans/{plan_id}/agreement", "agree_plan", "Record that the person agrees"),
    plan.done("/v1/plans/{plan_id}/review", "review_plan", "Look at it again after arrival"),
    plan.done(
        "/v1/plans/{plan_id}/finalisation", "finalise_plan", "Make it final; payments may begin"
    ),
    plan.done("/v1/plans/{plan_id}/cancellation", "cancel_plan", "Give it up before it is final"),
]

PAID = [
    vendor.made(
        "/v1/vendors", "register_vendor", "Register a vendor", vendors.VendorRegistration, VENDOR
    ),
    vendor.pages("/v1/vendors", "vendors", "Vendors, oldest first", vendors.VendorFilter),
    vendor.one("/v1/vendors/{vendor_id}", "vendor", "One vendor"),
    vendor.done(
        "/v1/vendors/{vendor_id}/verification",
        "verify_vendor",
        "Say, as a second person, whether it exists and sells this",
        "approve",
        body=vendors.VendorVerification,
        example=VERIFICATION,
    ),
    payment.made(
        "/v1/payments",
        "draft_payment",
        "Ask for a payment, as its maker",
        payments.PaymentDraft,
        PAYMENT,
    ),
    payment.pages("/v1/payments", "payments", "Payments, oldest first", payments.PaymentFilter),
    payment.one("/v1/payments/{payment_id}", "payment", "One payment"),
    payment.done(
        "/v1/payments/{payment_id}/approval",
        "approve_payment",
        "Approve, as a second person",
        "approve",
    ),
    payment.done(
        "/v1/payments/{payment_id}/release",
        "release_payment",
        "Send it, as a third person",
        "release",
    ),
    payment.done(
        "/v1/payments/{payment_id}/settlement",
        "settle_payment",
        "Record that the payee has it",
        "release",
        body=payments.PaymentSettlement,
        example={"settled_on": "2027-01-15"},
    ),
    payment.done(
        "/v1/payments/{payment_id}/rejection",
        "reject_payment",
        "Refuse a payment before it is sent",
        "approve",
        body=payments.PaymentRejection,
        example={"reason_code": "wrong_amount"},
    ),
    payment.done(
        "/v1/payments/{payment_id}/bounce",
        "bounce_payment",
        "Record that the bank sent it back",
        "release",
        body=payments.PaymentBounce,
        example={"reason_code": "account_closed", "bank_reference": "2027-014-0042"},
    ),
]

BOOKED = [
    balance.one(
        "/v1/ledger/trial-balance", "trial_balance", "Does it balance?", query=ledger.PeriodFilter
    ),
    books.pages(
        "/v1/ledger/transactions",
        "ledger_transactions",
        "Transactions, oldest first",
        ledger.TransactionFilter,
    ),
    Subject("ledger", ledger.CaseBalanceView).pages(
        "/v1/ledger/balances",
        "case_balances",
        "Which cases make up an account's balance",
        ledger.BalanceFilter,
    ),
    books.done(
        "/v1/ledger/transactions/{transaction_id}/reversal",
        "reverse_transaction",
        "Undo a transaction by its mirror image, once",
        "approve",
        body=ledger.Reversal,
        example={"reason": "Posted on the wrong case."},
        status=201,
    ),
]

FOLLOWED = [
    report.done(
        "/v1/cases/{ref}/final-report",
        "file_final_report",
        "Close the money of a case; what was not spent lapses",
        body=monitoring.FinalReportCommand,
        example=FINAL_REPORT,
        status=201,
    ),
    report.one("/v1/cases/{ref}/final-report", "final_report", "The final report of a case"),
    follow_up.pages(
        "/v1/follow-ups",
        "follow_ups",
        "Who is asked after a year at home, oldest first",
        monitoring.FollowUpFilter,
    ),
    follow_up.done(
        "/v1/follow-ups/{follow_up_id}/record",
        "record_follow_up",
        "Record that the person was spoken to",
        body=monitoring.FollowUpRecord,
        example=SPOKEN_TO,
    ),
]

ROUTES: list[Route] = [*HELD, *PLANNED, *PAID, *BOOKED, *FOLLOWED]
