"""With a hundred thousand people the look-back is still a look-up in an index."""

from types import SimpleNamespace

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from services.chassis.database import open_engine
from services.chassis.settings import with_psycopg2
from services.intake.cases.store import CaseStore, having_tokens
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


def test_the_index_answers_and_nothing_is_read_from_end_to_end(crowded):
    tokens = [f"t-3-{number}" for number in range(0, 1000 * TOKENS, 1000)]
    query = having_tokens(tokens, "NL-2026-000002-9").compile(
        dialect=postgresql.dialect(), compile_kwargs={"literal_binds": True}
    )
    plan = "\n".join(crowded.scalars(text(f"EXPLAIN {query}".replace(":", "\\:"))))
    found = CaseStore(SimpleNamespace(session=crowded)).with_tokens(tokens, "NL-2026-000002-9")

    assert "Seq Scan" not in plan
    assert "pk_person_tokens" in plan
    assert "pk_persons" in plan
    assert {person.person_id for person, _ in found} == {
        f"p-{number}" for number in range(1000, 1000 * TOKENS, 1000)
    }
