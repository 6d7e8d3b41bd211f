"""Every list and look-up of every service uses an index, however many rows there are."""

import pytest

from benchmarks.flat import fill, plans, questions
from infra.local.place import SERVICES


@pytest.fixture(scope="module")
def filled(database):
    """The database of a service with thousands of rows in each table, filled once."""
    made = {}

    def of(service):
        if service not in made:
            made[service] = database(service)
            fill.fill(made[service])
        return made[service]

    return of


@pytest.mark.parametrize("service", SERVICES)
def test_no_list_and_no_look_up_reads_a_whole_table(filled, service):
    assert plans.scanning(filled(service)) == []


@pytest.mark.parametrize("service", SERVICES)
def test_every_store_is_asked_in_several_ways(filled, service):
    asked = questions.asked(filled(service))

    assert len(asked) > 20
    assert all(asked.values())


def test_a_look_up_without_an_index_is_found_out(filled, monkeypatch):
    question = "SELECT * FROM cases WHERE outcome = 'departed'"
    monkeypatch.setitem(plans.CHASSIS, "cases by outcome", question)

    assert plans.scanning(filled("intake")) == ["intake: cases by outcome"]


def test_an_index_that_is_only_walked_through_is_found_out(filled, monkeypatch):
    question = "SELECT * FROM cases WHERE outcome = 'departed' ORDER BY case_ref LIMIT 50"
    monkeypatch.setitem(plans.CHASSIS, "cases by outcome", question)

    assert plans.scanning(filled("intake")) == ["intake: cases by outcome"]


def test_an_index_that_is_taken_away_is_missed(filled):
    travel = filled("travel")
    travel.rows("DROP INDEX ix_offers_quote_reference")

    assert plans.scanning(travel) == ["travel: OfferStore.count_of_quote 0"]
