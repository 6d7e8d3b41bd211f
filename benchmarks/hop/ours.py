"""Ours: two services on the chassis, written as any other is written here."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from benchmarks.journey import Journey, keep_in
from services.chassis.answering.parked import ParkedMessages
from services.chassis.bus import event_handler
from services.chassis.schema import Reader
from services.chassis.unit import Unit
from services.chassis.work import Work


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


keep_in("hearer")


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
