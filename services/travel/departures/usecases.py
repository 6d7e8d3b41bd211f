"""The day itself: who signed, who boarded, who stayed, who arrived, and into whose hands."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from services.chassis.errors import NotFound
from services.chassis.unit import Unit
from services.travel.bookings.store import BookingStore
from services.travel.bookings.usecases import ask_to_cancel, lock_booking
from services.travel.departures.rules import (
    refuse_boarding,
    refuse_early_arrival,
    refuse_early_boarding,
    refuse_early_declaration,
    refuse_early_signature,
    refuse_unescorted,
    refuse_wrong_receiver,
)
from services.travel.escorts.usecases import release
from services.travel.letters.model import CaseLetter
from services.travel.letters.rules import refuse_without_letter
from services.travel.letters.store import LetterStore
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.movements.usecases import letter_missing, tell
from services.travel.travellers.model import LETTER, Evidence, NotHandedOver, TravellerStatus
from services.travel.travellers.rules import ESCORT_REFERENCE
from services.travel.travellers.usecases import open_details
from services.travel.waits.model import MOVEMENT, Status


def declare_departure(
    unit: Unit, *, movement_id: str, person_id: str, signed_at: datetime
) -> Movement:
    """A person signs that they leave of their own free will; the allowance may now be paid."""
    movement = unit.store(MovementStore).get(movement_id)
    MOVEMENT.next(movement.status, "depart")
    refuse_without_letter(letter_missing(unit, movement))
    if movement.departs_at is not None:
        refuse_early_declaration(signed_at, movement.departs_at, unit.now())
    tell(unit, movement, movement.declare(person_id, signed_at))
    return movement


def record_boarding(
    unit: Unit,
    *,
    movement_id: str,
    person_id: str,
    outcome: TravellerStatus,
    at: datetime,
    evidence: Evidence,
) -> Movement:
    """Note that a person left or stayed; when all are noted, what was not used is given back."""
    movement = unit.store(MovementStore).get(movement_id)
    if movement.departs_at is not None:
        refuse_early_boarding(at, movement.departs_at, unit.now())
    if outcome is TravellerStatus.DEPARTED:
        _check_boarding(unit, movement, person_id, evidence)
        tell(unit, movement, movement.depart(unit.now(), person_id, at, evidence))
    else:
        tell(unit, movement, movement.miss(unit.now(), person_id, at))
    if movement.status is not Status.BOOKED:
        _give_back_unused(unit, movement)
    return movement


def record_arrival(
    unit: Unit,
    *,
    movement_id: str,
    person_id: str,
    at: datetime,
    handed_over_to: dict[str, Any] | None = None,
) -> Movement:
    """Note an arrival. The receiver's number is compared and not kept; the signature's time is."""
    movement = unit.store(MovementStore).get(movement_id)
    traveller = movement.traveller(person_id)
    details, shown = open_details(unit, traveller), handed_over_to or {}
    refuse_early_arrival(at, traveller.departed_at, unit.now())
    refuse_wrong_receiver(traveller.person_type, details["receiver"], shown.get("identity_number"))
    refuse_early_signature(shown.get("signed_at"), traveller.departed_at)
    tell(unit, movement, movement.arrive(unit.now(), person_id, at, shown.get("signed_at")))
    return movement


def record_failed_hand_over(
    unit: Unit, *, movement_id: str, person_id: str, at: datetime, because: NotHandedOver
) -> Movement:
    """R-UAM-07: the escort keeps the child, and the counsellor hears of it at once."""
    movement = unit.store(MovementStore).get(movement_id)
    refuse_early_arrival(at, movement.traveller(person_id).departed_at, unit.now())
    tell(unit, movement, movement.keep(unit.now(), person_id, at, because))
    return movement


def record_way_back(unit: Unit, *, movement_id: str, person_id: str, at: datetime) -> Movement:
    """Nobody could receive the child, who has come back with the escort."""
    movement = unit.store(MovementStore).get(movement_id)
    refuse_early_arrival(at, movement.traveller(person_id).departed_at, unit.now())
    tell(unit, movement, movement.bring_back(unit.now(), person_id, at))
    return movement


def hear_of_letter(unit: Unit, *, case_ref: str, settled: bool, letter_id: str | None) -> None:
    """R-AVRR-09: intake says whether the letter keeps anybody from leaving; old news is nothing."""
    sequence = unit.message.sequence if unit.message else 0
    known = unit.store(LetterStore).hold(case_ref)
    news = CaseLetter(case_ref, sequence, settled, letter_id, unit.now())
    if known is not None and not known.hear(news):
        return
    unit.store(LetterStore).keep(known or news)
    for movement in unit.store(MovementStore).standing(case_ref=case_ref, assignment_id=None):
        tell(unit, movement)


def note_airline_word(
    unit: Unit, *, agent: str, booking_reference: str, passenger_reference: str, word: str
) -> None:
    """Keep what the airline says beside what staff and border say; it is weaker (R-REAN-19)."""
    movement, booking = lock_booking(unit, agent, booking_reference)
    if passenger_reference not in booking.references:
        raise NotFound("no-such-passenger", f"{passenger_reference} is not on this booking.")
    if passenger_reference == ESCORT_REFERENCE:
        return
    traveller = movement.passenger(passenger_reference)
    if traveller is not None:
        traveller.airline_says = word
        movement.version += 1


def _check_boarding(unit: Unit, movement: Movement, person_id: str, evidence: Evidence) -> None:
    """Refuse at the gate what may not be; whom the border saw leave has left, if without it."""
    letter = letter_missing(unit, movement)
    if evidence is Evidence.BORDER_NOTICE:
        if letter is not None:
            movement.traveller(person_id).lacks(LETTER)
        return
    refuse_without_letter(letter)
    refuse_unescorted(required=movement.escort_required, named=movement.escort_named)
    details = open_details(unit, movement.traveller(person_id))
    refuse_boarding(details, movement.times()[0])


def _give_back_unused(unit: Unit, movement: Movement) -> None:
    """Everybody stayed: all of it; some stayed: their places (R-MOV-02)."""
    booking = unit.store(BookingStore).live(movement.id)
    if booking is None:
        return
    stayed = [one.reference for one in movement.travellers if one.status is TravellerStatus.NO_SHOW]
    if movement.status is Status.NO_SHOW:
        release(unit, movement)
        ask_to_cancel(unit, booking)
        return
    booking.use(unit.now())
    if stayed:
        ask_to_cancel(unit, booking, stayed)
