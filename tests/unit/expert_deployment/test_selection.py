"""IOM and the host select together, among experts who may be sent and can come back."""

from datetime import date

import pytest
from expert_builders import a_published_vacancy, a_selected_expert, an_expert, both_approve
from expert_stores import a_unit

from services.chassis.errors import Conflict, Invalid
from services.expert_deployment.assignments.store import AssignmentStore
from services.expert_deployment.experts.usecases import person_of, renew_document
from services.expert_deployment.matching.model import Party, Status
from services.expert_deployment.matching.store import CandidateStore
from services.expert_deployment.matching.usecases import (
    propose_candidate,
    record_word,
    withdraw_candidate,
)
from services.expert_deployment.vacancies.model import Status as VacancyStatus
from services.expert_deployment.vacancies.usecases import close_vacancy, vacancy_of


@pytest.fixture
def unit():
    return a_unit()


def a_candidate(unit, vacancy=None, **expert):
    vacancy = vacancy or a_published_vacancy(unit)
    return propose_candidate(unit, vacancy_id=vacancy.id, expert_id=an_expert(unit, **expert).id)


def word(unit, candidate, by, outcome="approved"):
    return record_word(unit, candidate_id=candidate.id, by=by, outcome=outcome, reason="")


@pytest.mark.parametrize("order", [(Party.IOM, Party.HOST), (Party.HOST, Party.IOM)])
def test_an_expert_is_selected_when_iom_and_the_host_both_approve(unit, order):
    """R-EXP-03."""
    candidate = a_candidate(unit)

    word(unit, candidate, order[0])
    assert candidate.status is not Status.SELECTED
    assert "expert_selected" not in unit.published_names()
    word(unit, candidate, order[1])

    assert candidate.status is Status.SELECTED
    assert unit.published_names()[-1] == "expert_selected"
    assert unit.store(AssignmentStore).get(candidate.assignment_id).status == "selected"


def test_the_same_party_does_not_count_twice(unit):
    candidate = a_candidate(unit)
    word(unit, candidate, Party.IOM)

    with pytest.raises(Conflict, match="approve host"):
        word(unit, candidate, Party.IOM)


def test_one_no_is_enough(unit):
    candidate = a_candidate(unit)
    word(unit, candidate, Party.IOM)
    word(unit, candidate, Party.HOST, "rejected")

    assert candidate.status is Status.REJECTED


@pytest.mark.parametrize(
    ("expert", "evidence"),
    [
        ({"diaspora_of": ["MA"]}, "diaspora of MA"),
        ({"residence_country": "DE"}, "residence in DE"),
        ({"residence_until": date(2027, 3, 1)}, "residence in NL until 2027-03-01"),
        ({"right_of_return": False}, "no right of return"),
    ],
)
def test_who_may_not_be_sent_is_told_which_condition_fails(unit, expert, evidence):
    candidate = a_candidate(unit, **expert)

    assert candidate.status is Status.UNSUITABLE
    failed = [reason for reason in candidate.reasons if not reason["passed"]]
    assert [(reason["rule"], reason["evidence"]) for reason in failed] == [("R-EXP-02", evidence)]
    assert failed[0]["rules_version"]


def test_residence_in_the_united_kingdom_is_enough_where_the_programme_allows_it(unit):
    assert a_candidate(unit, residence_country="GB").status is Status.APPLIED


def test_the_others_are_passed_over_and_the_vacancy_is_filled(unit):
    vacancy = a_published_vacancy(unit)
    chosen, other = a_candidate(unit, vacancy), a_candidate(unit, vacancy)
    both_approve(unit, chosen)

    assert other.status is Status.PASSED_OVER
    assert vacancy.status is VacancyStatus.FILLED


def test_a_closed_vacancy_takes_no_candidates(unit):
    vacancy = a_published_vacancy(unit)
    close_vacancy(unit, vacancy_id=vacancy.id, reason="not_needed")

    with pytest.raises(Conflict, match="closed"):
        a_candidate(unit, vacancy)


def test_an_expert_is_a_candidate_once_per_vacancy(unit):
    vacancy = a_published_vacancy(unit)
    expert = an_expert(unit)
    first = propose_candidate(unit, vacancy_id=vacancy.id, expert_id=expert.id)

    with pytest.raises(Conflict, match="already"):
        propose_candidate(unit, vacancy_id=vacancy.id, expert_id=expert.id)

    withdraw_candidate(unit, candidate_id=first.id)
    again = propose_candidate(unit, vacancy_id=vacancy.id, expert_id=expert.id)
    assert first.status is Status.WITHDRAWN
    assert unit.store(CandidateStore).get(again.id).status is Status.APPLIED


def test_no_programme_runs_on_a_day_before_it_began(unit):
    with pytest.raises(Invalid, match="2018-01-01"):
        a_published_vacancy(unit, starts_on=date(2018, 1, 1), ends_on=date(2018, 2, 1))


def test_nobody_is_registered_without_a_consent_that_is_signed_by_now(unit):
    with pytest.raises(Invalid, match="future"):
        an_expert(unit, consent={"signed_on": date(2026, 12, 1), "language": "en"})


def test_the_personal_file_lies_in_the_vault_and_a_document_can_be_renewed(unit):
    expert = an_expert(unit)
    renew_document(
        unit,
        expert_id=expert.id,
        document={"kind": "passport", "number": "NEW1", "expires_on": date(2036, 1, 1)},
    )

    assert person_of(unit, expert)["family_name"] == "Example"
    assert person_of(unit, expert)["document"]["expires_on"] == "2036-01-01"
    assert "Example" not in repr(
        {key: value for key, value in vars(expert).items() if key != "sealed"}
    )


def test_the_assignment_takes_over_what_the_host_asked_for(unit):
    assignment = unit.store(AssignmentStore).get(a_selected_expert(unit))

    vacancy = vacancy_of(unit, assignment.vacancy_id)
    assert (assignment.starts_on, assignment.mode) == (vacancy.starts_on, vacancy.mode)
    assert assignment.waits_for == "allowance, insurance and security briefing on file"
