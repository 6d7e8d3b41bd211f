"""The bulk load of cases, and the plans of what intake asks its database."""

import pytest

from benchmarks.flat import load, plans


@pytest.fixture(scope="module")
def intake(database):
    return database("intake")


def test_every_list_and_look_up_can_use_an_index(intake):
    assert plans.sequential_scans(intake) == []


def test_a_look_up_without_an_index_is_found_out(intake, monkeypatch):
    question = "SELECT * FROM cases WHERE outcome = $1"
    monkeypatch.setitem(plans.QUERIES, "cases by outcome", question)

    assert plans.sequential_scans(intake) == ["cases by outcome"]


def test_references_of_loaded_cases_are_real_ones_and_never_the_same():
    references = list(load._references(200_001))  # noqa: SLF001 - the load is the bench's own

    assert len(set(references)) == 200_001
    assert references[0].startswith("NL-2016-000001-")
    assert references[-1].startswith("NL-2018-000001-")
