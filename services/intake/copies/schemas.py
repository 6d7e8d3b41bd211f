"""How a copy is told and shown; its bytes have an address of their own."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from services.chassis.schema import Command, View
from services.intake.copies import rules

# Base64 makes three bytes four characters.
CONTENT_LENGTH_MAX = 4 * (rules.COPY_BYTES_MAX // 3 + 1)


class CopyBody(Command):
    """`content` is base64 of a PDF, JPEG or PNG."""

    media_type = fields.String(required=True, validate=OneOf(sorted(rules.SIGNATURES)))
    content = fields.String(required=True, validate=Length(4, CONTENT_LENGTH_MAX))


class CopyView(View):
    copy_id = fields.String()
    document_id = fields.String()
    case_ref = fields.String()
    person_id = fields.String()
    media_type = fields.String()
    size_bytes = fields.Integer()
    sha256 = fields.String()
    added_at = fields.AwareDateTime()
    added_by = fields.String()
