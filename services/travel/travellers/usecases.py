"""Opening and locking away what travel knows of the people who travel."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from services.chassis.unit import Unit
from services.travel.travellers.model import Party, Traveller
from services.travel.travellers.rules import Needs, needs_of


def open_details(unit: Unit, traveller: Traveller) -> dict[str, Any]:
    """Return what a ticket needs of this person; read it, use it, keep it nowhere."""
    return unit.vault.open(traveller.person_id, traveller.details)


def handle(unit: Unit, party: Party) -> None:
    """R-VOT-04: what is asked for one is done for all who travel with him or her."""
    opened = [open_details(unit, one) for one in party.travellers]
    party.handle({word for details in opened for word in details.get("handling", [])})


def needs(unit: Unit, travellers: Iterable[Traveller], day: date) -> Needs:
    """Return what the agents must know of the party, with ages as on `day`."""
    return needs_of([(one.reference, open_details(unit, one)) for one in travellers], day)
