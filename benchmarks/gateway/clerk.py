"""The service behind our gateway: validated commands, an outbox row, an answer that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import Column, Date, Integer, Table, Text

from benchmarks.gateway.ours import Noting, shown
from services.chassis.bus import rpc
from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.messages import Event
from services.chassis.parked import ParkedMessages
from services.chassis.unit import Unit
from services.chassis.work import Work


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


mapping = mapping_of("clerk")
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


class ClerkService(ParkedMessages):
    """Notes and shows."""

    name = "clerk"
    work = Work()

    @rpc("intake:cases:write")
    def note(self, unit: Unit, *, body: dict[str, Any]) -> dict[str, Any]:
        journey = Journey(movement_id=unit.new_id(), **Noting().load(body))
        unit.session.add(journey)
        said = JourneyNoted(movement_id=journey.movement_id, case_ref=journey.case_ref)
        unit.publish(said, sequence=journey.version)
        return shown(journey)

    @rpc("intake:cases:read")
    def journey(self, unit: Unit, *, ref: str) -> dict[str, Any]:
        journey = unit.session.get(Journey, ref)
        if journey is None:
            raise NotFound("no-such-journey", "There is no such journey.")
        return shown(journey)
