"""Naming an escort, which lets the journey be booked, and letting an escort go."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.chassis.unit import Unit
from services.travel.escorts.model import Escort
from services.travel.escorts.rules import (
    is_too_weak,
    refuse_overlap,
    refuse_too_many_children,
    refuse_unfit,
)
from services.travel.escorts.store import EscortStore
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.offers.usecases import choose_again, go_on
from services.travel.travellers.model import PersonType
from services.travel.travellers.usecases import needs


def name_escort(
    unit: Unit,
    *,
    movement_id: str,
    kind: str,
    staff_id: str,
    details: dict[str, Any],
    credential_valid_until: date | None = None,
) -> Movement:
    """Name who goes along, and book; an offer that lapsed meanwhile is chosen anew."""
    movement = unit.store(MovementStore).get(movement_id)
    unit.expects(movement.version)
    sealed = unit.vault.seal(staff_id, details)
    movement.name_escort(staff_id, sealed)
    _assign(unit, movement, staff_id, kind, credential_valid_until)
    if movement.has_lapsed(unit.now()):
        release(unit, movement)
        choose_again(unit, movement, "offer_expired")
    else:
        go_on(unit, movement)
    return movement


def escort_is_missing(unit: Unit, movement: Movement) -> bool:
    """Whether nobody was named who is what the party needs now (R-UAM-05, R-MED-03)."""
    escort = unit.store(EscortStore).of_movement(movement.id)
    party = needs(unit, movement.travellers, movement.not_before)
    if escort is None:
        return party.escort_kind is not None
    return is_too_weak(escort.kind, party.escort_kind)


def release(unit: Unit, movement: Movement) -> None:
    """Let the escort of a movement go, if it has one."""
    escort = unit.store(EscortStore).of_movement(movement.id)
    if escort is not None:
        escort.release(unit.now())


def _assign(
    unit: Unit, movement: Movement, staff_id: str, kind: str, valid_until: date | None
) -> None:
    party = needs(unit, movement.travellers, movement.not_before)
    leaves_at, _ = movement.times()
    back_at = refuse_unfit(
        kind=kind,
        needed=party.escort_kind,
        credential_valid_until=valid_until,
        back_at=movement.escort_returns_at,
    )
    alone = [one for one in movement.travellers if one.person_type is PersonType.UAM]
    refuse_too_many_children(len(alone))
    standing = unit.store(EscortStore).of_staff(staff_id, leaves_at)
    others = [one for one in standing if one.movement_id != movement.id]
    refuse_overlap(others, leaves_at, back_at)
    release(unit, movement)
    unit.store(EscortStore).add(
        Escort(
            id=unit.new_id(),
            movement_id=movement.id,
            staff_id=staff_id,
            kind=kind,
            credential_valid_until=valid_until,
            busy_from=leaves_at,
            busy_until=back_at,
            named_at=unit.now(),
        )
    )
