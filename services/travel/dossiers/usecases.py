"""Reading journeys: one whole, those of a case, or a page of many."""

from __future__ import annotations

from typing import Any

from services.chassis.errors import Forbidden
from services.chassis.unit import Unit
from services.travel.bookings.store import BookingStore
from services.travel.dossiers.model import Dossier
from services.travel.dossiers.rules import hides
from services.travel.escorts.store import EscortStore
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.offers.store import OfferStore
from services.travel.quotes.store import QuoteStore
from services.travel.schedule_changes.store import ScheduleChangeStore


def is_hidden(unit: Unit, movement: Movement) -> bool:
    """Whether the caller has no need to know of this journey."""
    return hides(movement, unit.principal.scopes)


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
        hidden=is_hidden(unit, movement),
    )


def dossier_of(unit: Unit, *, movement_id: str) -> Dossier:
    """Return one journey; refuse a hidden one to whoever has no need to know it."""
    found = dossier(unit, unit.store(MovementStore).read(movement_id))
    if found.hidden:
        raise Forbidden("restricted", "R-VOT-04: this journey is shown to those who arrange it.")
    return found


def dossiers_of_case(unit: Unit, *, case_ref: str) -> list[Dossier]:
    return [dossier(unit, one) for one in unit.store(MovementStore).of_case(case_ref)]


def page(unit: Unit, *, limit: int, after: str | None, **filters: Any) -> list[Movement]:
    """Return one journey more than asked for, so that the caller knows whether there are more."""
    return unit.store(MovementStore).page(limit + 1, after, **filters)
