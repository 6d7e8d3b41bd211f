"""What is asked and shown when a person uses a right."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from services.chassis.schema import Command, View


class PersonCorrection(Command):
    """A merge patch (RFC 7396) of what is recorded of a person."""

    ground = fields.String(required=True, validate=OneOf(["request", "document", "mistake"]))
    person = fields.Dict(keys=fields.String(), required=True, validate=Length(min=1))


class ContactExportView(View):
    """Everything that is kept about a contact, opened, and who looked at it."""

    contact_id = fields.String()
    rows = fields.Dict()
    seen_by = fields.List(fields.Dict())


class CorrectedView(View):
    case_ref = fields.String()
    person_id = fields.String()
    corrected = fields.List(fields.String())


class FormerRecordView(View):
    """What was recorded before a correction."""

    record_id = fields.String()
    replaced_at = fields.AwareDateTime()
    replaced_by = fields.String()
    ground = fields.String()
    record = fields.Dict()
