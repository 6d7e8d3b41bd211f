"""Who agreed may change his or her mind: nothing new is done on that ground any more."""

import pytest

from services.chassis.errors import Conflict, NotFound
from services.intake.acceptance.usecases import accept_case
from services.intake.application.usecases import consents_of_case, withdraw_consent_of_case
from services.intake.cases.usecases import withdraw_case
from services.intake.clearance.usecases import request_clearance
from services.intake.consent.model import Scope, Signatory
from services.intake.states.model import CaseStatus
from tests.unit.intake.intake_scene import (
    TODAY,
    a_cleared_case,
    a_cleared_minor,
    a_unit,
    an_accepted_case,
    an_eligible_case,
)


def change_mind(unit, case, scope, by=Signatory.APPLICANT):
    kept = consents_of_case(unit, ref=case.case_ref)
    consent = next(one for one in kept if (one.scope, one.by) == (scope, by))
    withdraw_consent_of_case(unit, ref=case.case_ref, consent_id=consent.consent_id)
    return consent


def test_without_the_data_exchange_nothing_is_asked_any_more():
    """R-DP-01, R-REAN-12."""
    unit = a_unit()
    case = an_eligible_case(unit)

    consent = change_mind(unit, case, Scope.DATA_EXCHANGE)

    assert consent.withdrawn_on == TODAY
    with pytest.raises(Conflict, match="data-exchange"):
        request_clearance(unit, ref=case.case_ref)


def test_without_the_data_exchange_no_journey_is_arranged():
    """R-DP-01, R-REAN-12."""
    unit = a_unit()
    case = a_cleared_case(unit)
    change_mind(unit, case, Scope.DATA_EXCHANGE)

    with pytest.raises(Conflict, match="R-REAN-12"):
        accept_case(unit, ref=case.case_ref)


@pytest.mark.parametrize("build", [an_eligible_case, an_accepted_case])
def test_who_takes_back_the_departure_request_does_not_leave(build):
    """R-REAN-15: voluntary means voluntary."""
    unit = a_unit()
    case = build(unit)

    change_mind(unit, case, Scope.DEPARTURE_REQUEST)

    assert case.status in {CaseStatus.WITHDRAWN, CaseStatus.WITHDRAWING}
    assert unit.published[-1].reason_code == "consent_withdrawn"


def test_a_child_that_no_longer_agrees_is_not_brought_away():
    """R-UAM-02."""
    unit = a_unit()
    case = accept_case(unit, ref=a_cleared_minor(unit).case_ref)

    change_mind(unit, case, Scope.RETURN_OF_MINOR, Signatory.CHILD)

    assert case.status is CaseStatus.WITHDRAWING


def test_a_child_that_no_longer_agrees_before_acceptance_is_asked_again():
    """R-UAM-02."""
    unit = a_unit()
    case = a_cleared_minor(unit)

    change_mind(unit, case, Scope.RETURN_OF_MINOR, Signatory.CHILD)

    assert case.status is CaseStatus.CLEARED
    with pytest.raises(Conflict, match="R-UAM-02"):
        accept_case(unit, ref=case.case_ref)


def test_a_case_that_is_being_called_off_is_not_called_off_again():
    unit = a_unit()
    case = an_accepted_case(unit)
    withdraw_case(unit, ref=case.case_ref, reason_code="family")

    consent = change_mind(unit, case, Scope.DEPARTURE_REQUEST)

    assert consent.withdrawn_on == TODAY
    assert unit.published_names().count("case_withdrawn") == 1


def test_a_consent_is_withdrawn_once():
    unit = a_unit()
    case = an_eligible_case(unit)
    change_mind(unit, case, Scope.DATA_EXCHANGE)

    with pytest.raises(Conflict, match="was withdrawn on"):
        change_mind(unit, case, Scope.DATA_EXCHANGE)


def test_only_a_consent_of_the_case_is_withdrawn():
    unit = a_unit()
    with pytest.raises(NotFound):
        withdraw_consent_of_case(unit, ref=an_eligible_case(unit).case_ref, consent_id="c-0")
