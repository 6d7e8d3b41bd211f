"""Where travel keeps what it asked of the agents."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table, Text, select

from services.chassis.database import EnumText, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.unit import Unit
from services.travel.quotes.model import QuoteRequest, QuoteStatus

mapping = mapping_of("travel")

quote_requests = Table(
    "quote_requests",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("movement_id", Text, nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("agent", Text, nullable=False),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("answer_by", UtcDateTime, nullable=False),
    Column("status", EnumText(QuoteStatus), nullable=False),
    Column("answered_at", UtcDateTime),
    Column("reason", Text),
)
mapping.map_imperatively(QuoteRequest, quote_requests)


class QuoteStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, quote: QuoteRequest) -> None:
        self._session.add(quote)

    def movement_of(self, reference: str, agent: str) -> str:
        """Return the movement to lock first; what another agent was asked is not there for it."""
        movement_id = self.find(reference, agent)
        if movement_id is None:
            raise NotFound("no-such-quote", f"There is no quote request {reference}.")
        return movement_id

    def get(self, reference: str) -> QuoteRequest:
        quote = self._session.get(QuoteRequest, reference)
        if quote is None:
            raise NotFound("no-such-quote", f"There is no quote request {reference}.")
        return quote

    def find(self, reference: str, agent: str) -> str | None:
        """Return the movement of what this agent was asked under a reference, if it was."""
        columns = quote_requests.c
        query = select(columns.movement_id).where(columns.id == reference)
        return self._session.scalar(query.where(columns.agent == agent))

    def of_movement(self, movement_id: str) -> list[QuoteRequest]:
        query = select(QuoteRequest).where(quote_requests.c.movement_id == movement_id)
        return list(self._session.scalars(query.order_by(quote_requests.c.id)))

    def open(self, movement_id: str, round_: int) -> list[QuoteRequest]:
        """Return what is still unanswered in a round."""
        quotes = self.of_movement(movement_id)
        return [one for one in quotes if one.round == round_ and one.is_open]
