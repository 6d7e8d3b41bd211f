"""Answers that are kept for whoever asks again, and how those about a forgotten person go."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Text, cast, delete, select, tuple_, union_all
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.orm import Session

from services.chassis.audit.chain import audit_entries
from services.chassis.audit.deeds import audit_deeds, ids_in
from services.chassis.tables import idempotency

# Kept answers are sealed under one key of the vault: they are ours, not one person's.
OUTCOMES = "idempotency-outcomes"


def forget_answers(
    session: Session, opened: Callable[[bytes], dict[str, Any]], ids: Sequence[str]
) -> int:
    """Delete every kept answer that was about any of these, and return how many.

    `opened` is what an outcome says that lies sealed under `OUTCOMES`.

    The audit says who asked what about them, also where an answer shows a name and no id. An
    answer goes when such a deed of the same caller and method can have been its own; one too many
    is asked for anew, one too few would be read.
    """
    deeds = _deeds_about(session, ids)
    if not deeds:
        return 0
    mine = tuple_(idempotency.c.principal, idempotency.c.method).in_(list(deeds))
    going = [
        (row.principal, row.key)
        for row in session.execute(select(idempotency).where(mine))
        if any(
            ids_in(opened(row.outcome)["answer"]) <= about
            for about in deeds[row.principal, row.method]
        )
    ]
    if going:
        session.execute(
            delete(idempotency).where(tuple_(idempotency.c.principal, idempotency.c.key).in_(going))
        )
    return len(going)


def _deeds_about(session: Session, ids: Sequence[str]) -> dict[tuple[str, str], list[set[str]]]:
    """Return what each caller's writes by each method were about, linked in the chain or not."""
    named: Any = cast(array(list(ids)), ARRAY(Text))
    found = union_all(
        *(
            select(table.c.who, table.c.what, table.c.about).where(
                table.c.about.overlap(named), table.c.act.in_(["write", "read"])
            )
            for table in (audit_entries, audit_deeds)
        )
    )
    deeds = defaultdict(list)
    for row in session.execute(found):
        deeds[row.who, row.what].append(set(row.about))
    return dict(deeds)
