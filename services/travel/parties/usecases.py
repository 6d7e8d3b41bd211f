"""Opening journeys for a case or an assignment, and undoing them when it is called off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.chassis.errors import NotYet
from services.chassis.unit import Unit
from services.travel.cancellations.usecases import undo
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.movements.usecases import tell
from services.travel.parties.model import Withdrawal
from services.travel.parties.rules import Person, Trip, person, split_into_parties
from services.travel.parties.store import WithdrawalStore
from services.travel.quotes.usecases import ask_agents
from services.travel.schedule_changes.usecases import look_at_rules
from services.travel.travellers.model import PersonType, Traveller, TravellerStatus
from services.travel.travellers.usecases import handle, needs, open_details
from services.travel.waits.model import BEFORE_BOOKING, ORDERED, REPLACEABLE, Status

# No agent needs to hear of these: who meets a child, and how we handle somebody at the airport.
NOT_ON_A_TICKET = frozenset({"receiver", "handling", "on_hold", "board_check", "person_type"})
# Who is called otherwise at the airport than on the ticket does not fly.
ON_THE_PASSPORT = frozenset({"given_names", "family_name", "birth_date", "sex"})
# Boarded, or already on the way back: a withdrawal that crossed it on the way changes nothing.
TOO_LATE = (Status.DEPARTED, Status.WITH_ESCORT, Status.CANCELLING)


def open_journeys(unit: Unit, *, trip: Trip, people: Sequence[Person]) -> None:
    """Open one movement for each party that has none, and ask the agents at once."""
    withdrawal = unit.store(WithdrawalStore).find(trip.subject)
    standing = unit.store(MovementStore).standing(
        case_ref=trip.case_ref, assignment_id=trip.assignment_id
    )
    for movement in standing:
        if movement.status in REPLACEABLE:
            movement.replace(unit.now())
            tell(unit, movement)
    people = _as_told_last(unit, trip, people)
    travelling = {person_id for one in standing if not one.is_over for person_id in one.person_ids}
    for party in split_into_parties(people):
        if travelling.isdisjoint(one.person_id for one in party):
            movement = _open(unit, trip, party)
            if withdrawal is None:
                ask_agents(unit, movement)
            else:
                # The withdrawal overtook the acceptance: opened and closed, so that all can see.
                undo(unit, movement, withdrawal.reason_code)


def withdraw(
    unit: Unit, *, case_ref: str | None, assignment_id: str | None, reason_code: str
) -> None:
    """Undo every journey of a case or assignment that has not begun, and remember why."""
    subject = str(case_ref or assignment_id)
    if unit.store(WithdrawalStore).find(subject) is None:
        unit.store(WithdrawalStore).add(Withdrawal(subject, reason_code, unit.now()))
    standing = unit.store(MovementStore).standing(case_ref=case_ref, assignment_id=assignment_id)
    for movement in standing:
        if movement.status not in TOO_LATE:
            undo(unit, movement, reason_code)


def change_needs(unit: Unit, *, case_ref: str, person_id: str, details: dict[str, Any]) -> None:
    """Take over what a traveller needs now; what was not ordered is asked for anew."""
    unit.store(WithdrawalStore).hold(case_ref)
    standing = unit.store(MovementStore).standing(case_ref=case_ref, assignment_id=None)
    known = _told_last(unit, case_ref).get(person_id)
    if known is None:
        raise NotYet(f"Case {case_ref} has no movement of this person yet.")
    if _number(unit) < known.told_by or known.status is TravellerStatus.ARRIVED:
        return
    mine = [movement for movement in standing if person_id in movement.person_ids]
    if not mine:
        # Accepted again, which is not known here yet: kept until then.
        _lock_away(unit, known, details)
    for movement in mine:
        asked = needs(unit, movement.travellers, movement.not_before)
        changed = _take_over_details(unit, movement, person_id, details)
        if not movement.traveller(person_id).waits_to_board:
            # Only who may receive a child who is under way still matters (R-UAM-07).
            continue
        if movement.status in BEFORE_BOOKING:
            if needs(unit, movement.travellers, movement.not_before) != asked:
                ask_agents(unit, movement)
        elif movement.status in ORDERED and changed - NOT_ON_A_TICKET:
            tell(unit, movement, movement.needs_changed())
            look_at_rules(unit, movement, named_otherwise=bool(changed & ON_THE_PASSPORT))


def _told_last(unit: Unit, case_ref: str) -> dict[str, Traveller]:
    """Return each person of a case on the journey for which the latest was told."""
    everybody = [
        one for each in unit.store(MovementStore).of_case(case_ref) for one in each.travellers
    ]
    return {one.person_id: one for one in sorted(everybody, key=lambda one: one.told_by)}


def _as_told_last(unit: Unit, trip: Trip, people: Sequence[Person]) -> list[Person]:
    """What changed after an acceptance may have come here before it."""
    known = _told_last(unit, trip.case_ref) if trip.case_ref else {}
    later = {key: one for key, one in known.items() if one.told_by > _number(unit)}
    return [
        person(
            one.person_id,
            later[one.person_id].person_type,
            open_details(unit, later[one.person_id]),
            nationalities=one.details["nationalities"],
            told_by=later[one.person_id].told_by,
        )
        if one.person_id in later
        else one
        for one in people
    ]


def _number(unit: Unit) -> int:
    return unit.message.sequence if unit.message else 0


def _open(unit: Unit, trip: Trip, party: Sequence[Person]) -> Movement:
    movement_id = unit.new_id()
    movement = Movement(
        id=movement_id,
        case_ref=trip.case_ref,
        assignment_id=trip.assignment_id,
        origin_airport=trip.origin_airport,
        destination_airport=trip.destination_airport,
        destination_country=trip.destination_country,
        not_before=trip.not_before,
        not_after=trip.not_after,
        escort_required=any(one.needs_our_escort for one in party),
        opened_at=unit.now(),
        travellers=[
            Traveller(
                person_id=one.person_id,
                movement_id=movement_id,
                position=position,
                person_type=one.person_type,
                details=unit.vault.seal(one.person_id, one.details),
                told_by=max(one.told_by, _number(unit)),
            )
            for position, one in enumerate(party, start=1)
        ],
    )
    handle(unit, movement)
    unit.store(MovementStore).add(movement)
    tell(unit, movement, movement.opened())
    return movement


def _take_over_details(
    unit: Unit, movement: Movement, person_id: str, details: dict[str, Any]
) -> frozenset[str]:
    """Lock away the new details; return what of them is new."""
    traveller = movement.traveller(person_id)
    known = open_details(unit, traveller)
    fresh = _lock_away(unit, traveller, details)
    party = needs(unit, movement.travellers, movement.not_before)
    movement.escort_required = party.escort_kind is not None
    handle(unit, movement)
    movement.version += 1
    return frozenset(name for name in fresh if known.get(name) != fresh[name])


def _lock_away(unit: Unit, traveller: Traveller, details: dict[str, Any]) -> dict[str, Any]:
    if details.get("person_type"):
        # Whoever comes of age is no longer a child alone (R-UAM-06).
        traveller.person_type = PersonType(details["person_type"])
    who, nations = traveller.person_id, open_details(unit, traveller)["nationalities"]
    fresh = person(who, traveller.person_type, details, nationalities=nations).details
    traveller.details = unit.vault.seal(who, fresh)
    traveller.told_by = max(traveller.told_by, _number(unit))
    return fresh
