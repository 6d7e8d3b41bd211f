"""Where the timeline is kept. Entries are only ever added."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Index, Table, Text, select, tuple_

from services.chassis.database import JsonOf, UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.intake.timeline.model import Entry

mapping = mapping_of("intake")

timeline_entries = Table(
    "timeline_entries",
    mapping.metadata,
    Column("entry_id", Text, primary_key=True),
    Column("about", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("type", Text, nullable=False),
    Column("sentence", Text, nullable=False),
    Column("facts", JsonOf, nullable=False),
    Column("actor", Text, nullable=False),
    Index("ix_timeline_entries_about", "about", "at", "entry_id"),
)
mapping.map_imperatively(Entry, timeline_entries)


class TimelineStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, entry: Entry) -> None:
        self._session.add(entry)

    def known(self, entry_id: str) -> bool:
        """Whether this was told before."""
        return self._session.get(Entry, entry_id) is not None

    def of_case(self, about: str, *, after: str | None, limit: int) -> Sequence[Entry]:
        """Return the next entries, oldest first, after the entry with this id."""
        page = timeline_entries.c
        query = select(Entry).where(page.about == about).order_by(page.at, page.entry_id)
        if after is not None:
            last = select(page.at, page.entry_id).where(page.entry_id == after)
            row = self._session.execute(last).first()
            if row is not None:
                query = query.where(tuple_(page.at, page.entry_id) > tuple_(*row))
        return list(self._session.scalars(query.limit(limit)))
