"""What travel reads of cases and assignments."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load, validate

from services.chassis.errors import Invalid
from services.chassis.schema import Reader
from services.chassis.unit import Unit
from services.travel.offers.schemas import AIRPORT
from services.travel.parties.rules import Person, Trip, person
from services.travel.travellers.model import PersonType
from services.travel.travellers.schemas import SealedTravellers


class AcceptedTraveller(Reader):
    person_id = fields.String(required=True)
    person_type = fields.Enum(PersonType, by_value=True, required=True)
    nationalities = fields.List(fields.String(), load_default=list)
    escort_required = fields.Boolean(load_default=False)


class _TripReader(Reader):
    destination_country = fields.String(required=True)
    destination_airport = fields.String(required=True, validate=AIRPORT)
    origin_airport = fields.String(required=True, validate=AIRPORT)
    not_before = fields.Date(required=True)
    not_after = fields.Date(required=True)
    sealed_for_travel = fields.String(required=True)

    @post_load
    def make_trip(self, fact: dict[str, Any], **_: Any) -> dict[str, Any]:
        sealed = fact.pop("sealed_for_travel")
        travellers = fact.pop("travellers", None) or [
            {"person_id": fact.pop("person_id"), "person_type": PersonType.ADULT}
        ]
        whose = {"case_ref": None, "assignment_id": None}
        return {"trip": Trip(**(whose | fact)), "sealed": sealed, "travellers": travellers}


class CaseAccepted(_TripReader):
    """What travel needs to know of intake's case_accepted.v1."""

    case_ref = fields.String(required=True)
    travellers = fields.List(
        fields.Nested(AcceptedTraveller), required=True, validate=validate.Length(min=1)
    )


class AssignmentTravelNeeded(_TripReader):
    """What travel needs to know of expert_deployment's assignment_travel_needed.v1."""

    assignment_id = fields.String(required=True)
    person_id = fields.String(required=True)


class CaseWithdrawn(Reader):
    case_ref = fields.String(required=True)
    reason_code = fields.String(required=True)


class AssignmentWithdrawn(Reader):
    assignment_id = fields.String(required=True)
    reason_code = fields.String(required=True)


class TravellerNeedsChanged(Reader):
    case_ref = fields.String(required=True)
    person_id = fields.String(required=True)
    sealed_for_travel = fields.String(required=True)


def unseal(unit: Unit, sealed: str) -> dict[str, dict[str, Any]]:
    """Open what was sealed for travel: details by person, as JSON can say them."""
    reader = SealedTravellers()
    content = reader.dump(reader.load(unit.open_sealed(sealed)))
    return {details["person_id"]: details for details in content["travellers"]}


def people_of(unit: Unit, sealed: str, travellers: list[dict[str, Any]]) -> list[Person]:
    """Join what the fact says in the clear with what it says under seal."""
    details = unseal(unit, sealed)
    missing = [one["person_id"] for one in travellers if one["person_id"] not in details]
    if missing:
        raise Invalid("details-missing", f"No details were sealed of {', '.join(missing)}.")
    return [
        person(
            one["person_id"],
            one["person_type"],
            details[one["person_id"]],
            nationalities=one.get("nationalities", ()),
            escort_required=one.get("escort_required", False),
        )
        for one in travellers
    ]
