"""What the timeline shows."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Range

from services.chassis.schema import Command, View


class TimelineQuery(Command):
    limit = fields.Integer(load_default=50, validate=Range(1, 200))
    after = fields.String(load_default=None, allow_none=True)


class EntryView(View):
    entry_id = fields.String()
    at = fields.AwareDateTime()
    type = fields.String()
    sentence = fields.String()
    facts = fields.Dict()
    actor = fields.String()
