"""What intake seals for us of each person, and how it is read back from under the person's key."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, post_load

from services.chassis.schema import Reader
from services.chassis.unit import Unit
from services.reintegration.grounds.model import Grounds, Told
from services.reintegration.persons.model import Victim


class GroundsReader(Reader):
    """A field that is left out is not known better than before."""

    asylum_background = fields.Boolean(allow_none=True)
    in_detention = fields.Boolean(allow_none=True)
    victim = fields.Enum(Victim, by_value=True, allow_none=True)


class GroundsView(GroundsReader):
    @post_load
    def make(self, said: dict[str, Any], **_: Any) -> Grounds:
        return Grounds(**said)


class TravellerGrounds(GroundsReader):
    person_id = fields.String(required=True)


class SealedGrounds(Reader):
    """The whole content of `sealed_for_reintegration`."""

    told_at = fields.AwareDateTime(required=True)
    travellers = fields.List(fields.Nested(TravellerGrounds), required=True)

    @post_load
    def make(self, read: dict[str, Any], **_: Any) -> list[Told]:
        return [Told(one.pop("person_id"), read["told_at"], one) for one in read["travellers"]]


def unseal(unit: Unit, sealed: str | None) -> list[Told]:
    """Open what was sealed for us; a case that was accepted before anything was has nothing."""
    if sealed is None:
        return []
    told: list[Told] = SealedGrounds().load(unit.open_sealed(sealed))
    return told
