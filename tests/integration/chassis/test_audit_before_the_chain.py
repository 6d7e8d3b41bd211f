"""A deed that is not in the chain yet is as hard to change, remove or forge as one that is."""

import os
import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import psycopg2
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from services.chassis.audit.chain import LINKED_AT_ONCE, Chain
from services.chassis.audit.deeds import WRITE, Deed, DeedBook
from services.chassis.callers.vouching import FILE, Voucher
from services.chassis.database import open_engine
from services.chassis.privacy.keyring import load_keyring
from services.chassis.settings import with_psycopg2
from services.chassis.wire.rpc import DeadlinePassed, RpcClient, ServiceAway
from tests.integration.chassis.talk import TESTER

KEY = b"k" * 32
NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def a_deed(who="c.jansen"):
    return Deed(at=NOW, who=who, act="read", what="case", about=(), why="intake:cases:read")


@pytest.fixture
def place(database):
    return database("chassis")


@pytest.fixture
def engine(place):
    uri = with_psycopg2(place.owner_uri, "HOMEWARD_DB_CHASSIS")
    engine = open_engine(uri, application_name="test")
    yield engine
    engine.dispose()


@pytest.fixture
def as_service(place):
    """Say something to the database as the service's own role."""
    connection = psycopg2.connect(place.uri)
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor.execute
    connection.close()


def write(engine, book, *deeds):
    with book.series() as series, Session(engine) as session, session.begin():
        session.execute(WRITE, {"deeds": book.written(series, deeds)})


def undo(book, *deeds):
    with book.series() as series:
        book.written(series, deeds)
        raise ZeroDivisionError


def link(engine):
    with Session(engine) as session, session.begin():
        Chain(session, KEY).link_all()


def verdict(engine):
    with Session(engine) as session:
        return Chain(session, KEY).verify(())


def linked(engine):
    with engine.connect() as connection:
        query = "SELECT who FROM audit_entries ORDER BY position"
        return list(connection.scalars(text(query)))


def tamper(engine, *statements):
    """Do as somebody would who owns the database: first take the trigger away."""
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE audit_deeds DISABLE TRIGGER USER"))
        for statement in statements:
            connection.execute(text(statement))
        connection.execute(text("ALTER TABLE audit_deeds ENABLE TRIGGER USER"))


def test_deeds_that_wait_are_counted_and_are_no_fault_at_first(engine):
    write(engine, DeedBook(KEY), a_deed(), a_deed())
    found = verdict(engine)

    assert (found.entries, found.waiting, found.faults) == (0, 2, ())
    assert (datetime.now(UTC) - found.waiting_since).total_seconds() < 60


def test_deeds_that_nobody_links_are_a_fault(engine):
    write(engine, DeedBook(KEY), a_deed())
    tamper(engine, "UPDATE audit_deeds SET recorded_at = now() - interval '2 minutes'")

    assert verdict(engine).faults == ("Nobody links the 1 deeds that wait.",)


def test_deeds_are_linked_in_the_order_in_which_they_were_written(engine):
    books = [DeedBook(KEY), DeedBook(KEY)]
    names = [f"person {number}" for number in range(2 * LINKED_AT_ONCE + 1)]
    for number in range(0, len(names), 3):
        write(engine, books[number % 2], *map(a_deed, names[number : number + 3]))
    link(engine)

    assert linked(engine) == names
    assert verdict(engine).faults == ()
    assert verdict(engine).waiting == 0


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE audit_deeds SET who = 'other' WHERE number = 2",
        "UPDATE audit_deeds SET act = 'write' WHERE number = 2",
        "UPDATE audit_deeds SET what = 'other' WHERE number = 2",
        "UPDATE audit_deeds SET about = '{other}' WHERE number = 2",
        "UPDATE audit_deeds SET at = now() WHERE number = 2",
        "UPDATE audit_deeds SET series = 'other' WHERE number = 2",
        (
            "UPDATE audit_deeds SET seal = (SELECT seal FROM audit_deeds WHERE number = 1)"
            " WHERE number = 2"
        ),
    ],
)
def test_a_deed_that_was_changed_while_it_waited_is_found(engine, change, when):
    book = DeedBook(KEY)
    write(engine, book, a_deed(), a_deed())
    tamper(engine, change)
    if when == "after":
        link(engine)

    name = "Entry 2" if when == "after" else "Deed 2, which waits to be linked,"
    assert f"{name} was changed before it was linked, or not written by the service." in (
        verdict(engine).faults
    )


@pytest.mark.parametrize(
    ("removal", "fault"),
    [
        (
            "DELETE FROM audit_deeds WHERE number = 1",
            "Entry 1 is number 2 of a series, and the one before is 0.",
        ),
        (
            "DELETE FROM audit_deeds WHERE number = 2",
            "Entry 2 is number 3 of a series, and the one before is 1.",
        ),
    ],
)
def test_a_deed_that_was_removed_while_it_waited_is_found(engine, removal, fault):
    book = DeedBook(KEY)
    write(engine, book, a_deed(), a_deed(), a_deed())
    tamper(engine, removal)
    link(engine)

    assert verdict(engine).faults == (fault,)


def test_the_last_deed_of_a_series_is_missed_when_its_turn_comes_again(engine):
    book = DeedBook(KEY)
    with book.series():
        write(engine, book, a_deed())
    tamper(engine, "DELETE FROM audit_deeds")
    with book.series():
        write(engine, book, a_deed("in the other series"))
    for _ in range(2):
        write(engine, book, a_deed())
    link(engine)

    assert verdict(engine).faults == ("Entry 3 is number 2 of a series, and the one before is 0.",)


def test_a_deed_that_is_put_in_twice_is_found(engine):
    write(engine, DeedBook(KEY), a_deed())
    tamper(
        engine,
        "INSERT INTO audit_deeds (series, number, at, who, act, what, about, why, seal)"
        " SELECT series, number, at, who, act, what, about, why, seal FROM audit_deeds",
    )
    link(engine)

    assert verdict(engine).faults == ("Entry 2 is number 1 of a series, and the one before is 1.",)


def test_a_number_that_was_undone_is_given_again(engine):
    book = DeedBook(KEY)
    write(engine, book, a_deed())
    with pytest.raises(ZeroDivisionError):
        undo(book)
    write(engine, book, a_deed())
    link(engine)

    assert (verdict(engine).entries, verdict(engine).faults) == (2, ())


def test_a_commit_of_which_nobody_knows_whether_it_was_made_ends_the_series(engine):
    book = DeedBook(KEY)
    write(engine, book, a_deed())
    with pytest.raises(ZeroDivisionError):
        undo(book, a_deed())
    write(engine, book, a_deed())
    link(engine)

    assert (verdict(engine).entries, verdict(engine).faults) == (2, ())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_deeds SET who = 'somebody else'",
        "DELETE FROM audit_deeds",
        "TRUNCATE audit_deeds",
        "SELECT set_config('homeward.audit_links', 'on', false); UPDATE audit_deeds SET who = ''",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove_a_deed(engine, statement):
    write(engine, DeedBook(KEY), a_deed())

    with pytest.raises(DBAPIError, match="never changed or removed"), engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_deeds SET who = 'nobody'",
        "DELETE FROM audit_deeds",
        "SELECT set_config('homeward.audit_links', 'on', false); DELETE FROM audit_deeds",
        "TRUNCATE audit_deeds",
        "ALTER TABLE audit_deeds DISABLE TRIGGER USER",
        "INSERT INTO audit_entries SELECT * FROM audit_entries",
        "UPDATE audit_entries SET who = 'nobody'",
        "DELETE FROM audit_entries",
        "ALTER FUNCTION audit_link(bigint[], text[]) SECURITY INVOKER",
    ],
)
def test_the_services_own_role_adds_deeds_and_can_do_no_more(as_service, statement):
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        as_service(statement)


def test_a_deed_leaves_only_by_becoming_an_entry(engine, as_service):
    write(engine, DeedBook(KEY), a_deed())
    with pytest.raises(psycopg2.errors.RaiseException, match="is not there"):
        as_service("SELECT audit_link(ARRAY[1, 7], ARRAY['a', 'b'])")
    as_service("SELECT audit_link(ARRAY[1], ARRAY['guessed'])")

    assert linked(engine) == ["c.jansen"]
    assert verdict(engine).faults == ("Entry 1 was changed, or not written by the service.",)


def entries(twins):
    return twins.alpha.value("SELECT count(*) FROM audit_entries")


def waiting(twins):
    return twins.alpha.value("SELECT count(*) FROM audit_deeds")


def verify(twins):
    engine = open_engine(with_psycopg2(twins.alpha.uri, ""), application_name="test")
    with Session(engine) as session:
        found = Chain(session, load_keyring(twins.keys).index).verify(())
    engine.dispose()
    return found


def read_one(twins):
    """Whether a read was answered; the process that has it may be killed meanwhile."""
    client = RpcClient(twins.broker.amqp_uri, Voucher.of(twins.keys / FILE))
    try:
        return client.call(
            "alpha", "sleep", {"query": {"seconds": 0}}, principal=TESTER, deadline_seconds=3
        )
    except (DeadlinePassed, ServiceAway):
        return None
    finally:
        client.close()


def test_two_processes_write_one_chain_though_one_is_killed(twins, wait_for):
    first, second = twins.start("alpha"), twins.start("alpha")
    with ThreadPoolExecutor(8) as threads:
        asked = [threads.submit(read_one, twins) for _ in range(60)]
        wait_for(lambda: entries(twins) > 0, sentence="Nothing was linked.")
        os.kill(first.pid, signal.SIGKILL)
        answered = sum(future.result() is not None for future in asked)
    wait_for(lambda: waiting(twins) == 0, sentence="The other process did not go on linking.")
    found = verify(twins)

    assert found.faults == ()
    assert found.entries >= answered
    second.stop()


def test_what_was_written_when_a_process_stops_is_linked(twins):
    process = twins.start("alpha")
    for _ in range(5):
        twins.ask("alpha", "sleep", query={"seconds": 0})
    process.stop()

    assert waiting(twins) == 0
    assert verify(twins).faults == ()


@pytest.mark.parametrize("lock", [False, True])
def test_a_read_is_written_down_whether_it_locks_or_not(twins, lock):
    process = twins.start("alpha")
    twins.alpha.rows("INSERT INTO words (word) VALUES ('one')")
    seen = [twins.ask("alpha", "words", query={"lock": lock}) for _ in range(2)]
    process.stop()

    assert seen == [{"words": ["one"]}] * 2
    assert (
        twins.alpha.rows("SELECT who, act, what FROM audit_entries ORDER BY position")[-2:]
        == [("tester", "read", "words")] * 2
    )
