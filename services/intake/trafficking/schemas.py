"""What is told of a victim and what is shown of it, to those alone who may know."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, OneOf

from services.chassis.schema import Command, View
from services.intake.confidential.model import Service
from services.intake.consent.schemas import LANGUAGE
from services.intake.facts.schemas import day


class SignalBody(Command):
    """Somebody is presumed to be a victim: since when, and from whom we know."""

    presumed_on = day()
    signalled_by = fields.String(
        required=True, validate=OneOf(["self", "shelter", "authority", "colleague", "other"])
    )
    note = fields.String(load_default=None, allow_none=True, validate=Length(1, 2000))


class OptInBody(Command):
    signed_on = day()
    language = fields.String(required=True, validate=LANGUAGE)


class ServicesBody(Command):
    services = fields.List(
        fields.Enum(Service, by_value=True), required=True, validate=Length(max=len(Service))
    )


class ReflectionBody(Command):
    """`dublin`: another Dublin state is in charge, for which the time is shorter since 2023."""

    granted_on = day()
    dublin = fields.Boolean(required=True)


class OptInView(View):
    signed_on = fields.Date()
    language = fields.String()
    withdrawn_on = fields.Date(allow_none=True)


class ReflectionView(View):
    granted_on = fields.Date()
    dublin = fields.Boolean()
    ends_on = fields.Date()


class ScopeView(View):
    in_scope = fields.Boolean()
    sentence = fields.String()
    rule_version = fields.String()


class PriceView(View):
    rule_id = fields.String()
    sentence = fields.String()


class ConfidentialRecordView(View):
    case_ref = fields.String()
    person_id = fields.String()
    version = fields.Integer()
    presumed_on = fields.Date()
    signalled_by = fields.String()
    opt_in = fields.Nested(OptInView, allow_none=True)
    reflection = fields.Nested(ReflectionView, allow_none=True)
    services = fields.List(fields.Enum(Service, by_value=True))
    note = fields.String(allow_none=True)
    scope = fields.Nested(ScopeView)
    price = fields.Nested(PriceView)
