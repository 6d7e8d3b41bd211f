"""What is done with payments: make, check, release, settle, reject, and take back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.chassis.errors import Conflict
from services.chassis.unit import Unit
from services.reintegration.ledger import rules as postings
from services.reintegration.ledger import usecases as ledger
from services.reintegration.payments import rules
from services.reintegration.payments.model import Payment, Proof
from services.reintegration.payments.store import PaymentStore
from services.reintegration.plans.model import Plan
from services.reintegration.plans.store import PlanStore
from services.reintegration.vendors.store import VendorStore


def draft_payment(
    unit: Unit,
    *,
    plan_line_id: str,
    amount_minor: int,
    currency: str,
    proof: Proof,
    vendor_id: str | None = None,
) -> Payment:
    """Ask for a payment: a line with money left, a payee who may have it, a proof not used yet."""
    plan = unit.store(PlanStore).with_line(plan_line_id)
    rules.check_currency(plan, currency)
    rules.check_payee(plan, plan.line(plan_line_id), to_vendor=vendor_id is not None, proof=proof)
    if vendor_id is not None:
        unit.store(VendorStore).read(vendor_id).must_be_verified()
    _refuse_a_used_proof(unit, proof, vendor_id, plan.id)
    plan.commit(plan_line_id, amount_minor)
    payment = Payment(
        id=unit.new_id(),
        case_ref=plan.case_ref,
        plan_id=plan.id,
        plan_line_id=plan_line_id,
        scheme=plan.scheme,
        vendor_id=vendor_id,
        amount_minor=amount_minor,
        currency=currency,
        proof_kind=proof.kind,
        proof_number=proof.number,
        proof_sha256=proof.sha256,
        created_by=unit.principal.subject,
    )
    payment.draft(unit.now())
    unit.store(PaymentStore).add(payment)
    return payment


def approve_payment(unit: Unit, *, payment_id: str) -> Payment:
    payment = unit.store(PaymentStore).get(payment_id)
    payment.approve(unit.principal.subject, unit.now())
    return payment


def release_payment(unit: Unit, *, payment_id: str) -> Payment:
    _, payment = _locked(unit, payment_id)
    event = payment.release(unit.principal.subject, unit.now())
    _post(unit, payment, "released", postings.payment_released(payment.money))
    unit.publish(event, sequence=payment.version)
    return payment


def settle_payment(unit: Unit, *, payment_id: str, settled_on: date | None = None) -> Payment:
    plan, payment = _locked(unit, payment_id)
    event = payment.settle(settled_on or unit.today(), unit.principal.subject, unit.now())
    plan.spend(payment.plan_line_id, payment.amount_minor)
    _post(unit, payment, "settled", postings.payment_settled(payment.money))
    unit.publish(event, sequence=payment.version)
    return payment


def reject_payment(unit: Unit, *, payment_id: str, reason_code: str) -> Payment:
    """Refuse it before it is sent; the line has its money again."""
    plan, payment = _locked(unit, payment_id)
    event = payment.reject(reason_code, unit.principal.subject, unit.now())
    plan.give_back(payment.plan_line_id, payment.amount_minor)
    unit.publish(event, sequence=payment.version)
    return payment


def bounce_payment(
    unit: Unit, *, payment_id: str, reason_code: str, bank_reference: str
) -> Payment:
    """Record that the bank sent it back; the line has its money again."""
    plan, payment = _locked(unit, payment_id)
    by = unit.principal.subject
    event = payment.bounce(reason_code, bank_reference=bank_reference, by=by, at=unit.now())
    plan.give_back(payment.plan_line_id, payment.amount_minor)
    _post(unit, payment, "came_back", postings.payment_came_back(payment.money))
    unit.publish(event, sequence=payment.version)
    return payment


def payments_page(
    unit: Unit, *, limit: int, after: str | None = None, **named: Any
) -> Sequence[Payment]:
    return unit.store(PaymentStore).page(limit=limit, after=after, **named)


def _refuse_a_used_proof(unit: Unit, proof: Proof, vendor_id: str | None, plan_id: str) -> None:
    used = unit.store(PaymentStore).with_proof(proof, vendor_id, plan_id)
    if used is not None:
        raise Conflict("proof-used", f"This document serves payment {used.id} already.")


def _locked(unit: Unit, payment_id: str) -> tuple[Plan, Payment]:
    held = unit.store(PaymentStore)
    plan = unit.store(PlanStore).get(held.read(payment_id).plan_id)
    return plan, held.get(payment_id)


def _post(unit: Unit, payment: Payment, what: str, entries: postings.Entries) -> None:
    ledger.post(
        unit,
        posting_key=f"payment:{payment.id}:{what}",
        kind=f"payment_{what}",
        entries=entries,
        scheme=payment.scheme,
        case_ref=payment.case_ref,
    )
