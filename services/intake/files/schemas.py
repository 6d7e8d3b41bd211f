"""How the bytes of a file travel to the gateway, which hands them out as they are."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import View


class FileContentView(View):
    """`content` is base64; the gateway answers with the bytes and their media type."""

    media_type = fields.String()
    file_name = fields.String()
    size_bytes = fields.Integer()
    sha256 = fields.String()
    content = fields.String()
