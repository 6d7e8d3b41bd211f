"""Travel loans: a note from each adult before departure, instalments from half a year after it."""

from datetime import date, timedelta

import pytest

from services.chassis.calendar import add_months
from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.cases.usecases import withdraw_case
from services.intake.loans.model import Loan, LoanStatus, Terms
from services.intake.loans.usecases import (
    cancel_note,
    lend,
    loans_of_case,
    repay,
    review_loan,
    sign_note,
)
from services.intake.states.model import CaseStatus
from tests.fakes import NOON
from tests.unit.intake.intake_kinds import (
    FLIES,
    a_third_country_case,
    accepted,
    booked,
    cleared,
    flown,
    put_back,
    seen,
)
from tests.unit.intake.intake_scene import TODAY, a_child, a_person, a_unit, an_open_case, at

TERMS = Terms(
    country="US",
    instalments=36,
    term_months=42,
    grace_months=6,
    unpaid_instalments_max=4,
    interest_percent=0,
    version="of the test",
)
AMERICA = {"destination_country": "US", "destination_airport": "JFK"}


def a_loan(principal_minor=3_600_00, **changes):
    usual = {
        "loan_id": "l-1",
        "case_ref": "c",
        "person_id": "p-1",
        "principal_minor": principal_minor,
        "currency": "USD",
        "terms": TERMS,
        "entered_at": NOON,
    }
    return Loan(**(usual | changes))


def a_running_loan(**changes):
    loan = a_loan(**changes)
    loan.sign(TODAY, NOON)
    loan.arrive(TODAY, NOON)
    return loan


def paid(loan, amount_minor):
    loan.repay(
        paid_on=TODAY, amount_minor=amount_minor, reference=f"B{len(loan.repayments)}", now=NOON
    )


def test_one_line_of_the_banks_statement_is_entered_once():
    loan = a_running_loan()
    loan.repay(paid_on=TODAY, amount_minor=1, reference="NL 12/7", now=NOON)

    with pytest.raises(Conflict, match="entered already"):
        loan.repay(paid_on=TODAY, amount_minor=1, reference="nl-12-007", now=NOON)
    loan.repay(paid_on=TODAY + timedelta(days=30), amount_minor=1, reference="NL 12/7", now=NOON)


def lent(unit, *persons):
    case = a_third_country_case(unit, *persons, **AMERICA)
    lend(unit, ref=case.case_ref, principal_minor=1_440_00, currency="USD")
    return case


def test_the_first_instalment_is_due_six_months_after_the_arrival():
    """R-LOAN-01."""
    loan = a_running_loan()

    assert loan.schedule()[0].due_on == add_months(TODAY, 6)
    assert loan.due_at.date() == add_months(TODAY, 6) + timedelta(days=1)
    assert (loan.waits_for, loan.owner) == ("the next instalment", "borrower")


@pytest.mark.parametrize("principal_minor", [3_600_00, 1_000_00, 36, 35])
def test_an_instalment_is_a_thirty_sixth_and_no_interest_is_added(principal_minor):
    """R-LOAN-01, R-LOAN-02."""
    schedule = a_running_loan(principal_minor=principal_minor).schedule()

    assert len(schedule) == 36
    assert {one.amount_minor for one in schedule[:-1]} == {principal_minor // 36}
    assert sum(one.amount_minor for one in schedule) == principal_minor
    # Six months of grace and thirty-six instalments end within the term of forty-two months.
    assert schedule[-1].due_on < add_months(TODAY, 42)


def test_a_loan_that_is_paid_back_is_done():
    loan = a_running_loan()
    paid(loan, 100_00)
    assert loan.status is LoanStatus.REPAYING
    paid(loan, 3_500_00)

    assert (loan.status, loan.rest_minor) == (LoanStatus.REPAID, 0)
    with pytest.raises(Conflict):
        paid(loan, 1)


def test_nobody_pays_back_more_than_was_lent():
    loan = a_running_loan()

    with pytest.raises(Invalid, match="owed"):
        paid(loan, 3_600_01)


def test_the_rest_is_called_in_when_four_instalments_are_unpaid():
    """R-LOAN-02: the acceleration of the same text."""
    loan = a_running_loan()
    for month, status in ((7, "repaying"), (8, "repaying"), (9, "repaying"), (10, "in_collection")):
        day = add_months(TODAY, month)
        loan.review(day, at(day))
        assert loan.status == status
        assert loan.overdue is (status == "repaying")


def test_what_was_paid_counts_for_the_oldest_instalments():
    loan = a_running_loan()
    paid(loan, 250_00)
    day = add_months(TODAY, 9)

    assert [one.number for one in loan.unpaid(day)] == [3]
    loan.review(day, at(day))
    assert loan.status is LoanStatus.REPAYING


def test_the_rest_is_called_in_when_the_term_is_over():
    loan = a_running_loan()
    paid(loan, 3_599_00)
    day = add_months(TODAY, 42) + timedelta(days=1)

    loan.review(day, at(day))

    assert loan.status is LoanStatus.IN_COLLECTION
    loan.review(day, at(day))


def test_each_adult_borrows_and_no_child_does():
    """R-LOAN-01."""
    unit = a_unit()
    adult, partner = a_person(), a_person(relation="partner")
    case = lent(unit, adult, partner, a_child())

    borrowers = {loan.person_id for loan in loans_of_case(unit, ref=case.case_ref)}

    assert borrowers == {case.people[0].person_id, case.people[1].person_id}


def test_whoever_comes_of_age_before_the_departure_borrows_too():
    """R-LOAN-01."""
    unit = a_unit()
    born = date(2008, 6, 30)
    case = lent(unit, a_person(), a_child(birth_date=born.isoformat()))

    assert len(loans_of_case(unit, ref=case.case_ref)) == 2


def test_nobody_departs_on_a_loan_without_a_signed_note():
    """R-LOAN-01."""
    unit = a_unit()
    case = seen(unit, cleared(unit, lent(unit)))
    with pytest.raises(Conflict) as refusal:
        accepted(unit, case)
    assert [one["detail"][:9] for one in refusal.value.errors] == ["R-LOAN-01"]

    for loan in loans_of_case(unit, ref=case.case_ref):
        sign_note(unit, loan_id=loan.loan_id, signed_on=TODAY)

    assert accepted(unit, case).status is CaseStatus.ACCEPTED


def test_the_repayment_begins_when_the_borrower_arrives():
    """R-LOAN-01."""
    unit = a_unit()
    case = seen(unit, cleared(unit, lent(unit)))
    (loan,) = loans_of_case(unit, ref=case.case_ref)
    sign_note(unit, loan_id=loan.loan_id, signed_on=TODAY)
    flown(unit, booked(unit, accepted(unit, case)))

    assert (loan.status, loan.arrived_on) == (LoanStatus.REPAYING, FLIES.date())
    assert case.held == []
    due = [one for one in unit.reminders if one.name == "loan_due"][-1]
    review_loan(unit, **due.ids)
    review_loan(unit, **(due.ids | {"status": "signed"}))
    repay(unit, loan_id=loan.loan_id, paid_on=TODAY, amount_minor=1_440_00, reference="B-1")
    assert loan.status is LoanStatus.REPAID


def test_a_withdrawal_waits_for_the_notes_to_be_given_back():
    unit = a_unit()
    case = seen(unit, cleared(unit, lent(unit)))
    (loan,) = loans_of_case(unit, ref=case.case_ref)
    sign_note(unit, loan_id=loan.loan_id, signed_on=TODAY)
    accepted(unit, case)
    withdraw_case(unit, ref=case.case_ref, reason_code="family")
    put_back(unit, case)
    assert case.outstanding() == ("promissory_notes",)

    cancel_note(unit, loan_id=loan.loan_id)

    assert (case.status, loan.status) == (CaseStatus.WITHDRAWN, LoanStatus.CANCELLED)


def test_a_note_that_nobody_signs_goes_to_the_supervisor():
    unit = a_unit()
    case = lent(unit)
    (loan,) = loans_of_case(unit, ref=case.case_ref)
    due = next(one for one in unit.reminders if one.name == "loan_due")

    review_loan(unit, **due.ids)

    assert loan.owner == "supervisor"


def test_what_cannot_be_lent_is_refused():
    unit = a_unit()
    case = lent(unit)
    with pytest.raises(Conflict, match="already"):
        lend(unit, ref=case.case_ref, principal_minor=1, currency="USD")
    canada = a_third_country_case(unit)
    with pytest.raises(Invalid, match="CA"):
        lend(unit, ref=canada.case_ref, principal_minor=1, currency="USD")
    with pytest.raises(Conflict):
        lend(unit, ref=an_open_case(unit).case_ref, principal_minor=1, currency="USD")
    (loan,) = loans_of_case(unit, ref=case.case_ref)
    with pytest.raises(Invalid):
        sign_note(unit, loan_id=loan.loan_id, signed_on=TODAY + timedelta(days=1))
    with pytest.raises(NotFound):
        sign_note(unit, loan_id="nothing", signed_on=TODAY)
