"""How nominations and what follows are told and shown, and the quotas of each period."""

from __future__ import annotations

from typing import Any

from marshmallow import ValidationError, fields, post_load, validates_schema
from marshmallow.validate import Length, OneOf, Range

from services.chassis.rules.rulebook import rule_table
from services.chassis.rules.rulefile import RuleRow
from services.chassis.schema import Command, View
from services.intake.facts.schemas import day
from services.intake.resettlement.model import TRAINING_DAYS, TRAININGS, Entry, Quota, SubQuota


class QuotaRow(RuleRow):
    sub_quota = fields.String(required=True, validate=OneOf(["total", *SubQuota]))
    places = fields.Integer(required=True, validate=Range(0, 100_000))
    standing = fields.String(required=True, validate=OneOf(["stated", "open"]))

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> Quota:
        return Quota(**{name: value for name, value in read.items() if name != "standing"})


rule_table("intake", "quotas", "quotas.csv", QuotaRow, key=("sub_quota",))


class NominationBody(Command):
    entry = fields.Enum(Entry, by_value=True, required=True)
    sub_quota = fields.Enum(SubQuota, by_value=True, load_default=SubQuota.GENERAL)
    nominated_on = day()


class InterviewBody(Command):
    interviewed_on = day()


class SelectionBody(Command):
    """`override_reason` lets a supervisor exceed the quota."""

    outcome = fields.String(required=True, validate=OneOf(["accepted", "rejected"]))
    decided_on = day()
    override_reason = fields.String(load_default=None, allow_none=True, validate=Length(5, 300))


class TrainingBody(Command):
    number = fields.Integer(required=True, validate=Range(1, TRAININGS))
    ended_on = day()
    days = fields.Integer(load_default=TRAINING_DAYS)


class ExaminationBody(Command):
    examined_on = day()
    fit = fields.Boolean(required=True)


class VisaBody(Command):
    kind = fields.String(required=True, validate=OneOf(["visa", "laissez_passer", "passport"]))
    valid_until = day()


class ExitPermitBody(Command):
    required = fields.Boolean(required=True)
    granted_on = day(required=False)

    @validates_schema
    def one_of_both(self, body: dict[str, Any], **_: Any) -> None:
        """A permit that is not required is not granted either."""
        if not body["required"] and body.get("granted_on"):
            raise ValidationError("No permit is required, so none was granted.", "granted_on")


class MunicipalityBody(Command):
    municipality = fields.String(required=True, validate=Length(1, 120))


class HandOverBody(Command):
    at = fields.AwareDateTime(required=True)


class NominationView(View):
    """Who was found fit is told to those alone who need to know it."""

    case_ref = fields.String()
    version = fields.Integer()
    status = fields.String()
    entry = fields.String()
    sub_quota = fields.String()
    nominated_on = fields.Date()
    persons = fields.Integer()
    interviewed_on = fields.Date(allow_none=True)
    selected_on = fields.Date(allow_none=True)
    overridden_because = fields.String(allow_none=True)
    trainings = fields.List(fields.Dict())
    examinations = fields.List(fields.Dict(), allow_none=True)
    documents = fields.List(fields.Dict())
    exit_permit = fields.Dict(allow_none=True)
    municipality = fields.String(allow_none=True)
    handed_over_at = fields.AwareDateTime(allow_none=True)


class CounterView(View):
    sub_quota = fields.String(attribute="quota.sub_quota")
    places = fields.Integer(attribute="quota.places")
    valid_from = fields.Date(attribute="quota.valid_from")
    valid_to = fields.Date(attribute="quota.valid_to", allow_none=True)
    used = fields.Integer()
    left = fields.Integer()


class QuotasQuery(Command):
    on = fields.Date(load_default=None, allow_none=True)
