"""Lists in pages: the rows after a cursor in the order of their key, and the next cursor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

Thing = TypeVar("Thing")


def next_rows(
    session: Session,
    kind: type[Thing],
    table: Table,
    *,
    after: str | None,
    limit: int,
    **wanted: Any,
) -> Sequence[Thing]:
    """Return the next things of a table in the order of its key; of `wanted`, what is not none."""
    (key,) = table.primary_key
    query = select(kind).order_by(key).limit(limit)
    for name, value in wanted.items():
        if value is not None:
            query = query.where(table.c[name] == value)
    if after is not None:
        query = query.where(key > after)
    return list(session.scalars(query))


def cut(found: Sequence[Thing], limit: int, key: str) -> tuple[Sequence[Thing], str | None]:
    """Of one more than was asked for, return a page, and the cursor of the next if there is one."""
    return found[:limit], str(getattr(found[limit - 1], key)) if len(found) > limit else None
