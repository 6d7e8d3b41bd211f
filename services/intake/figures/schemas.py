"""Which figures are asked for, and how they are shown."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Range

from services.chassis.schema import Command, View
from services.intake.figures.model import By

# The agreement with the State dates from 1991.
YEAR = Range(1991, 2100)


class YearQuery(Command):
    year = fields.Integer(required=True, validate=YEAR)


class DeparturesQuery(YearQuery):
    by = fields.Enum(By, by_value=True, load_default=By.MONTH)


class FigureView(View):
    key = fields.String()
    departures = fields.Integer(allow_none=True)
    hidden = fields.Boolean()


class DeparturesView(View):
    """Of days before `before`: months that are over, and of the groups years that are."""

    year = fields.Integer()
    by = fields.String()
    figures = fields.List(fields.Nested(FigureView))
    total = fields.Integer(allow_none=True)
    before = fields.Date()
    csv = fields.String()


class ContactsView(View):
    year = fields.Integer()
    contacts = fields.Integer(allow_none=True)
    departures = fields.Integer(allow_none=True)
    ratio_percent = fields.Integer(allow_none=True)
    before = fields.Date()
    csv = fields.String()
