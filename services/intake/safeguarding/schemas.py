"""How safeguards are told, kept and read back."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load
from marshmallow.validate import Length, OneOf, Regexp

from services.chassis.schema import Command, Reader, View
from services.intake.alerts.model import What
from services.intake.consent.model import Signatory
from services.intake.consent.schemas import LANGUAGE, SignatureBody
from services.intake.facts.schemas import day
from services.intake.safeguarding.model import (
    BestInterest,
    EmbarkationCheck,
    Escort,
    EscortNeed,
    Fitness,
    Guardian,
    Guidance,
    Interest,
    Receiver,
    ReceptionPlace,
    ReceptionStatus,
    Safeguards,
)

NAME = Length(1, 200)


class GuardianBody(Command):
    name = fields.String(required=True, validate=NAME)
    organisation = fields.String(load_default="Nidos", validate=NAME)
    appointed_on = day()

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Guardian:
        return Guardian(**read)


class ReceiverBody(Command):
    name = fields.String(required=True, validate=NAME)
    relation = fields.String(required=True, validate=Length(1, 60))
    identity_number = fields.String(required=True, validate=Length(1, 40))

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Receiver:
        return Receiver(**read)


class ReceptionBody(Command):
    status = fields.Enum(ReceptionStatus, by_value=True, required=True)
    admission_confirmed = fields.Boolean(load_default=False)
    collection_confirmed = fields.Boolean(load_default=False)
    receiver = fields.Nested(ReceiverBody, load_default=None, allow_none=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> ReceptionPlace:
        return ReceptionPlace(**read)


class BestInterestBody(Command):
    outcome = fields.Enum(Interest, by_value=True, required=True)
    decided_on = day()

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> BestInterest:
        return BestInterest(**read)


class EscortNeedBody(Command):
    escort = fields.Enum(Escort, by_value=True, required=True)
    ssr = fields.List(
        fields.String(validate=Regexp(r"^[A-Z]{4}$", error="Four letters, such as WCHR.")),
        load_default=list,
        validate=Length(max=10),
    )

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> EscortNeed:
        return EscortNeed(**(read | {"ssr": tuple(read["ssr"])}))


class FitnessBody(Command):
    fit = fields.Boolean(required=True)
    checked_on = day()

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Fitness:
        return Fitness(**read)


class EmbarkationCheckBody(Command):
    """The last look before boarding, to the minute: it holds for some hours only."""

    fit = fields.Boolean(required=True)
    checked_at = fields.AwareDateTime(required=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> EmbarkationCheck:
        return EmbarkationCheck(**read)


class GuidanceBody(Command):
    given_on = day()
    language = fields.String(required=True, validate=LANGUAGE)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Guidance:
        return Guidance(**read)


class NoticeBody(Command):
    what = fields.Enum(
        What,
        by_value=True,
        required=True,
        validate=OneOf([What.REGISTRATION, What.FLIGHT_DATA]),
    )


class SafeguardConsentBody(SignatureBody):
    by = fields.Enum(
        Signatory,
        by_value=True,
        required=True,
        validate=OneOf(
            [Signatory.GUARDIAN, Signatory.CHILD, Signatory.RECEIVING_FAMILY, Signatory.SELF]
        ),
    )


class SafeguardsReader(Reader):
    """Reads back what was sealed."""

    guardian = fields.Nested(GuardianBody, load_default=None, allow_none=True)
    reception = fields.Nested(ReceptionBody, load_default=None, allow_none=True)
    best_interest = fields.Nested(BestInterestBody, load_default=None, allow_none=True)
    escort_need = fields.Nested(EscortNeedBody, load_default=None, allow_none=True)
    fitness = fields.Nested(FitnessBody, load_default=None, allow_none=True)
    embarkation_check = fields.Nested(EmbarkationCheckBody, load_default=None, allow_none=True)
    guidance = fields.Nested(GuidanceBody, load_default=None, allow_none=True)
    recorded_for = fields.String(load_default=None, allow_none=True)
    as_patient = fields.Boolean(load_default=None, allow_none=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Safeguards:
        return Safeguards(**read)


class OpenPointView(View):
    rule_id = fields.String()
    person_id = fields.String()
    sentence = fields.String()


class SafeguardsView(View):
    """A receipt: what was recorded and what is still open, and nobody's name."""

    case_ref = fields.String()
    version = fields.Integer()
    person_id = fields.String()
    recorded = fields.List(fields.String())
    open_points = fields.List(fields.Nested(OpenPointView))
