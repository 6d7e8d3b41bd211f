"""Locks: what two transactions may decide upon at one moment is taken before it is looked at.

At READ COMMITTED each of two sees nothing of the other. Whoever decides upon absence, upon a sum or
upon what is the latest takes a lock that the other side takes too, and only then asks.
"""

from __future__ import annotations

from typing import Any, TypeVar

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from services.chassis.errors import NotFound

Thing = TypeVar("Thing")


def lock(session: Session, kind: type[Thing], key: Any) -> Thing | None:
    """Return a thing as it is now, locked until the transaction ends; nothing if there is none.

    A session that has loaded it before would show it as it was then, whoever changed it meanwhile.
    """
    return session.get(kind, key, with_for_update=True, populate_existing=True)


def locked(session: Session, kind: type[Thing], key: str, what: str) -> Thing:
    """Return a thing by its key, locked until the transaction ends, or refuse that there is one."""
    found = lock(session, kind, key)
    if found is None:
        raise NotFound(f"no-such-{what.replace(' ', '-')}", f"There is no {what} {key}.")
    return found


def locking(query: Select[Any]) -> Select[Any]:
    """Have a question lock what it finds until the transaction ends, and show it as it is now."""
    return query.with_for_update().execution_options(populate_existing=True)


def hold(session: Session, name: str) -> None:
    """Wait for whoever else holds this name, and hold it until the transaction ends.

    For what has no row yet: ask for it after this, and nobody can be adding it meanwhile.
    """
    session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
