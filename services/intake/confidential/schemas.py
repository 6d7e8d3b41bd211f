"""How what is kept apart is read back."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load

from services.chassis.schema import Reader
from services.intake.confidential.model import (
    Availability,
    CareResearch,
    HandOver,
    MedicalFile,
    OptIn,
    Pregnancy,
    Reflection,
    Review,
    Ruling,
    Service,
    Victim,
)


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


class ReviewReader(Reader):
    outcome = fields.Enum(Ruling, by_value=True, required=True)
    reviewed_on = fields.Date(required=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Review:
        return Review(**read)


class PregnancyReader(Reader):
    due_on = fields.Date(required=True)
    review = fields.Nested(ReviewReader, load_default=None, allow_none=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Pregnancy:
        return Pregnancy(**read)


class CareResearchReader(Reader):
    country = fields.String(required=True)
    availability = fields.Enum(Availability, by_value=True, required=True)
    cost_minor = fields.Integer(required=True)
    currency = fields.String(required=True)
    researched_on = fields.Date(required=True)
    source = fields.String(required=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> CareResearch:
        return CareResearch(**read)


class HandOverReader(Reader):
    hand_over_id = fields.String(required=True)
    recipient = fields.String(required=True)
    name = fields.String(required=True)
    what = fields.List(fields.String(), required=True)
    purpose = fields.String(required=True)
    consent_id = fields.String(required=True)
    handed_on = fields.Date(required=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> HandOver:
        return HandOver(**(read | {"what": tuple(read["what"])}))


class MedicalFileReader(Reader):
    note = fields.String(load_default=None, allow_none=True)
    pregnancy = fields.Nested(PregnancyReader, load_default=None, allow_none=True)
    research = fields.Nested(CareResearchReader, load_default=None, allow_none=True)
    hand_overs = fields.List(fields.Nested(HandOverReader), load_default=list)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> MedicalFile:
        return MedicalFile(**(read | {"hand_overs": tuple(read["hand_overs"])}))


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
