"""A host asks for an expert, and the programme's rules say whether it may (R-EXP-01, 04, 05)."""

from datetime import UTC, date, datetime

import pytest

from services.chassis.errors import Conflict, Invalid
from services.expert_deployment.events import VacancyPublished
from services.expert_deployment.vacancies.model import MACHINE, Mode, Status, Vacancy
from services.expert_deployment.vacancies.rules import (
    Period,
    Programme,
    may_be_published,
    within_maximum,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CD4D2 = Programme("CD4D2", 3, frozenset({"NL", "GB"}), {"IQ": frozenset({"justice"})}, "v1")


def a_vacancy(**changes):
    usual = {
        "id": "v-1",
        "programme": "CD4D2",
        "country": "IQ",
        "sector": "justice",
        "mode": Mode.PHYSICAL,
        "host_institution": "Ministry of Justice",
        "department": "",
        "terms_of_reference": "Train thirty judges in international criminal law.",
        "starts_on": date(2027, 2, 1),
        "ends_on": date(2027, 3, 14),
        "destination_airport": "BGW",
    }
    vacancy = Vacancy(**(usual | changes))
    vacancy.drafted(NOW)
    return vacancy


def publish(vacancy, programme=CD4D2):
    return vacancy.publish(may_be_published(vacancy, programme), NOW)


def test_a_complete_vacancy_is_published_and_says_so():
    vacancy = a_vacancy()

    event = publish(vacancy)

    assert event == VacancyPublished(vacancy_id="v-1", country="IQ", sector="justice")
    assert vacancy.status is Status.PUBLISHED
    assert vacancy.rules_version == "v1"


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"host_institution": " "}, "/host_institution"),
        ({"country": "SY"}, "/country"),
        ({"sector": "tourism"}, "/sector"),
        ({"terms_of_reference": "Help."}, "/terms_of_reference"),
        ({"ends_on": date(2027, 5, 1)}, "/ends_on"),
        ({"destination_airport": None}, "/destination_airport"),
    ],
)
def test_what_the_programme_does_not_allow_is_refused_with_its_place(changes, pointer):
    vacancy = a_vacancy(**changes)

    with pytest.raises(Invalid) as refused:
        publish(vacancy)

    assert pointer in [problem["pointer"] for problem in refused.value.errors]
    assert vacancy.status is Status.DRAFT


def test_work_online_needs_no_airport():
    assert publish(a_vacancy(mode=Mode.VIRTUAL, destination_airport=None))


def test_three_months_to_the_day_are_allowed_and_a_day_more_is_not():
    to_the_day = Period(date(2027, 2, 1), date(2027, 4, 30))
    a_day_more = Period(date(2027, 2, 1), date(2027, 5, 1))

    assert within_maximum([to_the_day], 3) == (True, "89 days of at most 89")
    assert within_maximum([a_day_more], 3) == (False, "90 days of at most 89")


def test_the_parts_of_a_split_assignment_are_added_up():
    february = Period(date(2027, 2, 1), date(2027, 2, 28))
    may_and_june = Period(date(2027, 5, 1), date(2027, 6, 30))

    assert within_maximum([may_and_june, february], 3) == (True, "89 days of at most 89")
    assert not within_maximum([may_and_june, february, february], 3)[0]


def test_a_published_vacancy_is_not_changed_any_more():
    vacancy = a_vacancy()
    vacancy.amend({"sector": "justice"})
    publish(vacancy)

    with pytest.raises(Conflict, match="published"):
        vacancy.amend({"sector": "health"})


def test_a_filled_vacancy_opens_again_when_the_expert_will_not_come():
    vacancy = a_vacancy()
    publish(vacancy)
    vacancy.fill(NOW)
    vacancy.reopen(NOW)

    assert vacancy.status is Status.PUBLISHED
    assert vacancy.owner == "deployment_officer"


def test_every_state_that_is_not_final_has_a_reason_an_owner_and_a_deadline():
    vacancy = a_vacancy()

    assert vacancy.waits_for == "complete terms of reference"
    assert vacancy.due_at > NOW

    vacancy.close("not_needed", NOW)

    assert (vacancy.waits_for, vacancy.owner, vacancy.due_at) == (None, None, None)
    assert MACHINE.final(Status.CLOSED)
