"""How what is kept apart is read back."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load

from services.chassis.schema import Reader
from services.intake.confidential.model import OptIn, Reflection, Service, Victim


class OptInReader(Reader):
    signed_on = fields.Date(required=True)
    language = fields.String(required=True)
    withdrawn_on = fields.Date(load_default=None, allow_none=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> OptIn:
        return OptIn(**read)


class ReflectionReader(Reader):
    granted_on = fields.Date(required=True)
    dublin = fields.Boolean(required=True)
    ends_on = fields.Date(required=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Reflection:
        return Reflection(**read)


class VictimReader(Reader):
    presumed_on = fields.Date(required=True)
    signalled_by = fields.String(required=True)
    opt_in = fields.Nested(OptInReader, load_default=None, allow_none=True)
    reflection = fields.Nested(ReflectionReader, load_default=None, allow_none=True)
    services = fields.List(fields.Enum(Service, by_value=True), load_default=list)
    note = fields.String(load_default=None, allow_none=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Victim:
        return Victim(**(read | {"services": tuple(read["services"])}))
