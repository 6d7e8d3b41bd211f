"""What reintegration reads of the facts of intake and travel. The rest of them is ignored."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from marshmallow import fields, post_load

from services.chassis.calendar import AMSTERDAM
from services.chassis.schema import Reader
from services.reintegration.persons.model import Person, PersonType
from services.reintegration.returns.model import Status


class CaseOpened(Reader):
    case_ref = fields.String(required=True)
    kind = fields.String(required=True)
    opened_on = fields.Date(required=True)


class TravellerReader(Reader):
    """One person of an accepted case."""

    person_id = fields.String(required=True)
    person_type = fields.Enum(PersonType, by_value=True, required=True)
    nationalities = fields.List(fields.String(), required=True)
    reintegration_bars = fields.List(fields.String(), load_default=list)

    @post_load
    def make(self, said: dict[str, Any], **_: Any) -> Person:
        lists = {name: tuple(said[name]) for name in ("nationalities", "reintegration_bars")}
        return Person(**(said | lists))


class CaseAccepted(Reader):
    """The kind of the case decides what its people are entitled to."""

    case_ref = fields.String(required=True)
    kind = fields.String(load_default="voluntary_return")
    application_date = fields.Date(required=True)
    persons = fields.List(fields.Nested(TravellerReader), required=True, data_key="travellers")
    sealed = fields.String(load_default=None, allow_none=True, data_key="sealed_for_reintegration")

    @post_load
    def make(self, said: dict[str, Any], **_: Any) -> dict[str, Any]:
        kind = said.pop("kind")
        return said | {"persons": [replace(one, kind=kind) for one in said["persons"]]}


class TravellerNeedsChanged(Reader):
    """Of what changed about a traveller, what decides the money is sealed for us."""

    case_ref = fields.String(required=True)
    sealed = fields.String(load_default=None, allow_none=True, data_key="sealed_for_reintegration")


class CaseDeclined(Reader):
    case_ref = fields.String(required=True)
    reason_codes = fields.List(fields.String(), load_default=list)

    @post_load
    def make(self, said: dict[str, Any], **_: Any) -> dict[str, Any]:
        reasons = said["reason_codes"] or ["declined"]
        return _ended(said["case_ref"], Status.DECLINED, reasons[0])


class CaseWithdrawn(Reader):
    case_ref = fields.String(required=True)
    reason_code = fields.String(load_default="withdrawn")

    @post_load
    def make(self, said: dict[str, Any], **_: Any) -> dict[str, Any]:
        return _ended(said["case_ref"], Status.WITHDRAWN, said["reason_code"])


class CaseClosed(Reader):
    case_ref = fields.String(required=True)
    outcome = fields.String(load_default="closed")

    @post_load
    def make(self, said: dict[str, Any], **_: Any) -> dict[str, Any]:
        return _ended(said["case_ref"], Status.CLOSED, said["outcome"])


class JourneyReader(Reader):
    """An expert's journey has an assignment instead of a case."""

    case_ref = fields.String(load_default=None, allow_none=True)


class MovementBooked(JourneyReader):
    departs_on = fields.Date(required=True)


class MovementCancelled(JourneyReader):
    movement_id = fields.String(required=True)


class PersonOnMovement(JourneyReader):
    """departure_declared, person_no_show and person_brought_back."""

    movement_id = fields.String(required=True)
    person_id = fields.String(required=True)


class PersonDeparted(PersonOnMovement):
    departed_at = fields.AwareDateTime(required=True)

    @post_load
    def make(self, said: dict[str, Any], **_: Any) -> dict[str, Any]:
        return said | {"departed_on": _day(said.pop("departed_at"))}


class PersonArrived(JourneyReader):
    person_id = fields.String(required=True)
    arrived_at = fields.AwareDateTime(required=True)

    @post_load
    def make(self, said: dict[str, Any], **_: Any) -> dict[str, Any]:
        return said | {"arrived_on": _day(said.pop("arrived_at"))}


def _day(instant: Any) -> date:
    """The date of law is the one at the office."""
    day: date = instant.astimezone(AMSTERDAM).date()
    return day


def _ended(case_ref: str, status: Status, reason_code: str) -> dict[str, Any]:
    return {"case_ref": case_ref, "status": status, "reason_code": reason_code}
