"""What is asked and shown of vacancies, and the rows of the rules about them."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Length, OneOf, Range, Regexp

from services.chassis.rules import disputes
from services.chassis.rules.rulebook import RuleRow, rule_table
from services.chassis.schema import Command, Page, View
from services.expert_deployment.vacancies.model import Mode, Status

COUNTRY = Regexp(r"^[A-Z]{2}$", error="Two capital letters, as in ISO 3166.")
AIRPORT = Regexp(r"^[A-Z]{3}$", error="Three capital letters, as IATA gives them.")
LABELS = OneOf(["sourced", "derived", "assumed"])


class Words(fields.Field):
    """Codes in one cell with a space between them."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[str]:
        return str(value).split()


class LabelledRow(RuleRow):
    """A dated row, and whether its source says so or we derived or assumed it."""

    label = fields.String(required=True, validate=LABELS)

    @post_load
    def make(self, row: dict[str, Any], **_: Any) -> SimpleNamespace:
        return SimpleNamespace(**row)


class ProgrammeRow(LabelledRow):
    programme = fields.String(required=True, validate=Length(min=1))
    maximum_months = fields.Integer(required=True, validate=Range(1, 24))
    residence_countries = Words(required=True)


class SectorRow(LabelledRow):
    programme = fields.String(required=True, validate=Length(min=1))
    country = fields.String(required=True, validate=COUNTRY)
    sector = fields.String(required=True, validate=Length(min=1))


disputes.declare("expert_deployment")
rule_table(
    "expert_deployment",
    "expert_programmes",
    "expert_programmes.csv",
    ProgrammeRow,
    key=["programme"],
)
rule_table(
    "expert_deployment",
    "expert_sectors",
    "expert_sectors.csv",
    SectorRow,
    key=["programme", "country", "sector"],
)


def refuse_backwards(periods: dict[str, Any]) -> None:
    """The last day of work is not before the first."""
    first, last = periods.get("starts_on"), periods.get("ends_on")
    if first and last and last < first:
        raise ValidationError("The last day lies before the first.", "ends_on")


class DraftVacancy(Command):
    """What a host institution asks for."""

    programme = fields.String(required=True, validate=Length(1, 40))
    country = fields.String(required=True, validate=COUNTRY)
    sector = fields.String(required=True, validate=Length(1, 60))
    mode = fields.Enum(Mode, by_value=True, required=True)
    host_institution = fields.String(required=True, validate=Length(1, 200))
    department = fields.String(load_default="", validate=Length(max=200))
    terms_of_reference = fields.String(load_default="", validate=Length(max=20_000))
    starts_on = fields.Date(required=True)
    ends_on = fields.Date(required=True)
    destination_airport = fields.String(load_default=None, allow_none=True, validate=AIRPORT)

    @validates_schema
    def _in_order(self, sent: dict[str, Any], **_: Any) -> None:
        refuse_backwards(sent)


class VacancyChange(Command):
    """A merge patch of a draft: what is left out stays as it is."""

    sector = fields.String(validate=Length(1, 60))
    mode = fields.Enum(Mode, by_value=True)
    host_institution = fields.String(validate=Length(1, 200))
    department = fields.String(validate=Length(max=200))
    terms_of_reference = fields.String(validate=Length(max=20_000))
    starts_on = fields.Date()
    ends_on = fields.Date()
    destination_airport = fields.String(allow_none=True, validate=AIRPORT)

    @validates_schema
    def _in_order(self, sent: dict[str, Any], **_: Any) -> None:
        refuse_backwards(sent)


class CloseVacancy(Command):
    reason = fields.String(required=True, validate=Length(1, 200))


class VacancyFilter(Page):
    """How a list of vacancies may be narrowed."""

    country = fields.String(validate=COUNTRY)
    sector = fields.String()
    status = fields.Enum(Status, by_value=True)

    @post_load
    def make(self, sent: dict[str, Any], **_: Any) -> dict[str, Any]:
        return {name: value for name, value in sent.items() if value is not None}


class VacancyView(View):
    vacancy_id = fields.String(attribute="id")
    programme = fields.String()
    country = fields.String()
    sector = fields.String()
    mode = fields.Enum(Mode, by_value=True)
    host_institution = fields.String()
    department = fields.String()
    terms_of_reference = fields.String()
    starts_on = fields.Date()
    ends_on = fields.Date()
    destination_airport = fields.String(allow_none=True)
    status = fields.Enum(Status, by_value=True)
    rules_version = fields.String()
    closing_reason = fields.String(allow_none=True)
    waits_for = fields.String(allow_none=True)
    owner = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()
