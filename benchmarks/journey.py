"""The journey that the bench's services on our chassis note, the fact of it, and its table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Column, Date, Integer, Table, Text

from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.messages import Event


@dataclass(frozen=True, kw_only=True)
class JourneyNoted(Event):
    """The journey of a case was noted."""

    name: ClassVar[str] = "journey_noted"
    movement_id: str
    case_ref: str


@dataclass
class Journey:
    """When and how a case travels."""

    movement_id: str
    case_ref: str
    booking_reference: str
    agent: str
    departs_at: datetime
    departs_on: date
    destination_airport: str
    travellers: int
    version: int = 1

    def noted(self) -> JourneyNoted:
        return JourneyNoted(movement_id=self.movement_id, case_ref=self.case_ref)


def keep_in(service: str) -> None:
    """Map the journey to its table in the database of one service, which a process is."""
    mapping = mapping_of(service)
    journeys = Table(
        "journeys",
        mapping.metadata,
        Column("movement_id", Text, primary_key=True),
        Column("case_ref", Text, nullable=False),
        Column("booking_reference", Text, nullable=False),
        Column("agent", Text, nullable=False),
        Column("departs_at", UtcDateTime, nullable=False),
        Column("departs_on", Date, nullable=False),
        Column("destination_airport", Text, nullable=False),
        Column("travellers", Integer, nullable=False),
        Column("version", Integer, nullable=False),
    )
    mapping.map_imperatively(Journey, journeys)
