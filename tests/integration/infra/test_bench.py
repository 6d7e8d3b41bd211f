"""What every other test stands on does what it promises."""

import re
import stat
from pathlib import Path

import psutil
import psycopg2
import pytest

from infra.local import postgres, programs

READS_PAST_CLOSED_FOLDERS = 2  # CAP_DAC_READ_SEARCH in linux/capability.h.


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


def test_nobody_else_reads_what_our_servers_keep(stack):
    home = stack.place.home.stat()

    assert stat.S_IMODE(home.st_mode) in {0o700, 0o710}
    for log in (stack.place.home / "logs").iterdir():
        assert not stat.S_IMODE(log.stat().st_mode) & 0o077, log


def test_the_database_server_cannot_write_where_its_user_may_not(stack):
    server = psutil.Process(programs.pid_of(stack.place, "postgres"))
    status = Path(f"/proc/{server.pid}/status").read_text()
    effective = int(re.search(r"CapEff:\t(\w+)", status).group(1), 16)

    assert server.uids().effective != 0
    assert effective & ~(1 << READS_PAST_CLOSED_FOLDERS) == 0
