"""PostgreSQL as the services see it: an engine that yields, column types, mappings."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from functools import cache
from typing import Any

import psycopg2.extensions
from sqlalchemy import DateTime, Engine, MetaData, String, TypeDecorator, create_engine
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import registry

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
# Errors after which the same transaction may simply be tried again: serialization, deadlock, and a
# key that another took at the same moment, which the next attempt sees and can answer for.
AGAIN = {"40001", "40P01", "23505"}
# Errors of a server that is away, starting, stopping or full, by SQLSTATE class or code.
AWAY = ("08", "57P", "53300", "25006")

# A table of these may be read and added to by its service, and by nobody changed or emptied.
ADDED_TO_ONLY = {"rights": "SELECT, INSERT"}
READ_ONLY = {"rights": "SELECT"}

chassis_metadata = MetaData(naming_convention=NAMING)
JsonOf = JSONB


@cache
def mapping_of(service: str) -> registry:
    """One registry per service, so that two services' tables never meet, not even in a test."""
    return registry(metadata=MetaData(naming_convention=NAMING, info={"service": service}))


class EnumText(TypeDecorator[StrEnum]):
    """A StrEnum kept as its text."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    def process_bind_param(self, value: Any, dialect: Any) -> str | None:  # noqa: ARG002
        return None if value is None else str(self.kind(value))

    def process_result_value(self, value: Any, dialect: Any) -> StrEnum | None:  # noqa: ARG002
        return None if value is None else self.kind(value)


class UtcDateTime(TypeDecorator[datetime]):
    """An instant. A time without a zone is a defect and is not stored."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        if value is not None and value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        return value

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        return None if value is None else value.astimezone(UTC)


def yield_while_waiting() -> None:
    """Make every psycopg2 connection of this process cooperative (architecture.md 7).

    Only a service process calls this, and only it needs eventlet.
    """
    from eventlet.hubs import trampoline  # noqa: PLC0415

    def wait(connection: Any) -> None:
        while True:
            state = connection.poll()
            if state == psycopg2.extensions.POLL_OK:
                return
            if state == psycopg2.extensions.POLL_READ:
                trampoline(connection.fileno(), read=True)
            elif state == psycopg2.extensions.POLL_WRITE:
                trampoline(connection.fileno(), write=True)

    psycopg2.extensions.set_wait_callback(wait)


def open_engine(
    uri: str, *, application_name: str, connections_max: int = 30, reads_only: bool = False
) -> Engine:
    """Open an engine whose errors never print bound values, since those are about people.

    One that only reads has no transactions: at READ COMMITTED each statement sees the database for
    itself anyhow, and a read is one round trip where it was three. PostgreSQL refuses its writes.
    """
    said = {"application_name": application_name, "connect_timeout": 5}
    if reads_only:
        said["options"] = "-c default_transaction_read_only=on"
    return create_engine(
        uri,
        pool_size=connections_max,
        max_overflow=0,
        pool_timeout=10,
        hide_parameters=True,
        connect_args=said,
        **({"isolation_level": "AUTOCOMMIT"} if reads_only else {}),
    )


def sqlstate(error: BaseException) -> str:
    """The five characters by which PostgreSQL names an error, or nothing."""
    return getattr(getattr(error, "orig", error), "pgcode", None) or ""


def is_away(error: BaseException) -> bool:
    """Whether the database, not the message, is to blame."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    original = getattr(error, "orig", error)
    if not isinstance(original, psycopg2.OperationalError | psycopg2.InterfaceError):
        return False
    code = sqlstate(error)
    return code == "" or code.startswith(AWAY)


def is_worth_another_try(error: BaseException) -> bool:
    """Whether two transactions merely got into each other's way."""
    return sqlstate(error) in AGAIN
