"""What a caller may tell us of a case and its people, and how it is read back."""

from __future__ import annotations

from datetime import date
from typing import Any

import marshmallow
from marshmallow import fields, post_load
from marshmallow.validate import Length, OneOf, Range, Regexp

from services.chassis.schema import Command, Reader
from services.intake.facts.model import (
    Admission,
    CaseFacts,
    Departure,
    Dublin,
    Guarantor,
    Permit,
    PersonFacts,
    TravelDocument,
)

COUNTRY = Regexp(r"^[A-Z]{2}$", error="Two letters, as in ISO 3166, such as IQ.")
AIRPORT = Regexp(r"^[A-Z]{3}$", error="Three letters, as IATA writes airports, such as AMS.")
NAME = Length(1, 200)
# A ticket is made out to somebody: blanks are no name.
WRITTEN = Regexp(r"^.*\w", error="A name has a letter.")
# Far enough for every life and plan; beyond it lies a slip of the keyboard.
DAYS = Range(date(1900, 1, 1), date(2100, 12, 31))


def day(*, required: bool = True) -> fields.Date:
    """A date of law."""
    return fields.Date(required=required, validate=DAYS)


def optional(field: type[fields.Field], **options: Any) -> fields.Field:
    """A fact that may still be unknown."""
    return field(load_default=None, allow_none=True, **options)


class DocumentBody(Command):
    kind = fields.String(
        required=True,
        validate=OneOf(["passport", "laissez_passer", "emergency_travel_document"]),
    )
    number = fields.String(required=True, validate=Length(1, 40))
    issuing_country = fields.String(required=True, validate=COUNTRY)
    expires_on = day()


class DepartureBody(Command):
    departed_on = day()
    assisted_by = fields.String(load_default="iom", validate=OneOf(["iom", "government"]))


class PermitBody(Command):
    issued_by = fields.String(required=True, validate=COUNTRY)
    kind = fields.String(
        required=True, validate=OneOf(["regular", "asylum_temporary", "asylum_indefinite"])
    )


class PersonBody(Command):
    given_names = fields.String(required=True, validate=[NAME, WRITTEN])
    family_name = fields.String(required=True, validate=[NAME, WRITTEN])
    birth_date = day()
    sex = fields.String(required=True, validate=OneOf(["M", "F", "X"]))
    nationalities = fields.List(
        fields.String(validate=COUNTRY), required=True, validate=Length(1, 5)
    )
    relation = fields.String(
        load_default="applicant",
        validate=OneOf(["applicant", "partner", "child", "parent", "sibling", "other"]),
    )
    document = fields.Nested(DocumentBody, load_default=None, allow_none=True)
    document_obtainable = optional(fields.Boolean)
    previous_departures = fields.List(
        fields.Nested(DepartureBody), load_default=None, allow_none=True
    )
    permits = fields.List(fields.Nested(PermitBody), load_default=None, allow_none=True)
    dutch_nationality_renounced = optional(fields.Boolean)
    displaced_from_ukraine = optional(fields.Boolean)
    medical = optional(fields.Boolean)
    asylum_background = optional(fields.Boolean)


class GuarantorBody(Command):
    exists = fields.Boolean(required=True)
    means_minor = optional(fields.Integer, strict=True, validate=Range(min=0))


class DublinBody(Command):
    claimant = fields.Boolean(required=True)
    state = optional(fields.String, validate=COUNTRY)


class AdmissionBody(Command):
    permit = fields.String(
        required=True, validate=OneOf(["permanent", "temporary", "short_stay_visa", "none"])
    )
    capital_programme = optional(fields.Boolean)
    lived_there_before = optional(fields.Boolean)


class FactsBody(Command):
    means_minor = optional(fields.Integer, strict=True, validate=Range(min=0))
    journey_cost_minor = optional(fields.Integer, strict=True, validate=Range(min=0))
    intends_permanent = optional(fields.Boolean)
    remigration_claim = optional(
        fields.String, validate=OneOf(["none", "submitted", "accepted", "rejected"])
    )
    guarantor = fields.Nested(GuarantorBody, load_default=None, allow_none=True)
    false_pretences = optional(fields.Boolean)
    cooperates = optional(fields.Boolean)
    consents_to_termination = optional(fields.Boolean)
    government_objection = optional(fields.Boolean)
    dublin = fields.Nested(DublinBody, load_default=None, allow_none=True)
    admission = fields.Nested(AdmissionBody, load_default=None, allow_none=True)
    not_the_same_person = fields.List(fields.String(), load_default=list)
    reintegration_bars = fields.List(
        fields.String(validate=Regexp(r"^R-[A-Z]+-\d\d$")), load_default=list
    )


# Reading back what was sealed: the same fields, as the objects that rules are written for.


class DocumentReader(DocumentBody):
    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> TravelDocument:
        return TravelDocument(**read)


class DepartureReader(DepartureBody):
    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Departure:
        return Departure(**read)


class PermitReader(PermitBody):
    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Permit:
        return Permit(**read)


class PersonReader(PersonBody):
    class Meta(Reader.Meta):
        unknown = marshmallow.EXCLUDE

    person_id = fields.String(required=True)
    document = fields.Nested(DocumentReader, load_default=None, allow_none=True)
    previous_departures = fields.List(
        fields.Nested(DepartureReader), load_default=None, allow_none=True
    )
    permits = fields.List(fields.Nested(PermitReader), load_default=None, allow_none=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> PersonFacts:
        listed = {
            key: tuple(read[key]) if read[key] is not None else None
            for key in ("nationalities", "previous_departures", "permits")
        }
        return PersonFacts(**(read | listed))


class GuarantorReader(GuarantorBody):
    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Guarantor:
        return Guarantor(**read)


class DublinReader(DublinBody):
    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Dublin:
        return Dublin(**read)


class AdmissionReader(AdmissionBody):
    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Admission:
        return Admission(**read)


class FactsReader(FactsBody):
    guarantor = fields.Nested(GuarantorReader, load_default=None, allow_none=True)
    dublin = fields.Nested(DublinReader, load_default=None, allow_none=True)
    admission = fields.Nested(AdmissionReader, load_default=None, allow_none=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> CaseFacts:
        listed = {key: tuple(read[key]) for key in ("not_the_same_person", "reintegration_bars")}
        return CaseFacts(**(read | listed))
