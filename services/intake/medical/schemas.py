"""What the medical staff tell of a traveller, and what is shown of it, to them alone."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, OneOf, Range, Regexp

from services.chassis.schema import Command, View
from services.intake.confidential.model import Availability, Ruling
from services.intake.consent.model import Signatory
from services.intake.consent.schemas import LANGUAGE
from services.intake.facts.schemas import COUNTRY, day

# Why a medical file is opened; it stands in the audit beside who opened it.
REASONS = ["fitness", "care_research", "escort", "hand_over", "question_of_the_person"]


class Opening(Command):
    """R-MED-04: nobody opens a medical file without saying why."""

    reason = fields.String(required=True, validate=OneOf(REASONS))


class NoteBody(Command):
    note = fields.String(required=True, validate=Length(1, 5000))


class PregnancyBody(Command):
    due_on = day()


class ReviewBody(Command):
    outcome = fields.Enum(Ruling, by_value=True, required=True)
    reviewed_on = day()


class CareResearchBody(Command):
    """R-MED-05. `cost_minor` is what the care costs in a month, in minor units of `currency`."""

    country = fields.String(required=True, validate=COUNTRY)
    availability = fields.Enum(Availability, by_value=True, required=True)
    cost_minor = fields.Integer(required=True, strict=True, validate=Range(min=0))
    currency = fields.String(required=True, validate=Regexp(r"^[A-Z]{3}$"))
    researched_on = day()
    source = fields.String(required=True, validate=Length(1, 400))


class HandOverBody(Command):
    """R-MED-04: to whom, what, why, and the consent that was signed for this once."""

    recipient = fields.String(
        required=True, validate=OneOf(["care_provider", "escort", "airline", "family", "authority"])
    )
    name = fields.String(required=True, validate=Length(1, 200))
    what = fields.List(
        fields.String(validate=Length(1, 100)), required=True, validate=Length(1, 20)
    )
    purpose = fields.String(required=True, validate=Length(1, 200))
    signed_on = day()
    language = fields.String(required=True, validate=LANGUAGE)
    by = fields.Enum(
        Signatory,
        by_value=True,
        load_default=Signatory.SELF,
        validate=OneOf([Signatory.SELF, Signatory.GUARDIAN]),
    )


class ReviewView(View):
    outcome = fields.Enum(Ruling, by_value=True)
    reviewed_on = fields.Date()


class PregnancyView(View):
    due_on = fields.Date()
    review = fields.Nested(ReviewView, allow_none=True)


class CareResearchView(View):
    country = fields.String()
    availability = fields.Enum(Availability, by_value=True)
    cost_minor = fields.Integer()
    currency = fields.String()
    researched_on = fields.Date()
    source = fields.String()


class HandOverView(View):
    hand_over_id = fields.String()
    recipient = fields.String()
    name = fields.String()
    what = fields.List(fields.String())
    purpose = fields.String()
    consent_id = fields.String()
    handed_on = fields.Date()


class MedicalPointView(View):
    rule_id = fields.String()
    sentence = fields.String()


class MedicalFileView(View):
    case_ref = fields.String()
    person_id = fields.String()
    version = fields.Integer()
    note = fields.String(allow_none=True)
    pregnancy = fields.Nested(PregnancyView, allow_none=True)
    research = fields.Nested(CareResearchView, allow_none=True)
    hand_overs = fields.List(fields.Nested(HandOverView))
    open_points = fields.List(fields.Nested(MedicalPointView))
