"""What is asked and shown of experts."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from services.chassis.schema import Command, Page, View
from services.expert_deployment.vacancies.schemas import COUNTRY


class ExpertDocument(Command):
    """The document the expert travels on."""

    kind = fields.String(required=True, validate=Length(1, 40))
    number = fields.String(required=True, validate=Length(1, 40))
    issuing_country = fields.String(required=True, validate=COUNTRY)
    expires_on = fields.Date(required=True)


class ExpertPerson(Command):
    """Who the expert is. All of it goes into the vault."""

    given_names = fields.String(required=True, validate=Length(1, 200))
    family_name = fields.String(required=True, validate=Length(1, 200))
    birth_date = fields.Date(required=True)
    sex = fields.String(required=True, validate=OneOf(["M", "F", "X"]))
    nationality = fields.String(required=True, validate=COUNTRY)
    document = fields.Nested(ExpertDocument, required=True)


class ExpertConsent(Command):
    """The expert's consent to be in the register and to be sent (protection.md)."""

    signed_on = fields.Date(required=True)
    language = fields.String(required=True, validate=Length(2, 20))


class RegisterExpert(Command):
    person = fields.Nested(ExpertPerson, required=True)
    consent = fields.Nested(ExpertConsent, required=True)
    diaspora_of = fields.List(
        fields.String(validate=COUNTRY), required=True, validate=Length(min=1, max=10)
    )
    sectors = fields.List(
        fields.String(validate=Length(1, 60)), required=True, validate=Length(min=1, max=20)
    )
    residence_country = fields.String(required=True, validate=COUNTRY)
    residence_until = fields.Date(load_default=None, allow_none=True)
    right_of_return = fields.Boolean(required=True)


class ExpertFilter(Page):
    """How the register may be searched: by country of origin and sector, never by name here."""

    country = fields.String(load_default=None, allow_none=True, validate=COUNTRY)
    sector = fields.String(load_default=None, allow_none=True)


class ExpertView(View):
    """An expert without the personal file, for lists and searches."""

    expert_id = fields.String(attribute="id")
    diaspora_of = fields.List(fields.String())
    sectors = fields.List(fields.String())
    residence_country = fields.String()
    residence_until = fields.Date(allow_none=True)
    right_of_return = fields.Boolean()
    consent_signed_on = fields.Date()
    version = fields.Integer()


class ExpertFileView(ExpertView):
    """One expert with the personal file, for the officer who works on the assignment."""

    person = fields.Dict()
