"""Lending the fare: promised before departure, paid back from half a year after arrival."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import carry, case_of, people_of, read_case, settle
from services.intake.deadlines.usecases import remind_due
from services.intake.facts.rules import is_minor
from services.intake.kinds.model import Kind
from services.intake.loans.model import Loan, LoanStatus, Terms
from services.intake.loans.store import LoanStore
from services.intake.safeguarding.rules import OpenPoint
from services.intake.states.model import BEFORE_JOURNEY

HELD = "promissory_notes"
TERMS = ("country", "instalments", "term_months", "grace_months", "interest_percent")
NOT_GONE = {LoanStatus.PROMISED, LoanStatus.SIGNED}


def lend(unit: Unit, *, ref: str, principal_minor: int, currency: str) -> Sequence[Loan]:
    """R-LOAN-01: a loan for each traveller who will be 18 or over on departure."""
    case = case_of(unit, ref)
    if case.kind is not Kind.THIRD_COUNTRY or case.status not in BEFORE_JOURNEY:
        raise Conflict("wrong-state", "A fare is lent before a resettlement to a third country.")
    case.touch()
    if unit.store(LoanStore).of_case(case.case_ref):
        raise Conflict("lent-already", "The fares of this case are lent already.")
    terms = _terms(unit, case.destination_country)
    for person in people_of(unit, case):
        if not is_minor(person, case.not_after):
            loan = Loan(
                loan_id=unit.new_id(),
                case_ref=case.case_ref,
                person_id=person.person_id,
                principal_minor=principal_minor,
                currency=currency,
                terms=terms,
                entered_at=unit.now(),
            )
            unit.store(LoanStore).add(loan)
            _remind(unit, loan)
    case.hold(HELD)
    carry(unit, case, "fare_lent", facts={"amount_minor": principal_minor, "currency": currency})
    return unit.store(LoanStore).of_case(case.case_ref)


def sign_note(unit: Unit, *, loan_id: str, signed_on: date) -> Loan:
    """R-LOAN-01: the borrower signed the promissory note."""
    loan, case = _loan_of(unit, loan_id)
    _check_past(unit, signed_on)
    loan.sign(signed_on, unit.now())
    _remind(unit, loan)
    carry(unit, case, "note_signed", facts={"signed_on": signed_on, "person_id": loan.person_id})
    return loan


def cancel_note(unit: Unit, *, loan_id: str) -> Loan:
    """The note is given back; a withdrawal has ended only when every one is."""
    loan, case = _loan_of(unit, loan_id)
    loan.cancel(unit.now())
    carry(unit, case, "note_cancelled", facts={"person_id": loan.person_id})
    _let_go(unit, case)
    return loan


def repay(unit: Unit, *, loan_id: str, paid_on: date, **paid: Any) -> Loan:
    loan, case = _loan_of(unit, loan_id)
    _check_past(unit, paid_on)
    loan.repay(paid_on=paid_on, now=unit.now(), **paid)
    _remind(unit, loan)
    facts = {"amount_minor": paid["amount_minor"], "currency": loan.currency}
    carry(unit, case, "loan_repaid" if loan.ended else "instalment_paid", facts=facts)
    return loan


def begin_repayment(unit: Unit, case: Case, person_id: str, arrived_on: date) -> None:
    """The borrower arrived: the first instalment is due half a year later (R-LOAN-01)."""
    store = unit.store(LoanStore)
    for known in store.of_case(case.case_ref):
        loan = store.get(known.loan_id)
        if loan.person_id == person_id and loan.status is LoanStatus.SIGNED:
            loan.arrive(arrived_on, unit.now())
            _remind(unit, loan)
            _let_go(unit, case)


def review_loan(unit: Unit, *, loan_id: str, status: str, due_at: str) -> None:
    """An instalment is due, or another deadline of a loan has passed."""
    loan = unit.store(LoanStore).get(loan_id)
    if loan.status != status or loan.due_at is None or loan.due_at.isoformat() != due_at:
        return
    if loan.status is LoanStatus.REPAYING:
        loan.review(unit.today(), unit.now())
    else:
        loan.escalate(status, due_at, unit.now())
    _remind(unit, loan)


def loans_of_case(unit: Unit, *, ref: str) -> Sequence[Loan]:
    case = read_case(unit, ref=ref)
    return unit.store(LoanStore).of_case(case.case_ref)


def points_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """R-LOAN-01: nobody departs on a loan without a signed note."""
    sentence = "The promissory note is not signed."
    return [
        OpenPoint(rule_id="R-LOAN-01", person_id=loan.person_id, sentence=sentence)
        for loan in unit.store(LoanStore).of_case(case.case_ref)
        if loan.status is LoanStatus.PROMISED
    ]


def _terms(unit: Unit, country: str) -> Terms:
    table = unit.rules("loan_terms")
    for row in table.on(unit.today()):
        if row["country"] == country:
            named = {name: row[name] for name in (*TERMS, "unpaid_instalments_max")}
            return Terms(version=table.version, **named)
    raise Invalid("no-loans-there", f"No terms of travel loans are known for {country}.")


def _let_go(unit: Unit, case: Case) -> None:
    kept = unit.store(LoanStore).of_case(case.case_ref)
    if not any(loan.status in NOT_GONE for loan in kept):
        case.let_go(HELD)
        settle(unit, case)


def _remind(unit: Unit, loan: Loan) -> None:
    remind_due(unit, loan, "loan_due", loan_id=loan.loan_id)


def _loan_of(unit: Unit, loan_id: str) -> tuple[Loan, Case]:
    loan = unit.store(LoanStore).get(loan_id)
    unit.expects(loan.version)
    case = unit.store(CaseStore).get(loan.case_ref)
    return loan, case


def _check_past(unit: Unit, day: date) -> None:
    if day > unit.today():
        raise Invalid("in-future", f"{day} lies in the future.")
