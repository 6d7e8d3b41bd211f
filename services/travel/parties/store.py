"""Where travel remembers what was called off."""

from __future__ import annotations

from sqlalchemy import Column, Table, Text

from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.locks import hold
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

    def hold(self, subject: str) -> None:
        """Wait for whoever opens, changes or calls off journeys of this case or assignment.

        The facts come by several queues. At one moment, each would see nothing of the other.
        """
        hold(self._session, f"journeys of {subject}")

    def find(self, subject: str) -> Withdrawal | None:
        """Return what was called off, once nobody else is at it."""
        self.hold(subject)
        return self._session.get(Withdrawal, subject)
