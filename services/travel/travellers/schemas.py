"""The details of a traveller as intake seals them for travel, and the traveller as we show it."""

from __future__ import annotations

from marshmallow import fields, validate

from services.chassis.schema import Reader, View
from services.travel.travellers.model import PersonType, TravellerStatus

COUNTRY = validate.Regexp(r"^[A-Z]{2}$")
ESCORTS = ("none", "social", "medical_nurse", "medical_doctor", "airline_um")
PASSENGERS = ("adult", "child", "infant", "unaccompanied_minor")


class DocumentReader(Reader):
    kind = fields.String(required=True)
    number = fields.String(required=True)
    issuing_country = fields.String(required=True, validate=COUNTRY)
    expires_on = fields.Date(required=True, allow_none=True)


class ReceiverReader(Reader):
    name = fields.String(required=True)
    relation = fields.String(load_default="")
    identity_number = fields.String(required=True)


class BoardCheckReader(Reader):
    """Who is asked for it boards only so many hours after the check was passed."""

    hours = fields.Integer(required=True)
    passed_at = fields.AwareDateTime(required=True, allow_none=True)


class DetailsReader(Reader):
    """What a ticket needs; read, checked, and locked away again under the person's own key."""

    person_id = fields.String(required=True)
    given_names = fields.String(required=True)
    family_name = fields.String(required=True)
    birth_date = fields.Date(required=True)
    sex = fields.String(required=True, validate=validate.OneOf(("M", "F", "X")))
    nationality = fields.String(required=True, validate=COUNTRY)
    document = fields.Nested(DocumentReader, required=True, allow_none=True)
    passenger_type = fields.String(required=True, validate=validate.OneOf(PASSENGERS))
    ssr = fields.List(fields.String(validate=validate.Regexp(r"^[A-Z]{4}$")), load_default=list)
    escort = fields.String(load_default="none", validate=validate.OneOf(ESCORTS))
    receiver = fields.Nested(ReceiverReader, load_default=None, allow_none=True)
    handling = fields.List(fields.String(), load_default=list)
    person_type = fields.Enum(PersonType, by_value=True, load_default=None, allow_none=True)
    on_hold = fields.Boolean(load_default=False)
    board_check = fields.Nested(BoardCheckReader, load_default=None, allow_none=True)


class SealedTravellers(Reader):
    """The whole content of `sealed_for_travel`."""

    travellers = fields.List(fields.Nested(DetailsReader), required=True)


class TravellerView(View):
    person_id = fields.String()
    person_type = fields.String()
    status = fields.Enum(TravellerStatus, by_value=True)
    declared_at = fields.AwareDateTime(format="iso", allow_none=True)
    departed_at = fields.AwareDateTime(format="iso", allow_none=True)
    evidence = fields.String(allow_none=True)
    airline_says = fields.String(allow_none=True)
    arrived_at = fields.AwareDateTime(format="iso", allow_none=True)
    handed_over_at = fields.AwareDateTime(format="iso", allow_none=True)
    kept_at = fields.AwareDateTime(format="iso", allow_none=True)
    kept_because = fields.String(allow_none=True)
    left_without = fields.List(fields.String(), allow_none=True)
