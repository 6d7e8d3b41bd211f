"""Helping a person to a country that admits him or her for good."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.spelling import number_key
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import carry, case_of, facts_of, prepare, read_case, settle
from services.intake.deadlines.usecases import remind_due
from services.intake.kinds.model import Kind
from services.intake.safeguarding.rules import OpenPoint
from services.intake.states.model import CaseStatus
from services.intake.third_country.model import FeeStatus, PermitFee
from services.intake.third_country.store import PermitFeeStore

HELD = "permit_fees"
GONE = {CaseStatus.DEPARTED, CaseStatus.ARRIVED}
OPEN = {FeeStatus.CLAIMED, FeeStatus.APPROVED}


def see_permit(unit: Unit, *, ref: str, original: bool, seen_on: date) -> Case:
    """R-3RD-01: the original of the permanent permit was seen."""
    case = _case_of(unit, ref)
    _check_past(unit, seen_on)
    admission = facts_of(unit, case).admission
    if not original or admission is None or admission.permit != "permanent":
        raise Conflict("no-permanent-permit", "R-3RD-01: no permanent permit is recorded.")
    carry(unit, case, "permit_seen", facts={"seen_on": seen_on})
    prepare(unit, case, "see_permit")
    return case


def claim_fee(unit: Unit, *, ref: str, receipt_sha256: str, **claimed: Any) -> PermitFee:
    """R-3RD-02: a mandatory fee is claimed on its receipt, and on each receipt once."""
    case = _case_of(unit, ref)
    case.touch()
    if unit.store(PermitFeeStore).with_receipt(receipt_sha256) is not None:
        raise Conflict("receipt-used", "R-3RD-02: a fee was claimed on this receipt before.")
    # Scanned a second time it is another file, and the same receipt.
    paper = (claimed["kind"], number_key(claimed["receipt_number"]))
    for known in unit.store(PermitFeeStore).of_case(case.case_ref):
        same = (known.kind, number_key(known.receipt_number)) == paper
        if same and known.status is not FeeStatus.REFUSED:
            raise Conflict("receipt-used", "R-3RD-02: a fee was claimed on this number before.")
    fee = PermitFee(
        fee_id=unit.new_id(),
        case_ref=case.case_ref,
        claimed_by=unit.principal.subject,
        entered_at=unit.now(),
        receipt_sha256=receipt_sha256,
        **claimed,
    )
    unit.store(PermitFeeStore).add(fee)
    case.hold(HELD)
    _tell(unit, case, fee, "fee_claimed")
    return fee


def decide_fee(unit: Unit, *, fee_id: str, approve: bool, reason: str | None = None) -> PermitFee:
    """Another person than the one who claimed it decides."""
    fee, case = _fee_of(unit, fee_id)
    by = unit.principal.subject
    fee.decide(approve=approve, by=by, reason=reason, now=unit.now())
    _tell(unit, case, fee, f"fee_{fee.status}")
    return fee


def refund_fee(unit: Unit, *, fee_id: str, refunded_on: date, reference: str) -> PermitFee:
    """REAN pays only when the departure does take place (domain.md 1.1)."""
    fee, case = _fee_of(unit, fee_id)
    _check_past(unit, refunded_on)
    if case.status not in GONE:
        raise Conflict("not-departed", "A fee is refunded once the person has departed.")
    fee.refund(refunded_on, reference, unit.now())
    _tell(unit, case, fee, "fee_refunded")
    return fee


def fees_of_case(unit: Unit, *, ref: str) -> Sequence[PermitFee]:
    case = read_case(unit, ref=ref)
    return unit.store(PermitFeeStore).of_case(case.case_ref)


def escalate_fee(unit: Unit, *, fee_id: str, status: str, due_at: str) -> None:
    """Nobody acted on the fee in time: the supervisor must."""
    fee, case = _fee_of(unit, fee_id)
    owner = fee.owner
    if fee.escalate(status, due_at, unit.now()):
        remind_due(unit, fee, "fee_due", fee_id=fee_id)
        told = {"owner": owner, "waits_for": fee.waits_for}
        carry(unit, case, "deadline_passed", facts=told)


def points_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what is missing of the admission. A permit that was seen may have been corrected."""
    admission = facts_of(unit, case).admission
    if "see_permit" in case.prepared and admission and admission.permit == "permanent":
        return []
    sentence = "The original of the permanent permit was not seen."
    return [OpenPoint(rule_id="R-3RD-01", person_id=case.case_ref, sentence=sentence)]


def _tell(unit: Unit, case: Case, fee: PermitFee, step: str) -> None:
    remind_due(unit, fee, "fee_due", fee_id=fee.fee_id)
    kept = unit.store(PermitFeeStore).of_case(case.case_ref)
    if not any(one.status in OPEN for one in kept):
        case.let_go(HELD)
    carry(unit, case, step, facts=fee.told())
    settle(unit, case)


def _fee_of(unit: Unit, fee_id: str) -> tuple[PermitFee, Case]:
    fee = unit.store(PermitFeeStore).get(fee_id)
    unit.expects(fee.version)
    return fee, _locked(unit, fee.case_ref)


def _locked(unit: Unit, case_ref: str) -> Case:
    return unit.store(CaseStore).get(case_ref)


def _case_of(unit: Unit, ref: str) -> Case:
    case = case_of(unit, ref)
    if case.kind is not Kind.THIRD_COUNTRY:
        raise Conflict("other-kind", f"Case {case.case_ref} is no resettlement to a third country.")
    return case


def _check_past(unit: Unit, day: date) -> None:
    if day > unit.today():
        raise Invalid("in-future", f"{day} lies in the future.")
