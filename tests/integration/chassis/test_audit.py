"""Who read or wrote what is known for good: a changed, removed or inserted entry is found."""

import threading
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from services.chassis.audit import anchors
from services.chassis.audit.chain import Chain
from services.chassis.audit.deeds import WRITE, Deed, DeedBook, ids_in
from services.chassis.database import open_engine
from services.chassis.ids import new_id
from services.chassis.settings import with_psycopg2

KEY = b"k" * 32
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
CASE = "NL-2026-004635-7"


def a_deed(**changes):
    usual = {"at": NOW, "who": "c.jansen", "act": "read", "what": "case", "about": (CASE,)}
    return Deed(**(usual | {"why": "intake:cases:read"} | changes))


@pytest.fixture
def engine(database):
    engine = open_engine(
        with_psycopg2(database("chassis").owner_uri, "HOMEWARD_DB_CHASSIS"),
        application_name="test",
    )
    yield engine
    engine.dispose()


def write(engine, book, *deeds):
    """Write deeds as a process does: one transaction, one series, no place in the chain."""
    with book.series() as series, Session(engine) as session, session.begin():
        session.execute(WRITE, {"deeds": book.written(series, deeds)})


def link(engine):
    with Session(engine) as session, session.begin():
        Chain(session, KEY).link_all()


@pytest.fixture
def add(engine):
    book = DeedBook(KEY)

    def several(count, **changes):
        for _ in range(count):
            write(engine, book, a_deed(**changes))
            link(engine)

    return several


def verdict(engine, known=(), key=KEY):
    with Session(engine) as session:
        return Chain(session, key).verify(known)


def tamper(engine, *statements):
    """Do as somebody would who owns the database: first take the trigger away."""
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_entries DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(text("ALTER TABLE audit_entries ENABLE TRIGGER USER"))


def test_a_chain_that_nobody_touched_is_sound(engine, add):
    add(5)

    assert verdict(engine).entries == 5
    assert verdict(engine).faults == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_entries SET who = 'somebody else'",
        "DELETE FROM audit_entries WHERE position = 2",
        "TRUNCATE audit_entries",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_an_entry(engine, add, statement):
    add(2)

    with pytest.raises(DBAPIError, match="never changed or removed"), engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_entries SET who = 'other' WHERE position = 2",
        "UPDATE audit_entries SET what = 'other' WHERE position = 2",
        "UPDATE audit_entries SET act = 'write' WHERE position = 2",
        "UPDATE audit_entries SET why = '' WHERE position = 2",
        "UPDATE audit_entries SET about = '{}' WHERE position = 2",
        "UPDATE audit_entries SET at = now() WHERE position = 2",
    ],
)
def test_a_changed_entry_is_found(engine, add, change):
    add(3)
    tamper(engine, change)

    assert verdict(engine).faults == ("Entry 2 was changed, or not written by the service.",)


def test_a_removed_entry_is_found(engine, add):
    add(3)
    tamper(engine, "DELETE FROM audit_entries WHERE position = 2")

    assert verdict(engine).faults == ("Between entries 1 and 3 some are missing.",)


def test_removed_entries_cannot_be_hidden_by_numbering_the_rest_anew(engine, add):
    add(3)
    tamper(
        engine,
        "DELETE FROM audit_entries WHERE position = 2",
        "UPDATE audit_entries SET position = 2, hash_before ="
        " (SELECT hash FROM audit_entries WHERE position = 1) WHERE position = 3",
    )

    assert verdict(engine).faults == ("Entry 2 was changed, or not written by the service.",)


def test_an_entry_that_somebody_else_put_in_is_found(engine, add):
    add(2)
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO audit_entries SELECT 3, at, 'nobody', act, what, about, why, hash,"
                " encode(sha256('guessed'), 'hex'), series, 3, seal"
                " FROM audit_entries WHERE position = 2"
            )
        )

    assert verdict(engine).faults == ("Entry 3 was changed, or not written by the service.",)


def test_entries_cut_off_at_the_end_are_found_by_the_anchor(engine, add, tmp_path):
    add(4)
    with Session(engine) as session:
        anchors.write_anchor(tmp_path, "alpha", NOW, Chain(session, KEY).head())
    tamper(engine, "DELETE FROM audit_entries WHERE position > 2")
    known = anchors.read_anchors(tmp_path, "alpha")

    assert verdict(engine).faults == ()
    assert verdict(engine, known).faults == ("Entry 4 was anchored and is gone.",)


def test_a_chain_written_anew_with_the_right_keys_does_not_fit_its_anchor(engine, add, tmp_path):
    add(2)
    with Session(engine) as session:
        anchors.write_anchor(tmp_path, "alpha", NOW, Chain(session, KEY).head())
    tamper(engine, "TRUNCATE audit_entries")
    write(engine, DeedBook(KEY), a_deed(who="innocent"), a_deed(who="innocent"))
    link(engine)

    faults = verdict(engine, anchors.read_anchors(tmp_path, "alpha")).faults

    assert faults == ("Entry 2 is not the one that was anchored.",)


def test_those_who_write_at_the_same_time_stand_one_after_the_other(engine):
    def many():
        book = DeedBook(KEY)
        for _ in range(10):
            write(engine, book, a_deed())
            link(engine)

    threads = [threading.Thread(target=many) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert verdict(engine).entries == 50
    assert verdict(engine).faults == ()


def test_only_ids_are_kept_of_what_was_asked_and_answered():
    person = new_id()
    said = {"ref": CASE, "persons": {person: {"family_name": "Ñandú", "birth_date": "1990-04-27"}}}

    assert ids_in(said) == {CASE, person}


def test_reads_writes_and_replays_are_written_by_the_service_that_answers(twins):
    process = twins.start("alpha")
    twins.ask("alpha", "sleep", query={"seconds": 0})
    for _ in range(2):
        twins.ask("alpha", "say", key="k-1", body={"words": ["one"]})
    process.stop()
    rows = twins.alpha.rows("SELECT who, act, what, why FROM audit_entries ORDER BY position")

    assert rows == [
        ("tester", "read", "sleep", "alpha:words:read"),
        ("tester", "write", "say", "alpha:words:write"),
        ("tester", "replay", "say", "alpha:words:write"),
    ]


def test_the_head_is_anchored_when_the_day_is_over(twins, tmp_path, wait_for):
    twins.start("alpha", HOMEWARD_AUDIT_DIR=tmp_path)
    twins.say("one")
    twins.alpha.rows("UPDATE reminders SET due_at = now() WHERE name = 'audit_anchor_due'")
    wait_for(lambda: anchors.read_anchors(tmp_path, "alpha"), sentence="No anchor was written.")
    head = twins.alpha.rows("SELECT position, hash FROM audit_entries ORDER BY position DESC")[0]
    (anchor,) = anchors.read_anchors(tmp_path, "alpha")

    assert (anchor.position, anchor.hash) == head
    again = "SELECT count(*) FROM reminders WHERE name = 'audit_anchor_due' AND due_at > now()"
    wait_for(lambda: twins.alpha.value(again) == 1, sentence="The next day is not foreseen.")
