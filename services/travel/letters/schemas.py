"""What travel reads of intake's facts about the letter."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import Reader


class DepartureLetterFoundMissing(Reader):
    case_ref = fields.String(required=True)


class DepartureLetterSettled(DepartureLetterFoundMissing):
    """Without `letter_id` no letter is due."""

    letter_id = fields.String(load_default=None, allow_none=True)
