"""How a journey is looked for, and how it is shown whole."""

from __future__ import annotations

from typing import Any

from marshmallow import fields

from services.chassis.schema import Command, Page, View
from services.travel.bookings.schemas import BookingView
from services.travel.dossiers.model import Dossier
from services.travel.escorts.schemas import EscortView
from services.travel.movements.model import Movement
from services.travel.movements.schemas import MovementLine, show_movement
from services.travel.offers.schemas import OfferView
from services.travel.quotes.schemas import QuoteRequestView
from services.travel.schedule_changes.schemas import ScheduleChangeView
from services.travel.waits.model import Status

SHOWN_OF_HIDDEN = (
    "movement_id",
    "case_ref",
    "assignment_id",
    "status",
    "version",
    "restricted",
    "waits_for",
    "owner",
)


class MovementFilter(Command):
    case_ref = fields.String()
    assignment_id = fields.String()
    status = fields.Enum(Status, by_value=True)


class MovementPage(MovementFilter, Page):
    """A filter, and where its page begins."""


class HiddenMovementLine(MovementLine):
    """A hidden journey, as those see it who must know of it."""


class _Parts(View):
    quote_requests = fields.List(fields.Nested(QuoteRequestView))
    offers = fields.List(fields.Nested(OfferView))
    bookings = fields.List(fields.Nested(BookingView))
    schedule_changes = fields.List(fields.Nested(ScheduleChangeView))
    escort = fields.Nested(EscortView, allow_none=True)


class MovementView(MovementLine, _Parts):
    """A journey with everything that was asked, offered, chosen, booked and named for it."""


def show_dossier(dossier: Dossier) -> dict[str, Any]:
    """Show a journey whole, or of a hidden one that it exists and where it stands."""
    if dossier.hidden:
        return show_hidden(dossier.movement)
    return {**show_movement(dossier.movement), **_Parts().dump(dossier)}


def show_line(movement: Movement, *, hidden: bool) -> dict[str, Any]:
    """Show a journey in a list."""
    return show_hidden(movement) if hidden else show_movement(movement)


def show_hidden(movement: Movement) -> dict[str, Any]:
    """R-VOT-04: leave out of a hidden journey when, where and with whom it is."""
    shown = show_movement(movement)
    return {name: shown[name] for name in SHOWN_OF_HIDDEN}
