"""What intake needs of the other services' facts: ids, dates and codes; the rest is ignored."""

from __future__ import annotations

from marshmallow import fields

from services.chassis.schema import Reader, View


def text() -> fields.String:
    return fields.String(required=True)


def told() -> fields.String:
    """Only retold on the timeline, so it may be missing."""
    return fields.String(load_default=None, allow_none=True)


class TravelFact(Reader):
    """Every fact of travel names its movement, and the case or the assignment that it is for."""

    movement_id = text()
    case_ref = told()
    assignment_id = told()
    person_id = told()
    offers_received = fields.Integer(load_default=None, allow_none=True)
    offers_allowed = fields.Integer(load_default=None, allow_none=True)
    agent = told()
    departs_at = told()
    arrives_at = told()
    evidence = told()
    reason_code = told()
    kind = told()
    amount_minor = fields.Integer(load_default=None, allow_none=True)
    currency = told()


class MovementOpened(TravelFact):
    person_ids = fields.List(fields.String(), required=True)


class MovementBooked(MovementOpened):
    booking_reference = told()
    departs_at = text()
    arrives_at = text()
    departs_on = told()


class MovementChanged(TravelFact):
    what = fields.List(fields.String(), load_default=list)
    departs_at = text()
    arrives_at = text()


class TravelCostRecorded(TravelFact):
    cost_id = text()
    kind = text()
    amount_minor = fields.Integer(required=True)
    currency = text()


class MovementStuck(TravelFact):
    waits_for = text()
    owner = text()
    due_at = text()


class HandOverFailed(MovementStuck):
    person_id = text()
    kept_at = text()
    reason_code = text()


class PersonBroughtBack(TravelFact):
    person_id = text()
    brought_back_at = text()


class PersonDeparted(TravelFact):
    """`without`: what should have come first, of somebody whom the border saw leave."""

    person_id = text()
    departed_at = fields.AwareDateTime(required=True)
    without = fields.List(fields.String(), load_default=list)


class PersonArrived(TravelFact):
    person_id = text()
    arrived_at = fields.AwareDateTime(required=True)


class PersonNoShow(TravelFact):
    person_id = text()
    noted_at = text()


class MoneyFact(Reader):
    """Every fact of reintegration names its case."""

    case_ref = text()
    person_id = told()
    scheme = told()
    reason_code = told()
    amount_minor = fields.Integer(load_default=None, allow_none=True)
    currency = told()
    due_on = told()
    plan_id = told()
    payment_id = told()


class PromisedLine(Reader):
    """What is held for one person."""

    person_id = text()
    kind = text()
    amount_minor = fields.Integer(required=True)
    cash_max_minor = fields.Integer(required=True)
    currency = text()


class EntitlementFact(MoneyFact):
    entitlement_id = text()


class EntitlementReserved(EntitlementFact):
    """The lines are what the letter about reintegration tells (R-AVRR-09)."""

    lines = fields.List(fields.Nested(PromisedLine), load_default=list)


class AllowanceFact(MoneyFact):
    allowance_id = text()


class VacancyPublished(Reader):
    vacancy_id = text()
    country = told()
    sector = told()


class AssignmentFact(Reader):
    assignment_id = text()
    outcome = told()
    reason_code = told()


class WaitView(View):
    """One thing that is waited for: who must act, and by when."""

    about = fields.String()
    waits_for = fields.String()
    owner = fields.String()
    due_at = fields.String(allow_none=True)
    overdue = fields.Boolean()


class WaitsView(View):
    case_ref = fields.String()
    kind = fields.String()
    status = fields.String()
    waits = fields.List(fields.Nested(WaitView))
