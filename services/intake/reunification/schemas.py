"""How the order, the visas and the account of a family are told and shown."""

from __future__ import annotations

from marshmallow import fields
from marshmallow.validate import Length, Range

from services.chassis.schema import Command, View
from services.intake.facts.schemas import NAME, day
from services.intake.reunification.model import LineKind, Service

AMOUNT = Range(1, 100_000_00)
REFERENCE = Length(1, 60)


class SponsorBody(Command):
    name = fields.String(required=True, validate=NAME)
    relation = fields.String(required=True, validate=Length(1, 60))
    telephone = fields.String(load_default=None, allow_none=True, validate=Length(3, 40))


class OrderBody(Command):
    service = fields.Enum(Service, by_value=True, required=True)
    ordered_on = day()
    sponsor = fields.Nested(SponsorBody, required=True)


class VisaBody(Command):
    """`extended`: the time for collecting was extended by the authorities."""

    notice_on = day()
    extended = fields.Boolean(load_default=False)
    issued_on = day(required=False)


class LineBody(Command):
    kind = fields.Enum(LineKind, by_value=True, required=True)
    amount_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)


class EstimateBody(Command):
    lines = fields.List(fields.Nested(LineBody), required=True, validate=Length(1, 60))


class PaidBody(Command):
    amount_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)
    on = day()
    reference = fields.String(required=True, validate=REFERENCE)


class CostBody(Command):
    """A cost that travel does not tell of; or, with `replaces`, one of its costs in euro."""

    kind = fields.Enum(LineKind, by_value=True, required=True)
    amount_minor = fields.Integer(required=True, strict=True, validate=AMOUNT)
    replaces = fields.String(load_default=None, allow_none=True, validate=REFERENCE)


class VisaView(View):
    person_id = fields.String()
    notice_on = fields.String()
    collect_by = fields.String()
    issued_on = fields.String(allow_none=True)
    enter_by = fields.String(allow_none=True)


class LineView(View):
    kind = fields.String()
    amount_minor = fields.Integer()


class StatementView(View):
    estimate_minor = fields.Integer()
    actual_minor = fields.Integer()
    received_minor = fields.Integer()
    refunded_minor = fields.Integer()
    balance_minor = fields.Integer()
    currency = fields.Constant("EUR")


class OrderView(View):
    case_ref = fields.String()
    version = fields.Integer()
    status = fields.String()
    service = fields.String()
    ordered_on = fields.Date()
    sponsor = fields.Dict(allow_none=True)
    visas = fields.List(fields.Nested(VisaView))
    estimate = fields.List(fields.Nested(LineView))
    statement = fields.Nested(StatementView)
    foreign_costs = fields.List(fields.String())
    stated_on = fields.Date(allow_none=True)
