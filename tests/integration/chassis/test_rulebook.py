"""Rule tables in force: loaded from files, replaced as a whole, and never by a bad file."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from marshmallow import fields
from sqlalchemy import text
from sqlalchemy.orm import Session

from infra.local.waiting import wait_until
from services.chassis.database import open_engine
from services.chassis.errors import Invalid
from services.chassis.rules import rulebook, ruledraft
from services.chassis.rules.rulebook import Rulebook, RuleRow, rule_table
from services.chassis.settings import with_psycopg2

HEADER = "country,valid_from,valid_to,source\n"
OLD = HEADER + "IQ,2016-01-01,,S\n"
NEW = HEADER + "IQ,2016-01-01,,S\nAM,2020-01-01,,S\n"
WAITING = text(
    "SELECT count(*) FROM pg_stat_activity"
    " WHERE wait_event_type = 'Lock' AND datname = current_database()"
)
BAD = HEADER + "IQ,yesterday,,S\n"


class CountryRow(RuleRow):
    country = fields.String(required=True)


@pytest.fixture(scope="module")
def engine(database):
    uri = with_psycopg2(database("chassis").uri, "HOMEWARD_DB_CHASSIS")
    engine = open_engine(uri, application_name="test", connections_max=4)
    yield engine
    engine.dispose()


@pytest.fixture
def session(engine):
    with Session(engine) as session:
        yield session
        session.rollback()


@pytest.fixture
def path(tmp_path, monkeypatch):
    monkeypatch.setattr(rulebook, "_declared", {})
    monkeypatch.setattr(rulebook, "SERVICES", tmp_path)
    path = tmp_path / "nobody" / "rule_data" / "countries.csv"
    path.parent.mkdir(parents=True)
    rule_table("nobody", "countries", "countries.csv", CountryRow, key=("country",))
    return path


@pytest.fixture
def load(session, path):
    def write_and_load(text):
        path.write_text(text)
        return rulebook.load_all(session, "nobody")["countries"]

    return write_and_load


def countries(table):
    return [row["country"] for row in table.rows]


def test_a_loaded_table_is_read_with_its_version(session, load):
    version = load(NEW)

    table = Rulebook("nobody").table(session, "countries")

    assert (table.version, countries(table)) == (version, ["IQ", "AM"])
    assert [row["country"] for row in table.on(date(2019, 1, 1))] == ["IQ"]


def test_a_new_version_is_seen_at_once_and_the_old_one_can_still_be_read(session, load):
    book = Rulebook("nobody")
    old = load(OLD)
    book.table(session, "countries")

    load(NEW)

    assert countries(book.table(session, "countries")) == ["IQ", "AM"]
    assert countries(book.table(session, "countries", old)) == ["IQ"]
    assert countries(Rulebook("nobody").table(session, "countries", old)) == ["IQ"]


def test_loading_the_same_file_again_changes_nothing(session, load):
    assert load(OLD) == load(OLD)
    assert countries(Rulebook("nobody").table(session, "countries")) == ["IQ"]


def test_an_old_version_may_come_back(session, load):
    book = Rulebook("nobody")
    first = load(OLD)
    load(NEW)

    assert load(OLD) == first
    assert book.table(session, "countries").version == first


def test_a_bad_file_at_start_leaves_the_old_version_in_force_and_says_so(session, load, caplog):
    old = load(OLD)

    assert load(BAD) == old
    assert countries(Rulebook("nobody").table(session, "countries")) == ["IQ"]
    assert "countries.csv, line 2, column valid_from: Not a valid date" in caplog.text


def test_a_bad_file_without_an_old_version_refuses_the_start(load):
    with pytest.raises(Invalid, match=r"countries\.csv, line 2, column valid_from"):
        load(BAD)


def test_a_bad_file_that_is_loaded_by_hand_is_refused(session, load, path):
    old = load(OLD)
    path.write_text(BAD)

    with pytest.raises(Invalid) as refused:
        rulebook.load_file(session, "nobody", "countries")

    assert refused.value.errors[0]["pointer"] == "/2/valid_from"
    assert Rulebook("nobody").table(session, "countries").version == old


def changed_by_two_people(session, **draft):
    drafted = ruledraft.draft(session, "nobody", "countries", **draft)
    ruledraft.keep(session, "countries", drafted.file, "change-1")
    ruledraft.put_in_force(session, "countries", drafted.file.version, "change-1")
    return drafted


def test_what_two_people_decided_is_in_force_and_no_start_undoes_it(session, load, path):
    book, old = Rulebook("nobody"), load(NEW)
    added = [{"country": "GE", "valid_from": "2026-01-01", "source": "S"}]
    drafted = changed_by_two_people(session, added=added, without=["AM"])
    version = drafted.file.version

    assert (drafted.base_version, countries(book.table(session, "countries"))) == (
        old,
        ["IQ", "GE"],
    )
    assert load(OLD) == load(NEW) == version
    assert countries(book.table(session, "countries", old)) == ["IQ", "AM"]
    rulebook.load_file(session, "nobody", "countries")
    assert load(OLD) != version, "an operator who loads by hand gives the files their say again"


def test_a_start_at_the_moment_of_a_change_does_not_undo_it(engine, session, load):
    """Two people's change comes in force in one process while another loads the files."""
    load(NEW)
    session.commit()
    drafted = changed_by_two_people(session, added=[], without=["AM"])

    def start():
        with Session(engine) as other:
            loaded = rulebook.load_all(other, "nobody")["countries"]
            other.commit()
            return loaded

    with ThreadPoolExecutor(1) as pool:
        loaded = pool.submit(start)
        try:
            wait_until(lambda: loaded.done() or somebody_waits(engine), 60, "Nobody waited.")
        finally:
            session.commit()
        found = loaded.result(60)
    session.execute(rulebook.rule_tables.delete())
    session.commit()

    assert found == drafted.file.version


def somebody_waits(engine):
    # On a connection of its own: within one transaction this view does not change.
    with engine.connect() as other:
        return other.scalar(WAITING)


def test_a_draft_stands_beside_what_is_in_force_until_its_day(session, load):
    version = load(NEW)
    drafted = ruledraft.draft(session, "nobody", "countries", added=[], without=["AM"])
    ruledraft.keep(session, "countries", drafted.file, "change-1")
    book = Rulebook("nobody")

    assert book.table(session, "countries").version == version
    assert countries(book.table(session, "countries", drafted.file.version)) == ["IQ"]


def test_what_a_draft_leaves_out_must_be_there(session, load):
    load(OLD)

    with pytest.raises(Invalid, match="Nothing of countries is called FR"):
        ruledraft.draft(session, "nobody", "countries", added=[], without=["FR"])


def test_a_table_that_was_never_loaded_is_a_defect(session, path):
    book = Rulebook("nobody")

    with pytest.raises(LookupError, match="was never loaded"):
        book.table(session, "countries")
    with pytest.raises(LookupError, match="has no version abc"):
        book.table(session, "countries", "abc")
    with pytest.raises(LookupError, match=f"declares no rule table {path.stem}x"):
        book.table(session, "countriesx")


def test_a_version_with_a_column_of_a_newer_program_is_a_crash_and_no_refusal(session, load):
    """A refusal would park the message at once; what a newer process can handle is tried again."""
    load(OLD)
    session.execute(
        text("""UPDATE rule_tables SET rows = '[{"country": "IQ", "only_for": "minors"}]'""")
    )
    with pytest.raises(LookupError, match="countries is newer than we are"):
        Rulebook("nobody").table(session, "countries")
