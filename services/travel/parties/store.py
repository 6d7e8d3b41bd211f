"""Where travel remembers what was called off."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text, func, select

from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.travel.parties.model import Withdrawal

mapping = mapping_of("travel")

withdrawals = Table(
    "withdrawals",
    mapping.metadata,
    Column("subject", Text, primary_key=True),
    Column("reason_code", Text, nullable=False),
    Column("heard_at", UtcDateTime, nullable=False),
)
mapping.map_imperatively(Withdrawal, withdrawals)


class WithdrawalStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, withdrawal: Withdrawal) -> None:
        self._session.add(withdrawal)

    def find(self, subject: str) -> Withdrawal | None:
        """Return what was called off; opening a journey and calling it off wait here in turn.

        The two facts come by two queues. At one moment, each would see nothing of the other.
        """
        name = f"journeys of {subject}"
        self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(name, 0))))
        return self._session.get(Withdrawal, subject)
