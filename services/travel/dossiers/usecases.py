"""Reading journeys: one whole, those of a case, or a page of many."""

from __future__ import annotations

from typing import Any

from services.chassis.unit import Unit
from services.travel.bookings.store import BookingStore
from services.travel.dossiers.model import Dossier
from services.travel.escorts.store import EscortStore
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.offers.store import OfferStore
from services.travel.quotes.store import QuoteStore
from services.travel.schedule_changes.store import ScheduleChangeStore


def dossier(unit: Unit, movement: Movement) -> Dossier:
    bookings = unit.store(BookingStore).of_movement(movement.id)
    references = [booking.id for booking in bookings]
    return Dossier(
        movement=movement,
        quote_requests=unit.store(QuoteStore).of_movement(movement.id),
        offers=unit.store(OfferStore).of_movement(movement.id),
        bookings=bookings,
        schedule_changes=unit.store(ScheduleChangeStore).of_bookings(references),
        escort=unit.store(EscortStore).of_movement(movement.id),
    )


def dossier_of(unit: Unit, *, movement_id: str) -> Dossier:
    return dossier(unit, unit.store(MovementStore).read(movement_id))


def dossiers_of_case(unit: Unit, *, case_ref: str) -> list[Dossier]:
    return [dossier(unit, one) for one in unit.store(MovementStore).of_case(case_ref)]


def page(unit: Unit, *, limit: int, after: str | None, **filters: Any) -> list[Movement]:
    """Return one journey more than asked for, so that the caller knows whether there are more."""
    return unit.store(MovementStore).page(limit + 1, after, **filters)
