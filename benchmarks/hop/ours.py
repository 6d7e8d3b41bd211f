"""Ours: two services on the chassis, written as any other is written here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, ClassVar

from marshmallow import fields, validate
from sqlalchemy import Column, Date, Integer, Table, Text

from services.chassis.bus import event_handler
from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.messages import Event
from services.chassis.parked import ParkedMessages
from services.chassis.schema import Reader
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

    def noted(self) -> JourneyNoted:
        return JourneyNoted(movement_id=self.movement_id, case_ref=self.case_ref)


class MovementBooked(Reader):
    """What the hearer needs of a booking."""

    movement_id = fields.String(required=True)
    case_ref = fields.String(required=True, allow_none=True)
    person_ids = fields.List(fields.String(), required=True, validate=validate.Length(min=1))
    booking_reference = fields.String(required=True, validate=validate.Length(min=5, max=12))
    agent = fields.String(required=True)
    departs_at = fields.AwareDateTime(required=True)
    departs_on = fields.Date(required=True)
    destination_airport = fields.String(required=True, validate=validate.Length(equal=3))


mapping = mapping_of("hearer")
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


class Journeys:
    """The journeys of this service."""

    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, journey: Journey) -> None:
        self._session.add(journey)


def note_journey(unit: Unit, *, person_ids: list[str], **booked: Any) -> None:
    """Write the journey down and say so."""
    journey = Journey(travellers=len(person_ids), **booked)
    unit.store(Journeys).add(journey)
    unit.publish(journey.noted(), sequence=journey.version)


class TellerService(ParkedMessages):
    """Tells what stands in its outbox."""

    name = "teller"
    work = Work()


class HearerService(ParkedMessages):
    """Hears of bookings."""

    name = "hearer"
    work = Work()

    @event_handler("teller", "movement_booked.v1")
    def on_movement_booked(self, unit: Unit, fact: dict[str, Any]) -> None:
        note_journey(unit, **MovementBooked().load(fact))
