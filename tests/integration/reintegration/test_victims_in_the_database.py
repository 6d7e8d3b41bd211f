"""A victim's price with the real broker and database: the amount shows, and nothing says why."""

import json

import pytest

from services.chassis.ids import new_id
from tests.integration.reintegration.conftest import a_traveller

WORDS = ("eu13", "victim", "traffick", "vot")
CASE = "NL-2026-000502-1"


@pytest.fixture
def priced(place, wait_for):
    """A Romanian victim's case, and an Iraqi's who is none."""
    people = {}
    for case_ref, nationality, victim in ((CASE, "RO", "eu13"), ("NL-2026-000503-1", "IQ", None)):
        person_id = new_id()
        people[case_ref] = person_id
        grounds = {"asylum_background": None, "in_detention": False, "victim": victim}
        place.accept(
            case_ref,
            a_traveller(person_id, nationality=nationality),
            sealed_for_reintegration=place.seal({"person_id": person_id, **grounds}),
        )
        wait_for(lambda ref=case_ref: "entitlement_reserved" in place.said(ref))
    return people


def test_r_vot_02_the_amount_is_held_and_no_table_and_no_answer_says_why(place, priced):
    """R-VOT-03."""
    answer = place.ask("entitlement_of_case", role="finance_maker", ref=CASE)
    kept = {
        table: place.database.rows(f"SELECT {table}::text FROM {table}")  # noqa: S608
        for (table,) in place.database.rows(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
            " AND table_type = 'BASE TABLE' AND table_name NOT LIKE 'rule%'"
        )
    }

    amounts = {line["kind"]: line["amount_minor"] for line in answer["lines"]}
    assert amounts == {"allowance": 20_000, "reintegration": 50_000}
    said = json.dumps(answer).lower()
    assert not [word for word in WORDS if word in said]
    betrayed = {
        (table, word) for table, rows in kept.items() for word in WORDS if word in str(rows).lower()
    }
    assert betrayed == set()
    lengths = place.database.rows("SELECT length(sealed) FROM person_grounds")
    assert set(priced) == {CASE, "NL-2026-000503-1"}
    assert len(set(lengths)) == 1
