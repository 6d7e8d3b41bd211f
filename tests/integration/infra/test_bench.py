"""What every other test stands on does what it promises."""

import psycopg2
import pytest

from infra.local import postgres


def test_a_fresh_database_holds_the_chassis_tables(database):
    first, second = database("chassis"), database("chassis")

    tables = {name for (name,) in first.rows("SELECT tablename FROM pg_tables")}
    assert {"outbox", "inbox"} <= tables
    assert first.name != second.name


def test_a_role_cannot_connect_to_another_services_database(stack, database):
    one = database("chassis")
    intruder = postgres.service_dsn(stack.place, stack.credentials, "intake", one.name)

    with pytest.raises(psycopg2.OperationalError, match="permission denied"):
        psycopg2.connect(intruder)


def test_a_shut_gate_refuses_and_an_open_one_lets_through(stack, database, gate):
    one = database("chassis")
    door = gate(stack.place.port("postgres"))
    behind = one.through(door.port)

    assert behind.value("SELECT 1") == 1
    door.shut()
    with pytest.raises(psycopg2.OperationalError):
        behind.value("SELECT 1")
    door.open()
    assert behind.value("SELECT 1") == 1
