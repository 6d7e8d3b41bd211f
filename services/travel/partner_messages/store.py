"""Where travel keeps what the agents sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Column, Index, Table, Text, delete, select, update

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.locks import hold
from services.chassis.tables import outbox
from services.chassis.unit import Unit
from services.travel.partner_messages.model import Outcome, PartnerMessage

mapping = mapping_of("travel")

partner_messages = Table(
    "partner_messages",
    mapping.metadata,
    Column("agent", Text, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("body_hash", Text, primary_key=True),
    Column("received_at", UtcDateTime, nullable=False),
    Column("kind", Text, nullable=False),
    Column("outcome", EnumText(Outcome), nullable=False),
    Column("code", Text),
    Column("pointer", Text),
    Column("sentence", Text),
    Column("kept", Text),
    Column("answers", JsonOf, nullable=False),
    Index("ix_partner_messages_received_at", "received_at"),
    Index("ix_partner_messages_outcome_received_at", "outcome", "received_at"),
)
mapping.map_imperatively(PartnerMessage, partner_messages)


class PartnerMessageStore:
    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._session = unit.session

    def add(self, message: PartnerMessage) -> None:
        self._session.add(message)

    def find(self, agent: str, message_id: str) -> list[PartnerMessage]:
        """Return what came under this id, the first first; a reused id leaves a second.

        Two processes may hold copies of one message: the second waits here for the first.
        """
        hold(self._session, f"partner message {agent} {message_id}")
        columns = partner_messages.c
        query = self._session.query(PartnerMessage).filter(
            columns.agent == agent, columns.message_id == message_id
        )
        return list(query.order_by(columns.received_at))

    def forget_texts(self, before: datetime) -> None:
        """Let go of the text of what was refused before an instant; that it was refused stays."""
        columns = partner_messages.c
        old = (
            columns.outcome == Outcome.REJECTED,
            columns.received_at < before,
            columns.kept.is_not(None),
        )
        self._session.execute(update(partner_messages).where(*old).values(kept=None))

    def forget_messages(self, before: datetime) -> None:
        """Let go of all that was received before an instant."""
        self._session.execute(
            delete(partner_messages).where(partner_messages.c.received_at < before)
        )

    def waiting(self, message_ids: Iterable[str]) -> set[str]:
        """Return which of these messages of ours have not left yet."""
        query = select(outbox.c.message_id).where(outbox.c.broker == "partners")
        return set(self._session.scalars(query.where(outbox.c.message_id.in_(list(message_ids)))))

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Undo what a refused message had begun: its rows, its answers and its reminders."""
        said, remembered = len(self._unit.outgoing), len(self._unit.reminders)
        try:
            with self._session.begin_nested():
                yield
        except Exception:
            del self._unit.outgoing[said:]
            del self._unit.reminders[remembered:]
            raise
