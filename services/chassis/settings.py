"""What a process is told by its environment, read once at start and refused when incomplete."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from services.chassis.errors import Invalid

PORT_MAX = 65535
DAY_SECONDS = 86_400
# All the delays of bus.md section 4: after that a crash is a person's to look at.
RETRY_SECONDS = 756


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one service process; addresses with passwords stay out of its repr."""

    service: str
    process: str
    amqp_uri: str = field(repr=False)
    database_uri: str = field(repr=False)
    partner_desk_amqp_uri: str | None = field(default=None, repr=False)
    metrics_host: str = "127.0.0.1"
    metrics_port: int = 0
    keys_dir: Path
    clock_file: Path | None = None
    audit_dir: Path | None = None
    # For how long a message whose handler crashes is tried again, before it is parked.
    retry_seconds: float = RETRY_SECONDS

    @classmethod
    def of(cls, service: str, environ: Mapping[str, str] | None = None) -> Settings:
        """Read what `service` needs; refuse with every missing name in one sentence."""
        names = os.environ if environ is None else environ
        database = database_variable(service)
        needed = ("HOMEWARD_AMQP_URI", database, "HOMEWARD_KEYS_DIR")
        demand(names, needed, service)
        return cls(
            service=service,
            process=names.get("HOMEWARD_PROCESS") or f"{service}-{os.getpid()}",
            amqp_uri=names["HOMEWARD_AMQP_URI"],
            database_uri=with_psycopg2(names[database], database),
            partner_desk_amqp_uri=names.get("HOMEWARD_PARTNER_DESK_AMQP_URI") or None,
            metrics_host=names.get("HOMEWARD_METRICS_HOST") or "127.0.0.1",
            metrics_port=port(names, "HOMEWARD_METRICS_PORT"),
            keys_dir=Path(names["HOMEWARD_KEYS_DIR"]),
            clock_file=optional_path(names, "HOMEWARD_CLOCK_FILE"),
            audit_dir=optional_path(names, "HOMEWARD_AUDIT_DIR"),
            retry_seconds=seconds(names, "HOMEWARD_RETRY_SECONDS", RETRY_SECONDS),
        )

    def broker(self, name: str) -> str:
        """Return the address of a broker by the name that entrypoints use for it."""
        known = {"internal": self.amqp_uri, "partners": self.partner_desk_amqp_uri}
        if name not in known:
            raise Invalid("no-such-broker", f"There is no broker {name}: internal, partners.")
        uri = known[name]
        if uri is None:
            raise Invalid(
                "missing-setting",
                f"{self.service} needs HOMEWARD_PARTNER_DESK_AMQP_URI, which is not set.",
            )
        return uri


def database_uri_of(service: str, environ: Mapping[str, str] | None = None) -> str:
    """Return the database address alone, for those that need no broker, such as migrations."""
    names = os.environ if environ is None else environ
    database = database_variable(service)
    demand(names, (database,), service)
    return with_psycopg2(names[database], database)


def owner_uri_of(service: str, environ: Mapping[str, str] | None = None) -> str:
    """Return the address of the role that owns the tables; only migrations are told of it."""
    names = os.environ if environ is None else environ
    owner = f"{database_variable(service)}_OWNER"
    if not names.get(owner):
        return database_uri_of(service, names)
    return with_psycopg2(names[owner], owner)


def demand(environ: Mapping[str, str], needed: tuple[str, ...], service: str) -> None:
    """Refuse when one of the needed names is missing or empty, and name them all."""
    missing = [name for name in needed if not environ.get(name)]
    if missing:
        verb = "is" if len(missing) == 1 else "are"
        raise Invalid(
            "missing-setting", f"{service} needs {', '.join(missing)}, which {verb} not set."
        )


def database_variable(service: str) -> str:
    return f"HOMEWARD_DB_{service.upper()}"


def with_psycopg2(uri: str, name: str) -> str:
    """Name the driver: SQLAlchemy 2.1 would take psycopg 3, which blocks under eventlet."""
    parts = urlsplit(uri)
    if parts.scheme not in {"postgresql", "postgres", "postgresql+psycopg2"}:
        raise Invalid("invalid-setting", f"{name} must be a postgresql:// address.")
    return parts._replace(scheme="postgresql+psycopg2").geturl()


def port(environ: Mapping[str, str], name: str) -> int:
    """Read a port; zero, the default, takes any that is free."""
    text = environ.get(name) or "0"
    if not (text.isascii() and text.isdecimal() and int(text) <= PORT_MAX):
        raise Invalid("invalid-setting", f"{name} must be a port from 0 to {PORT_MAX}.")
    return int(text)


def seconds(environ: Mapping[str, str], name: str, otherwise: int) -> int:
    """Read a time in whole seconds, a day at most."""
    text = environ.get(name) or str(otherwise)
    if not (text.isascii() and text.isdecimal() and int(text) <= DAY_SECONDS):
        raise Invalid("invalid-setting", f"{name} must be whole seconds, a day at most.")
    return int(text)


def optional_path(environ: Mapping[str, str], name: str) -> Path | None:
    text = environ.get(name)
    return Path(text) if text else None
