"""Travel loans as staff record them."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import reminder, rpc
from services.chassis.unit import Unit
from services.intake.loans import usecases
from services.intake.loans.schemas import LoansBody, LoanView, NoteBody, RepaymentBody

Body = dict[str, Any]


class Loans:
    """Lends the fare, and takes in what is paid back."""

    @rpc("intake:cases:write")
    def lend(self, unit: Unit, *, ref: str, body: Body) -> Body:
        """R-LOAN-01: a loan for each traveller of 18 or over."""
        lent = usecases.lend(unit, ref=ref, **LoansBody().load(body))
        return {"items": LoanView(many=True).dump(lent), "next": None}

    @rpc("intake:cases:read")
    def loans_of_case(self, unit: Unit, *, ref: str, query: Body) -> Body:
        """Return the loans with their instalments."""
        _ = query
        found = usecases.loans_of_case(unit, ref=ref)
        return {"items": LoanView(many=True).dump(found), "next": None}

    @rpc("intake:cases:write")
    def sign_note(self, unit: Unit, *, loan_id: str, body: Body) -> Body:
        """The promissory note was signed."""
        return LoanView().dump(usecases.sign_note(unit, loan_id=loan_id, **NoteBody().load(body)))

    @rpc("intake:cases:write")
    def cancel_note(self, unit: Unit, *, loan_id: str) -> Body:
        """The promissory note was given back."""
        return LoanView().dump(usecases.cancel_note(unit, loan_id=loan_id))

    @rpc("intake:cases:write")
    def repay(self, unit: Unit, *, loan_id: str, body: Body) -> Body:
        """Something was paid back."""
        paid = RepaymentBody().load(body)
        return LoanView().dump(usecases.repay(unit, loan_id=loan_id, **paid))

    @reminder("loan_due")
    def on_loan_due(self, unit: Unit, loan_id: str, status: str, due_at: str) -> None:
        """An instalment is due, or a deadline has passed."""
        usecases.review_loan(unit, loan_id=loan_id, status=status, due_at=due_at)
