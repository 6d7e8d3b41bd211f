"""Who was let in to what: one row for each time somebody was given a thing of his or her own."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import Column, Index, Select, Table, Text, or_, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.callers.identity import folded
from services.chassis.database import UtcDateTime, chassis_metadata

if TYPE_CHECKING:
    from services.chassis.unit import Unit

access_grants = Table(
    "access_grants",
    chassis_metadata,
    Column("grant_id", Text, primary_key=True),
    Column("thing", Text, nullable=False),
    # As `identity.folded` spells it, so that one person is one subject.
    Column("subject", Text, nullable=False),
    # A time that has come is a grant that has ended; without one it lasts until it is taken back.
    Column("until", UtcDateTime),
    Index("ix_access_grants_subject_thing", "subject", "thing"),
)
GRANT = access_grants.c


class Grants:
    """The grants of one service. What is told twice, or in another order, comes to the same."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    def give(
        self, grant_id: str, *, thing: str, subject: str, until: datetime | None = None
    ) -> None:
        """Let a subject in. Who was told already that this grant has ended keeps to that."""
        row = {"grant_id": grant_id, "thing": thing, "subject": folded(subject), "until": until}
        self._unit.session.execute(insert(access_grants).values(row).on_conflict_do_nothing())

    def end(self, grant_id: str, *, thing: str, subject: str, at: datetime) -> None:
        """Take a grant back, also one that was never heard of."""
        row = {"grant_id": grant_id, "thing": thing, "subject": folded(subject), "until": at}
        ended = insert(access_grants).values(row)
        self._unit.session.execute(
            ended.on_conflict_do_update(index_elements=["grant_id"], set_={"until": at})
        )

    def seen(self, things: Collection[str]) -> dict[str, bool]:
        """Return the things that the caller was let in to: true for good, false for a time."""
        query = self._open(GRANT.thing, GRANT.until).where(GRANT.thing.in_(list(things)))
        found: dict[str, bool] = {}
        for thing, until in self._unit.session.execute(query):
            found[thing] = until is None or found.get(thing, False)
        return found

    def own(self) -> Select[tuple[str]]:
        """Ask which things the caller was let in to, as part of a larger question."""
        return self._open(GRANT.thing)

    def _open(self, *columns: Column) -> Select:
        mine = GRANT.subject == folded(self._unit.principal.subject)
        lasting = or_(GRANT.until.is_(None), GRANT.until > self._unit.now())
        return select(*columns).where(mine, lasting)
