"""A dossier: one journey with everything that is known of it, but who the travellers are."""

from __future__ import annotations

from dataclasses import dataclass

from services.travel.bookings.model import Booking
from services.travel.escorts.model import Escort
from services.travel.movements.model import Movement
from services.travel.offers.model import Offer
from services.travel.quotes.model import QuoteRequest
from services.travel.schedule_changes.model import ScheduleChange


@dataclass(frozen=True)
class Dossier:
    """What an officer sees of a journey on one page."""

    movement: Movement
    quote_requests: list[QuoteRequest]
    offers: list[Offer]
    bookings: list[Booking]
    schedule_changes: list[ScheduleChange]
    escort: Escort | None
    hidden: bool = False
