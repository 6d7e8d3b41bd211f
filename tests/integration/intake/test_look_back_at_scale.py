"""With a hundred thousand people the look-back is still a look-up in an index."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from services.chassis.database import open_engine
from services.chassis.settings import with_psycopg2
from services.intake.cases.store import CaseStore, having_tokens, person_tokens
from tests.integration.intake.test_intake_stores import a_case

# As many as one applicant is looked up by.
TOKENS = 80
PEOPLE = """
INSERT INTO persons (person_id, case_ref, position, sealed)
SELECT 'p-' || number, :case_ref, number, 'sealed' FROM generate_series(1, 100000) AS number;
INSERT INTO person_tokens (token, person_id, kind)
SELECT 't-' || kind || '-' || number, 'p-' || number, 'sounded'
FROM generate_series(1, 100000) AS number, generate_series(1, 7) AS kind;
"""


@pytest.fixture
def crowded(database):
    """A session on a database with a hundred thousand people under seven tokens each.

    As the owner of the tables: nobody else gathers statistics about them.
    """
    engine = open_engine(
        with_psycopg2(database("intake").owner_uri, "HOMEWARD_DB_INTAKE"), application_name="test"
    )
    with Session(engine) as session:
        case = a_case(1)
        session.add(case)
        session.flush()
        session.execute(text(PEOPLE), {"case_ref": case.case_ref})
        session.execute(text("ANALYZE persons, person_tokens"))
        yield session
    engine.dispose()


def explained(session, statement, options="FORMAT JSON"):
    return session.scalar(text(f"EXPLAIN ({options}) {statement}".replace(":", "\\:")))


def pages(session, statement):
    """How many pages of 8 kB a statement looks at, wherever they lie."""
    [told] = explained(session, statement, "ANALYZE, BUFFERS, FORMAT JSON")
    return told["Plan"]["Shared Hit Blocks"] + told["Plan"]["Shared Read Blocks"]


def spelled(query):
    return str(query.compile(dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}))


TOKENS_ASKED = [f"t-3-{number}" for number in range(0, 1000 * TOKENS, 1000)]
LOOK_BACK = spelled(having_tokens(TOKENS_ASKED, "NL-2026-000002-9"))
# The least that any answer must do: find each of these tokens in the index.
LOOK_UP = spelled(select(person_tokens.c.person_id).where(person_tokens.c.token.in_(TOKENS_ASKED)))


def test_the_index_answers_and_nothing_is_read_from_end_to_end(crowded):
    plan = str(explained(crowded, LOOK_BACK))
    found = CaseStore(SimpleNamespace(session=crowded)).with_tokens(
        TOKENS_ASKED, "NL-2026-000002-9"
    )

    assert "Seq Scan" not in plan
    assert "pk_person_tokens" in plan
    assert "pk_persons" in plan
    assert {person.person_id for person, _ in found} == {
        f"p-{number}" for number in range(1000, 1000 * TOKENS, 1000)
    }


def test_it_costs_what_looking_up_the_tokens_and_the_people_found_costs(crowded):
    """Pages and not seconds: these are the same on every machine."""
    looked_up, looked_back = pages(crowded, LOOK_UP), pages(crowded, LOOK_BACK)

    assert looked_up >= TOKENS
    assert looked_back <= 5 * looked_up
