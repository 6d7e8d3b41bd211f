"""How an escort is named, and how it is shown."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from services.chassis.schema import Command, View
from services.travel.travellers.rules import ESCORT_KINDS

COUNTRY = validate.Regexp(r"^[A-Z]{2}$")
NAME = validate.Length(1, 100)


class EscortDocument(Command):
    kind = fields.String(required=True, validate=NAME)
    number = fields.String(required=True, validate=NAME)
    issuing_country = fields.String(required=True, validate=COUNTRY)
    expires_on = fields.Date(required=True, format="iso")


class EscortDetails(Command):
    """What a ticket needs of the escort; kept under a key of their own, like a traveller's."""

    given_names = fields.String(required=True, validate=NAME)
    family_name = fields.String(required=True, validate=NAME)
    birth_date = fields.Date(required=True, format="iso")
    sex = fields.String(required=True, validate=validate.OneOf(("M", "F", "X")))
    nationality = fields.String(required=True, validate=COUNTRY)
    document = fields.Nested(EscortDocument, required=True)


class EscortNaming(Command):
    kind = fields.String(required=True, validate=validate.OneOf(ESCORT_KINDS))
    staff_id = fields.String(required=True, validate=validate.Regexp(r"^[A-Za-z0-9._-]{2,64}$"))
    details = fields.Nested(EscortDetails, required=True)
    credential_valid_until = fields.Date()

    @post_load
    def as_json(self, naming: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {**naming, "details": EscortDetails().dump(naming["details"])}


class EscortView(View):
    kind = fields.String()
    staff_id = fields.String()
    credential_valid_until = fields.Date(allow_none=True)
    busy_from = fields.AwareDateTime(format="iso")
    busy_until = fields.AwareDateTime(format="iso")
