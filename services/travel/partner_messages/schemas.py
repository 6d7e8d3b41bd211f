"""How long messages are kept, and an agent's word that it could not act on one of ours."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.rules.keeping import REMOVAL, KeepingRow
from services.chassis.rules.rulebook import rule_table
from services.chassis.schema import Reader

TABLE = "retention_classes"
REFUSED, ANY = "refused_partner_message", "partner_message"


class MessageKeepingRow(KeepingRow):
    """How long the text of a refused message is kept, and how long that any message came."""

    record_class = fields.String(required=True, validate=validate.OneOf([REFUSED, ANY]))
    then = fields.String(load_default=REMOVAL, validate=validate.Equal(REMOVAL))


rule_table("travel", TABLE, f"{TABLE}.csv", MessageKeepingRow, key=("record_class",))


class MessageRejected(Reader):
    rejected_id = fields.String(required=True, allow_none=True)
    code = fields.String(required=True, validate=validate.Regexp(r"^[a-z_]{1,40}$"))
