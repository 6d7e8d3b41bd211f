"""Fresh migrated databases for tests, copied from one that was migrated once."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg2
from psycopg2 import sql

from infra.local import postgres
from infra.local.bench.servers import Bench, a_name
from infra.local.place import CHECKOUT
from infra.local.trouble import Trouble


@dataclass(frozen=True)
class Database:
    """One service's database; `uri` is what the service itself connects with."""

    service: str
    name: str
    uri: str
    port: int

    def through(self, port: int) -> "Database":
        """The same database behind a gate that a test can shut."""
        uri = self.uri.replace(f":{self.port}/", f":{port}/")
        return Database(self.service, self.name, uri, port)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask in a transaction of its own; what it changed is committed."""
        connection = psycopg2.connect(self.uri)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute(statement, values or None)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def value(self, statement: str, *values: Any) -> Any:
        """The first column of the first row, or nothing."""
        found = self.rows(statement, *values)
        return found[0][0] if found else None


def fresh(bench: Bench, service: str) -> Database:
    """A database of its own with every table and no row."""
    name = a_name()
    with _as_admin(bench) as cursor:
        # One maker at a time, over all test runs: the template is made once.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", (service,))
        template = _template(bench, cursor, service)
        _create(cursor, name, service, template)
    return _known(bench, service, name)


def drop(bench: Bench, database: Database) -> None:
    with _as_admin(bench) as cursor:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        cursor.execute(statement.format(sql.Identifier(database.name)))


def _known(bench: Bench, service: str, name: str) -> Database:
    uri = postgres.service_dsn(bench.place, bench.credentials, service, name)
    return Database(service, name, uri, bench.place.port("postgres"))


def _template(bench: Bench, cursor: Any, service: str) -> str:
    """A migrated database that is as new as the migrations on disk."""
    name = f"template-{service}-{_fingerprint(service)}"
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
    if cursor.fetchone() is None:
        unfinished = a_name()
        _create(cursor, unfinished, service, "template1")
        _migrate(service, _known(bench, service, unfinished).uri)
        statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        cursor.execute(statement.format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


def _fingerprint(service: str) -> str:
    digest = hashlib.sha256()
    for part in ("chassis", service):
        for path in sorted((CHECKOUT / "services" / part / "migrations").rglob("*.py")):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _migrate(service: str, uri: str) -> None:
    outcome = subprocess.run(
        [sys.executable, "-m", "services.chassis.migrate", service],
        env={**os.environ, f"HOMEWARD_DB_{service.upper()}": uri},
        cwd=Path(CHECKOUT),
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise Trouble(f"The migrations of {service} failed: {outcome.stderr[-2000:]}")


def _create(cursor: Any, name: str, service: str, template: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
    owner = sql.Identifier(f"homeward_{service}")
    cursor.execute(statement.format(sql.Identifier(name), owner, sql.Identifier(template)))
    postgres.close_to_public(cursor, name)  # A copy does not inherit who may connect.


@contextmanager
def _as_admin(bench: Bench) -> Iterator[Any]:
    connection = psycopg2.connect(postgres.admin_dsn(bench.place, bench.credentials))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()
