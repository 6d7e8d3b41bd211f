"""The three tables as the peers' ORM sees them: declarative classes, as SQLAlchemy teaches."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import BigInteger, DateTime, Identity
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Base(MappedAsDataclass, DeclarativeBase):
    """What all three share."""


class Mark(Base):
    """A message that was handled."""

    __tablename__ = "inbox"

    queue: Mapped[str] = mapped_column(primary_key=True)
    message_id: Mapped[str] = mapped_column(primary_key=True)
    fact_month: Mapped[date] = mapped_column(primary_key=True)


class Journey(Base):
    """When and how a case travels."""

    __tablename__ = "journeys"

    movement_id: Mapped[str] = mapped_column(primary_key=True)
    case_ref: Mapped[str]
    booking_reference: Mapped[str]
    agent: Mapped[str]
    departs_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    departs_on: Mapped[date]
    destination_airport: Mapped[str]
    travellers: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)


class Outgoing(Base):
    """A fact that waits to be sent."""

    __tablename__ = "outbox"

    position: Mapped[int] = mapped_column(
        BigInteger, Identity(always=True), primary_key=True, init=False
    )
    message_id: Mapped[str]
    broker: Mapped[str]
    exchange: Mapped[str]
    routing_key: Mapped[str]
    body: Mapped[bytes]
