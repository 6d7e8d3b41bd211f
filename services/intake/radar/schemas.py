"""What is asked of the radar, and what it shows. It names nobody."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, Range

from services.chassis.schema import Command, Page, View

DAYS_MAX = 400


class RadarFilter(Command):
    """`days`: how far to look ahead; `owner`: who must act."""

    days = fields.Integer(load_default=14, validate=Range(0, DAYS_MAX))
    owner = fields.String(load_default=None, allow_none=True, validate=Length(1, 40))


class RadarQuery(RadarFilter, Page):
    pass


class BlipView(View):
    at = fields.AwareDateTime()
    source = fields.String()
    case_ref = fields.String()
    about = fields.String()
    what = fields.String()
    rule_id = fields.String(allow_none=True)
    sentence = fields.String()
    owner = fields.String()
    overdue = fields.Boolean()
    breaks_on = fields.Date(allow_none=True)


class RightsBlipView(BlipView):
    """A request, an erasure or a review; what is of no case has an empty `case_ref`."""
