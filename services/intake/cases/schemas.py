"""What is asked of cases and what is shown of them."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, validates_schema
from marshmallow.validate import Length, OneOf, Regexp

from services.chassis.schema import Command, Page, View
from services.intake.facts.schemas import AIRPORT, COUNTRY, FactsBody, PersonBody, day
from services.intake.kinds.model import Kind
from services.intake.states.model import CaseStatus


class NewCase(Command):
    kind = fields.Enum(Kind, by_value=True, load_default=Kind.VOLUNTARY_RETURN)
    destination_country = fields.String(required=True, validate=COUNTRY)
    destination_airport = fields.String(required=True, validate=AIRPORT)
    origin_airport = fields.String(load_default="AMS", validate=AIRPORT)
    not_before = day()
    not_after = day()
    persons = fields.List(fields.Nested(PersonBody), required=True, validate=Length(1, 20))
    facts = fields.Nested(FactsBody, load_default=dict)

    @validates_schema
    def one_applicant(self, body: dict[str, Any], **_: Any) -> None:
        """One person asks, for himself or herself and the family."""
        applicants = [one for one in body["persons"] if one["relation"] == "applicant"]
        if len(applicants) != 1:
            raise ValidationError("Exactly one person is the applicant.", "persons")


class Correction(Command):
    """A merge patch (RFC 7396); `persons` is keyed by person_id."""

    destination_country = fields.String(validate=COUNTRY)
    destination_airport = fields.String(validate=AIRPORT)
    origin_airport = fields.String(validate=AIRPORT)
    not_before = day(required=False)
    not_after = day(required=False)
    facts = fields.Dict(keys=fields.String())
    persons = fields.Dict(keys=fields.String(), values=fields.Dict(keys=fields.String()))


class CasesFilter(Command):
    status = fields.Enum(CaseStatus, by_value=True, load_default=None, allow_none=True)


class CasesQuery(CasesFilter, Page):
    pass


class Withdrawal(Command):
    reason_code = fields.String(
        required=True,
        validate=OneOf(
            ["changed_mind", "family", "health", "procedure", "safety", "document", "other"]
        ),
    )


class Closure(Command):
    outcome = fields.String(
        load_default=None, allow_none=True, validate=Regexp(r"^[a-z][a-z_]{1,39}$")
    )


class DocumentView(View):
    kind = fields.String()
    number = fields.String()
    issuing_country = fields.String()
    expires_on = fields.Date()


class DepartureView(View):
    departed_on = fields.Date()
    assisted_by = fields.String()


class PermitView(View):
    issued_by = fields.String()
    kind = fields.String()


class PersonView(View):
    """Who the person is, is shown to those who need to know, and never in a list or a receipt."""

    person_id = fields.String()
    person_type = fields.String()
    relation = fields.String()
    departed_on = fields.Date()
    erased = fields.Boolean()
    given_names = fields.String()
    family_name = fields.String()
    birth_date = fields.Date()
    sex = fields.String()
    nationalities = fields.List(fields.String())
    document = fields.Nested(DocumentView, allow_none=True)
    document_obtainable = fields.Boolean(allow_none=True)
    previous_departures = fields.List(fields.Nested(DepartureView), allow_none=True)
    permits = fields.List(fields.Nested(PermitView), allow_none=True)
    dutch_nationality_renounced = fields.Boolean(allow_none=True)
    displaced_from_ukraine = fields.Boolean(allow_none=True)
    medical = fields.Boolean(allow_none=True)
    asylum_background = fields.Boolean(allow_none=True)


class CaseSummaryView(View):
    case_ref = fields.String()
    kind = fields.String()
    status = fields.String()
    version = fields.Integer()
    opened_on = fields.Date()
    application_date = fields.Date(allow_none=True)
    destination_country = fields.String()
    destination_airport = fields.String()
    origin_airport = fields.String()
    not_before = fields.Date()
    not_after = fields.Date()
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    overdue = fields.Boolean()
    outcome = fields.String(allow_none=True)
    person_ids = fields.Function(lambda case: [one.person_id for one in case.people])


class CaseView(CaseSummaryView):
    persons = fields.List(fields.Nested(PersonView))
    facts = fields.Dict(allow_none=True)
    outstanding = fields.Function(lambda case: list(case.outstanding()))
