"""What is told and shown of documents, their chain of hands, and copies."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length

from services.chassis.schema import Command, View
from services.intake.documents.model import DocumentKind, Holder, Spot
from services.intake.facts.schemas import COUNTRY, DAYS, NAME


class DocumentBody(Command):
    """A document that somebody holds. `number` and what follows say what stands in it."""

    person_id = fields.String(required=True, validate=Length(1, 64))
    kind = fields.Enum(DocumentKind, by_value=True, required=True)
    holder = fields.Enum(Holder, by_value=True, load_default=Holder.PERSON)
    number = fields.String(load_default=None, allow_none=True, validate=Length(1, 40))
    issuing_country = fields.String(load_default=None, allow_none=True, validate=COUNTRY)
    expires_on = fields.Date(load_default=None, allow_none=True, validate=DAYS)
    description = fields.String(load_default=None, allow_none=True, validate=Length(1, 200))


class HandoverBody(Command):
    giver = fields.Enum(Holder, by_value=True, required=True)
    receiver = fields.Enum(Holder, by_value=True, required=True)
    given_by = fields.String(required=True, validate=NAME)
    received_by = fields.String(required=True, validate=NAME)
    place = fields.Enum(Spot, by_value=True, required=True)
    at = fields.AwareDateTime(required=True)


class ChecklistBody(Command):
    """The check-list as it was signed at the airport."""

    document_ids = fields.List(fields.String(validate=Length(1, 64)), required=True)
    handed_by = fields.String(required=True, validate=NAME)
    signed_by = fields.String(required=True, validate=NAME)
    signed_at = fields.AwareDateTime(required=True)


class DocumentView(View):
    document_id = fields.String()
    case_ref = fields.String()
    person_id = fields.String()
    kind = fields.String()
    holder = fields.String()
    held_since = fields.AwareDateTime()
    handovers = fields.Integer()
    asked_of = fields.String(allow_none=True)
    requested_on = fields.Date(allow_none=True)
    answer_by = fields.Date(allow_none=True)
    version = fields.Integer()


class DocumentInFullView(DocumentView):
    """With what stands in it, to whoever may know who the person is."""

    details = fields.Dict(allow_none=True)


class HandoverView(View):
    """One link of the chain; the names to whoever may know who the person is."""

    handover_id = fields.String()
    document_id = fields.String()
    number = fields.Integer()
    giver = fields.String()
    receiver = fields.String()
    place = fields.String()
    at = fields.AwareDateTime()
    recorded_by = fields.String()
    recorded_at = fields.AwareDateTime()
    checklist_id = fields.String(allow_none=True)
    names = fields.Dict(allow_none=True)


class MoneyView(View):
    person_id = fields.String()
    amount_minor = fields.Integer()
    currency = fields.String()


class ToHandOverView(View):
    """What stands on the check-list before it is signed."""

    case_ref = fields.String()
    documents = fields.List(fields.Nested(DocumentView))
    money = fields.List(fields.Nested(MoneyView))


class ChecklistView(View):
    checklist_id = fields.String()
    case_ref = fields.String()
    document_ids = fields.List(fields.String())
    money = fields.List(fields.Nested(MoneyView))
    signed_at = fields.AwareDateTime()
    recorded_by = fields.String()
    recorded_at = fields.AwareDateTime()
