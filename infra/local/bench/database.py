"""Fresh migrated databases for tests, copied from one that was migrated once."""

import hashlib
import os
import subprocess
import sys
from dataclasses import dataclass, replace
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
    """One service's database; `uri` is what the service itself connects with.

    A test looks and prepares as the owner: a service may neither make nor empty tables.
    """

    service: str
    name: str
    uri: str
    owner_uri: str
    port: int

    def through(self, port: int) -> "Database":
        """The same database behind a gate that a test can shut."""
        uri, owner_uri = (
            each.replace(f":{self.port}/", f":{port}/") for each in (self.uri, self.owner_uri)
        )
        return replace(self, uri=uri, owner_uri=owner_uri, port=port)

    @property
    def itself(self) -> "Database":
        """The same, asked in the service's own role: it alone sees what its processes do."""
        return replace(self, owner_uri=self.uri)

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask in a transaction of its own; what it changed is committed."""
        connection = psycopg2.connect(self.owner_uri)
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
    with postgres.as_admin(bench.place, bench.credentials) as cursor:
        # One maker at a time, over all test runs: the template is made once.
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", (service,))
        postgres.ensure_roles(cursor, service, bench.credentials)
        template = _template(bench, cursor, service)
        postgres.ensure_database(cursor, name, service, template)
    return _known(bench, service, name)


def drop(bench: Bench, database: Database) -> None:
    with postgres.as_admin(bench.place, bench.credentials) as cursor:
        statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        cursor.execute(statement.format(sql.Identifier(database.name)))


def _known(bench: Bench, service: str, name: str) -> Database:
    uri = postgres.service_dsn(bench.place, bench.credentials, service, name)
    owner_uri = postgres.owner_dsn(bench.place, bench.credentials, service, name)
    return Database(service, name, uri, owner_uri, bench.place.port("postgres"))


def _template(bench: Bench, cursor: Any, service: str) -> str:
    """A migrated database that is as new as the migrations on disk."""
    name = f"template-{service}-{_fingerprint(service)}"
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
    if cursor.fetchone() is None:
        unfinished = a_name()
        postgres.ensure_database(cursor, unfinished, service)
        _migrate(_known(bench, service, unfinished))
        statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        cursor.execute(statement.format(sql.Identifier(unfinished), sql.Identifier(name)))
    return name


def _fingerprint(service: str) -> str:
    digest = hashlib.sha256()
    for part in ("chassis", service):
        folder = CHECKOUT / "services" / part
        # The stores and `migrate.py` say what the service may do in each table.
        files = [*(folder / "migrations").rglob("*.py"), *folder.glob("*/store.py")]
        for path in sorted([*files, *folder.glob("migrate.py")]):
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _migrate(database: Database) -> None:
    service = database.service
    address = f"HOMEWARD_DB_{service.upper()}"
    outcome = subprocess.run(
        [sys.executable, "-m", "services.chassis.migrate", service],
        env={**os.environ, address: database.uri, f"{address}_OWNER": database.owner_uri},
        cwd=Path(CHECKOUT),
        capture_output=True,
        text=True,
        check=False,
    )
    if outcome.returncode:
        raise Trouble(f"The migrations of {service} failed: {outcome.stderr[-2000:]}")
    # The tables that a test makes for itself are its service's to use.
    for kind, rights in (("TABLES", "SELECT, INSERT, UPDATE, DELETE"), ("SEQUENCES", "USAGE")):
        database.rows(
            f"ALTER DEFAULT PRIVILEGES GRANT {rights} ON {kind} TO {postgres.role_of(service)}"
        )
