"""Resettlement to a third country: admitted for good, and the fees for it paid back on receipts."""

from datetime import date, timedelta

import pytest

from services.chassis.errors import Conflict, Invalid, NotFound
from services.intake.acceptance.usecases import accept_case
from services.intake.admission.rules import never_lived_there
from services.intake.application.usecases import sign_application
from services.intake.cases.usecases import close_case, correct_case, withdraw_case
from services.intake.eligibility.usecases import decide_eligibility
from services.intake.facts.model import Admission, Outcome
from services.intake.states.model import CaseStatus
from services.intake.third_country.model import FeeKind, FeeStatus
from services.intake.third_country.usecases import (
    claim_fee,
    decide_fee,
    escalate_fee,
    refund_fee,
    see_permit,
)
from tests.unit.intake.intake_kinds import (
    PERMANENT,
    a_third_country_case,
    accepted,
    booked,
    cleared,
    completed,
    flown,
    put_back,
    seen,
)
from tests.unit.intake.intake_scene import (
    TODAY,
    a_question,
    a_unit,
    an_application,
    an_open_case,
    the_lists,
)


def decided(unit, **admission):
    case = a_third_country_case(unit, admission=PERMANENT | admission)
    sign_application(unit, ref=case.case_ref, **an_application())
    return decide_eligibility(unit, ref=case.case_ref)[0]


def claimed(unit, case, receipt="a", kind=FeeKind.APPLICATION, number=None):
    return claim_fee(
        unit,
        ref=case.case_ref,
        kind=kind,
        amount_minor=325_00,
        currency="EUR",
        receipt_number=number or f"R-1{receipt}",
        receipt_sha256=receipt * 64,
    )


def by(unit, subject):
    unit.principal.subject = subject
    return unit


def a_departed_case(unit):
    case = seen(unit, cleared(unit, a_third_country_case(unit)))
    return flown(unit, booked(unit, accepted(unit, case)))


@pytest.mark.parametrize(
    ("admission", "code"),
    [
        ({"permit": "temporary"}, "NO_PERMANENT_PERMIT"),
        ({"permit": "short_stay_visa"}, "NO_PERMANENT_PERMIT"),
        ({"permit": "none"}, "NO_PERMANENT_PERMIT"),
        ({"capital_programme": True}, "CAPITAL_PROGRAMME"),
    ],
)
def test_only_a_permanent_permit_that_was_not_bought_is_helped_with(admission, code):
    """R-3RD-01."""
    assert decided(a_unit(), **admission).codes == [code]


def test_every_condition_of_rean_holds_too():
    """R-3RD-01."""
    unit = a_unit()
    case = a_third_country_case(unit, facts={"means_minor": 900_00})
    sign_application(unit, ref=case.case_ref, **an_application())

    assert decide_eligibility(unit, ref=case.case_ref)[0].codes == ["MEANS"]


def test_what_is_not_known_of_the_admission_leaves_the_decision_open():
    unit = a_unit()
    case = a_third_country_case(unit, admission=None)
    sign_application(unit, ref=case.case_ref, **an_application())

    assert decide_eligibility(unit, ref=case.case_ref)[0].open_rules == ["R-3RD-01"]


@pytest.mark.parametrize(
    ("applied", "lived", "outcome"),
    [
        (date(2018, 12, 31), True, Outcome.FAIL),
        (date(2018, 12, 31), False, Outcome.PASS),
        (date(2018, 12, 31), None, Outcome.OPEN),
        (date(2019, 1, 1), True, Outcome.PASS),
        (date(2019, 1, 1), None, Outcome.PASS),
    ],
)
def test_earlier_residence_bars_under_the_older_text_alone(applied, lived, outcome):
    """R-3RD-03."""
    admission = Admission(permit="permanent", capital_programme=False, lived_there_before=lived)
    question = a_question(reference_date=applied, admission=admission)

    assert never_lived_there(question, the_lists(applied)).outcome is outcome


def test_a_return_is_not_asked_for_a_permit():
    unit = a_unit()
    case = an_open_case(unit)
    sign_application(unit, ref=case.case_ref, **an_application())
    _, reasons = decide_eligibility(unit, ref=case.case_ref)

    assert "R-3RD-01" not in {reason.rule_id for reason in reasons}


@pytest.mark.parametrize("early", [True, False], ids=["seen first", "cleared first"])
def test_nobody_travels_before_the_original_of_the_permit_was_seen(early):
    """R-3RD-01."""
    unit = a_unit()
    case = a_third_country_case(unit)
    if early:
        seen(unit, case)
    cleared(unit, case)
    if not early:
        assert case.status is CaseStatus.PERMIT_AWAITED
        with pytest.raises(Conflict):
            accept_case(unit, ref=case.case_ref)
        seen(unit, case)

    assert case.status is CaseStatus.CLEARED
    assert accepted(unit, case).status is CaseStatus.ACCEPTED


def test_a_permit_that_is_corrected_to_a_temporary_one_is_no_ground_any_more():
    """R-3RD-01."""
    unit = a_unit()
    case = seen(unit, cleared(unit, a_third_country_case(unit)))
    correct_case(unit, ref=case.case_ref, facts={"admission": PERMANENT | {"permit": "temporary"}})

    assert accepted(unit, case).status is CaseStatus.DECLINED


def test_no_copy_is_accepted_for_the_original():
    unit = a_unit()
    case = a_third_country_case(unit, admission=PERMANENT | {"permit": "temporary"})

    with pytest.raises(Conflict, match="R-3RD-01"):
        seen(unit, case)
    with pytest.raises(Invalid):
        see_permit(unit, ref=case.case_ref, original=True, seen_on=TODAY + timedelta(days=1))
    with pytest.raises(Conflict, match="no resettlement"):
        seen(unit, an_open_case(unit))


@pytest.mark.parametrize("kind", [FeeKind.TRANSLATION, FeeKind.LAWYER, FeeKind.COURIER])
def test_only_mandatory_fees_are_refunded(kind):
    """R-3RD-02."""
    unit = a_unit()

    with pytest.raises(Invalid, match="R-3RD-02"):
        claimed(unit, a_third_country_case(unit), kind=kind)


def test_a_receipt_is_good_for_one_fee():
    """R-3RD-02."""
    unit = a_unit()
    claimed(unit, a_third_country_case(unit))

    with pytest.raises(Conflict, match="receipt"):
        claimed(unit, a_third_country_case(unit))


def test_a_fee_is_decided_by_another_person_and_refunded_after_the_departure():
    """R-3RD-02."""
    unit = a_unit()
    case = a_departed_case(unit)
    fee = claimed(unit, case)
    with pytest.raises(Invalid, match="Another person"):
        decide_fee(unit, fee_id=fee.fee_id, approve=True)
    decide_fee(by(unit, "s.visor"), fee_id=fee.fee_id, approve=True)
    completed(unit, case)
    with pytest.raises(Conflict, match="permit_fees"):
        close_case(unit, ref=case.case_ref, outcome=None)

    refund_fee(unit, fee_id=fee.fee_id, refunded_on=TODAY, reference="BANK-1")

    assert fee.status is FeeStatus.REFUNDED
    assert close_case(unit, ref=case.case_ref, outcome=None).status is CaseStatus.CLOSED


def test_nothing_is_refunded_to_whoever_has_not_departed():
    unit = a_unit()
    fee = claimed(unit, a_third_country_case(unit))
    decide_fee(by(unit, "s.visor"), fee_id=fee.fee_id, approve=True)

    with pytest.raises(Conflict, match="departed"):
        refund_fee(unit, fee_id=fee.fee_id, refunded_on=TODAY, reference="BANK-1")
    with pytest.raises(NotFound):
        decide_fee(unit, fee_id="nothing", approve=True)


def test_a_withdrawal_waits_for_the_decision_on_the_fees():
    unit = a_unit()
    case = accepted(unit, seen(unit, cleared(unit, a_third_country_case(unit))))
    fee = claimed(unit, case)
    withdraw_case(unit, ref=case.case_ref, reason_code="changed_mind")
    put_back(unit, case)
    assert (case.status, case.outstanding()) == (CaseStatus.WITHDRAWING, ("permit_fees",))
    with pytest.raises(Invalid, match="Say why"):
        decide_fee(unit, fee_id=fee.fee_id, approve=False)

    decide_fee(unit, fee_id=fee.fee_id, approve=False, reason="There is no departure.")

    assert case.status is CaseStatus.WITHDRAWN


def test_a_fee_that_nobody_decides_on_goes_to_the_supervisor():
    unit = a_unit()
    fee = claimed(unit, a_third_country_case(unit))
    due = next(one for one in unit.reminders if one.name == "fee_due")

    escalate_fee(unit, **due.ids)
    escalate_fee(unit, **due.ids)

    assert (fee.owner, fee.overdue) == ("supervisor", True)


def test_a_receipt_that_is_scanned_again_is_the_same_receipt():
    """R-3RD-02: on each receipt once, also when no byte of the file is the same."""
    unit = a_unit()
    case = seen(unit, cleared(unit, a_third_country_case(unit)))
    claimed(unit, case, number="R-1")

    with pytest.raises(Conflict, match="on this number before"):
        claimed(unit, case, "b", number="r 01")
    assert claimed(unit, case, "c", FeeKind.BIOMETRICS, number="R-1")
