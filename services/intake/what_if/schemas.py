"""A draft of a rule table, and what it would change."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range, Regexp

from services.chassis.schema import Command, View
from services.intake.exclusions.schemas import TABLES


class TrialBody(Command):
    """A page of last year's cases, decided as of a day; without one, as of the day it takes effect.

    Only tables that eligibility is decided by can be tried.
    """

    on = fields.Date(load_default=None, allow_none=True)
    after = fields.String(
        load_default=None, allow_none=True, validate=Regexp(r"\d{1,9}\Z", error="No such page.")
    )
    limit = fields.Integer(load_default=100, validate=Range(1, 100))


class DraftBody(TrialBody):
    """Rows to add, as in the table's file, and the countries, codes or names to leave out."""

    table = fields.String(required=True, validate=OneOf(sorted(TABLES)))
    added = fields.List(
        fields.Dict(keys=fields.String(), values=fields.String()),
        load_default=list,
        validate=Length(max=500),
    )
    without = fields.List(fields.String(), load_default=list, validate=Length(max=500))


class ChangeView(View):
    """A case that the caller may read, or without a reference how many there are of this kind."""

    case_ref = fields.String(allow_none=True)
    cases = fields.Integer()
    before = fields.String()
    after = fields.String()
    rules = fields.List(fields.String())
    sentences = fields.List(fields.String())


class TriedView(View):
    """`following` goes into `after` of the next question; `left_out` never applied or is erased."""

    looked_at = fields.Integer()
    left_out = fields.Integer()
    changes = fields.List(fields.Nested(ChangeView))
    following = fields.String(allow_none=True)
