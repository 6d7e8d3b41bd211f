"""Offers: a journey at a price, held until a moment, and what the rules said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from services.travel.journeys.model import Chosen

# What an airline wants and nobody agreed to, kept beside the itinerary that was booked.
PROPOSED = "proposed_itinerary"


class OfferStatus(StrEnum):
    OPEN = "open"
    CHOSEN = "chosen"
    LOST = "lost"


@dataclass(frozen=True)
class Flight:
    """One flight of an itinerary; times carry the offset of their airport."""

    carrier: str
    number: str
    origin: str
    destination: str
    departs_at: datetime
    arrives_at: datetime

    @classmethod
    def of(cls, segment: Mapping[str, Any]) -> Flight:
        return cls(
            segment["carrier"],
            segment["number"],
            segment["origin"],
            segment["destination"],
            datetime.fromisoformat(segment["departs_at"]),
            datetime.fromisoformat(segment["arrives_at"]),
        )


@dataclass
class Offer:
    """`content` is what the agent wrote; `reasons` is what the rules said of it the last time."""

    id: str
    movement_id: str
    quote_reference: str
    round: int
    agent: str
    offer_reference: str
    received_at: datetime
    valid_until: datetime
    currency: str
    total_minor: int
    content: dict[str, Any]
    status: OfferStatus = OfferStatus.OPEN
    lost_reason: str | None = None
    new_price: bool = False
    allowed: bool = False
    above_tariff: bool = False
    reasons: list[dict[str, Any]] = field(default_factory=list)

    @property
    def flights(self) -> tuple[Flight, ...]:
        return tuple(Flight.of(segment) for segment in self.content["itinerary"])

    @property
    def flights_back(self) -> tuple[Flight, ...]:
        """How the escort comes home."""
        return tuple(Flight.of(segment) for segment in self.content.get("return_itinerary") or ())

    @property
    def departs_at(self) -> datetime:
        return self.flights[0].departs_at

    @property
    def arrives_at(self) -> datetime:
        return self.flights[-1].arrives_at

    @property
    def duration(self) -> timedelta:
        return self.arrives_at - self.departs_at

    @property
    def departs_on(self) -> date:
        """The day as it is called at the airport of departure."""
        return self.departs_at.date()

    def lose(self, reason: str) -> None:
        """It can no longer be had."""
        self.status, self.lost_reason = OfferStatus.LOST, reason

    def take_price(self, price: dict[str, Any]) -> None:
        """The agent changed its price; a person decides whether it is still wanted."""
        self.content = {**self.content, "price": price}
        self.total_minor, self.currency = price["total_minor"], price["currency"]
        self.status, self.new_price = OfferStatus.OPEN, True

    def propose(self, itinerary: list[dict[str, Any]]) -> None:
        """The airline wants other flights; nobody has agreed."""
        self.content = {**self.content, PROPOSED: itinerary}

    def move(self, itinerary: list[dict[str, Any]]) -> None:
        """The airline flies otherwise, and that was accepted."""
        kept = {name: self.content[name] for name in self.content if name != PROPOSED}
        self.content = {**kept, "itinerary": itinerary}

    def choose(self) -> Chosen:
        self.status = OfferStatus.CHOSEN
        return Chosen(
            offer_id=self.id,
            offer_reference=self.offer_reference,
            agent=self.agent,
            price_minor=self.total_minor,
            currency=self.currency,
            price_accepted=self.new_price,
            valid_until=self.valid_until,
            departs_at=self.departs_at,
            arrives_at=self.arrives_at,
            escort_returns_at=self.flights_back[-1].arrives_at if self.flights_back else None,
        )
