"""What the timeline shows."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import View


class EntryView(View):
    entry_id = fields.String()
    at = fields.AwareDateTime()
    type = fields.String()
    sentence = fields.String()
    facts = fields.Dict()
    actor = fields.String()
