"""Where travel keeps what it was offered."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, Table, Text, func, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.unit import Unit
from services.travel.offers.model import Offer, OfferStatus

mapping = mapping_of("travel")

offers = Table(
    "offers",
    mapping.metadata,
    Column("id", Text, primary_key=True),
    Column("movement_id", Text, nullable=False, index=True),
    Column("quote_reference", Text, nullable=False, index=True),
    Column("round", Integer, nullable=False),
    Column("agent", Text, nullable=False),
    Column("offer_reference", Text, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("valid_until", UtcDateTime, nullable=False),
    Column("currency", Text, nullable=False),
    Column("total_minor", BigInteger, nullable=False),
    Column("content", JsonOf, nullable=False),
    Column("status", EnumText(OfferStatus), nullable=False),
    Column("lost_reason", Text),
    Column("new_price", Boolean, nullable=False),
    Column("allowed", Boolean, nullable=False),
    Column("above_tariff", Boolean, nullable=False),
    Column("reasons", JsonOf, nullable=False),
    Index("uq_offers_agent_offer_reference", "agent", "offer_reference", unique=True),
)
mapping.map_imperatively(Offer, offers)


class OfferStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, offer: Offer) -> None:
        self._session.add(offer)

    def get(self, offer_id: str) -> Offer:
        offer = self._session.get(Offer, offer_id)
        if offer is None:
            raise NotFound("no-such-offer", f"There is no offer {offer_id}.")
        return offer

    def find(self, agent: str, offer_reference: str) -> Offer | None:
        query = select(Offer).where(offers.c.agent == agent)
        return self._session.scalar(query.where(offers.c.offer_reference == offer_reference))

    def count_of_quote(self, quote_reference: str) -> int:
        """Return how many offers came for one question to one agent."""
        query = select(func.count()).where(offers.c.quote_reference == quote_reference)
        return self._session.scalar(query) or 0

    def of_movement(self, movement_id: str) -> list[Offer]:
        query = select(Offer).where(offers.c.movement_id == movement_id).order_by(offers.c.id)
        return list(self._session.scalars(query))
