"""Who may be paid against what (R-AVRR-10)."""

from __future__ import annotations

from services.chassis.errors import Invalid
from services.reintegration.payments.model import Proof, ProofKind
from services.reintegration.plans.model import Category, Line, Plan

# The scheme of 2 September pays back what the returnee spent; the earlier ones never did.
REIMBURSING_SCHEMES = frozenset({"NATIONAL_2SEP"})


def check_payee(plan: Plan, line: Line, *, to_vendor: bool, proof: Proof) -> None:
    """Refuse a payee or a proof that the line and the scheme do not allow."""
    if line.category is Category.CASH and to_vendor:
        raise Invalid("cash-line", "The cash part goes to the returnee; leave the vendor out.")
    if to_vendor and proof.kind is ProofKind.RECEIPT:
        raise Invalid("wrong-proof", "A vendor is paid against an invoice or a quotation.")
    if to_vendor or line.category is Category.CASH:
        return
    if plan.scheme not in REIMBURSING_SCHEMES:
        raise Invalid("vendor-needed", f"{plan.scheme} pays vendors; it does not reimburse.")
    if proof.kind is not ProofKind.RECEIPT:
        raise Invalid("wrong-proof", "A returnee is reimbursed against a receipt.")


def check_currency(plan: Plan, currency: str) -> None:
    if currency != plan.currency:
        raise Invalid("other-currency", f"The plan is in {plan.currency}, not in {currency}.")
