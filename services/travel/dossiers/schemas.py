"""How a journey is looked for, and how it is shown whole."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate

from services.chassis.schema import Command, View
from services.travel.bookings.schemas import BookingView
from services.travel.dossiers.model import Dossier
from services.travel.escorts.schemas import EscortView
from services.travel.movements.schemas import MovementLine, show_movement
from services.travel.offers.schemas import OfferView
from services.travel.quotes.schemas import QuoteRequestView
from services.travel.schedule_changes.schemas import ScheduleChangeView
from services.travel.waits.model import Status


class MovementFilter(Command):
    case_ref = fields.String()
    assignment_id = fields.String()
    status = fields.Enum(Status, by_value=True)


class MovementPage(MovementFilter):
    limit = fields.Integer(load_default=50, validate=validate.Range(1, 200))
    after = fields.String(load_default=None, allow_none=True)


class _Parts(View):
    quote_requests = fields.List(fields.Nested(QuoteRequestView))
    offers = fields.List(fields.Nested(OfferView))
    bookings = fields.List(fields.Nested(BookingView))
    schedule_changes = fields.List(fields.Nested(ScheduleChangeView))
    escort = fields.Nested(EscortView, allow_none=True)


class MovementView(MovementLine, _Parts):
    """A journey with everything that was asked, offered, chosen, booked and named for it."""


def show_dossier(dossier: Dossier) -> dict[str, Any]:
    """Show a journey whole."""
    return {**show_movement(dossier.movement), **_Parts().dump(dossier)}
