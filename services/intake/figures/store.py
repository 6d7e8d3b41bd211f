"""Where departures are counted. No row leads back to a person."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Column, Date, Integer, Table, Text, func, select
from sqlalchemy.dialects.postgresql import insert

from services.chassis.database import EnumText, mapping_of
from services.chassis.unit import Unit
from services.intake.counselling.store import contacts
from services.intake.figures.model import By, Cell, Group

mapping = mapping_of("intake")

departure_counts = Table(
    "departure_counts",
    mapping.metadata,
    Column("month", Date, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("nationality", Text, primary_key=True),
    Column("group", EnumText(Group), primary_key=True),
    Column("departures", Integer, nullable=False),
)


class FigureStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def count(self, cell: Cell, by: int) -> None:
        """Count one more in a cell, or one less that was counted in the wrong one."""
        table = departure_counts
        named = {name: getattr(cell, name) for name in ("month", "kind", "nationality", "group")}
        counted = insert(table).values(departures=by, **named)
        more = {"departures": table.c.departures + by}
        keys = ["month", "kind", "nationality", "group"]
        self._session.execute(counted.on_conflict_do_update(index_elements=keys, set_=more))

    def departures(self, year: int, by: By, before: date) -> dict[str, int]:
        """Return the departures of a year before a day, by one of their sides."""
        table = departure_counts
        side = table.c[by]
        query = (
            select(side, func.sum(table.c.departures))
            .where(table.c.month >= date(year, 1, 1), table.c.month <= date(year, 12, 31))
            .where(table.c.month < before, table.c.departures > 0)
            .group_by(side)
            .order_by(side)
        )
        if by is not By.GROUP:
            query = query.where(table.c.group == Group.EVERYBODY)
        return {str(key): int(count) for key, count in self._session.execute(query)}

    def contacts(self, year: int, before: date) -> int:
        """Return how many people asked for advice in a year before a day."""
        column = contacts.c.asked_on
        query = select(func.count()).where(
            column >= date(year, 1, 1), column <= date(year, 12, 31), column < before
        )
        return int(self._session.execute(query).scalar_one())
