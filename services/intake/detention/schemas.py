"""How a detention is told and shown."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from services.chassis.schema import Command, View
from services.intake.detention.model import Asking, Authority
from services.intake.facts.schemas import day


class DetentionBody(Command):
    asked_by = fields.Enum(Asking, by_value=True, required=True)
    asked_on = day()
    place = fields.String(required=True, validate=Length(1, 120))
    order_date = day()
    term_months = fields.Integer(required=True, validate=OneOf([6, 18]))


class AnnouncementBody(Command):
    to = fields.Enum(Authority, by_value=True, required=True)


class ReleaseBody(Command):
    released_on = day()


class ToldView(View):
    to = fields.String()
    booking = fields.String(allow_none=True)
    at = fields.String()


class DetentionView(View):
    case_ref = fields.String()
    version = fields.Integer()
    status = fields.String()
    asked_by = fields.String()
    asked_on = fields.Date()
    place = fields.String(allow_none=True)
    order_date = fields.Date()
    term_months = fields.Integer()
    ends_by = fields.Date()
    released_on = fields.Date(allow_none=True)
    told = fields.List(fields.Nested(ToldView))
