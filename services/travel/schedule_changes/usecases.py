"""Flights that break a rule after they were ordered: accepted never, given back, or a person's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from services.chassis.errors import Conflict
from services.chassis.unit import Unit
from services.travel.agents.model import MarkKind
from services.travel.agents.usecases import Said, note, tell_agent
from services.travel.bookings.model import Booking, BookingStatus
from services.travel.bookings.store import BookingStore
from services.travel.bookings.usecases import ask_to_cancel, confirm_booking, lock_booking
from services.travel.constraints.usecases import constraints_of
from services.travel.escorts.usecases import escort_is_missing, release
from services.travel.movements.model import Movement
from services.travel.movements.store import MovementStore
from services.travel.movements.usecases import tell
from services.travel.offers.model import Flight, Offer
from services.travel.offers.rules import Outcome, judge
from services.travel.offers.store import OfferStore
from services.travel.offers.usecases import judge_all
from services.travel.quotes.usecases import ask_agents
from services.travel.schedule_changes import rules
from services.travel.schedule_changes.model import Answer, ScheduleChange
from services.travel.schedule_changes.store import ScheduleChangeStore
from services.travel.waits.model import Status

Segments = list[dict[str, Any]]
# The offer was taken long ago: neither its validity nor its price is asked about again.
SETTLED = ("offer-valid", "price", "R-MOV-07", "R-MOV-08-notice")


def take_tickets(unit: Unit, *, agent: str, booking_reference: str, **tickets: Any) -> None:
    """Take the tickets; what a traveller needs, or a rule, may have changed since the order."""
    movement = confirm_booking(unit, agent=agent, booking_reference=booking_reference, **tickets)
    if movement is None:
        return
    _judge_tickets(unit, movement, unit.store(OfferStore).get(str(movement.offer_id)))


def look_at_rules(unit: Unit, movement: Movement, *, named_otherwise: bool) -> None:
    """A need changed after the tickets were bought: what they break now is an officer's."""
    if movement.status is Status.BOOKED:
        offer = unit.store(OfferStore).get(str(movement.offer_id))
        _judge_tickets(unit, movement, offer, [rules.OTHER_NAME] if named_otherwise else [])


def _judge_tickets(
    unit: Unit, movement: Movement, offer: Offer, known: Sequence[dict[str, str]] = ()
) -> None:
    broken = [*known, *_broken(unit, movement, offer, offer.content["itinerary"])]
    if broken:
        touches = [f"rule:{one['rule']}" for one in broken]
        _put_before_officer(unit, movement, broken, rules.decide_by(unit.now()), touches)


def take_schedule_change(
    unit: Unit,
    *,
    agent: str,
    booking_reference: str,
    notice_reference: str,
    **notice: Any,
) -> list[Said]:
    """Record a change and answer it; while a person decides, nothing is said that consents."""
    movement, booking = lock_booking(unit, agent, booking_reference)
    change_id = f"{agent}/{notice_reference}"
    change = unit.store(ScheduleChangeStore).find(change_id)
    if change is None:
        change = _take_over(unit, change_id, movement, booking, notice)
        note(unit, agent, MarkKind.SCHEDULE_CHANGED)
    if change.answer is Answer.UNDECIDED:
        return []
    content = {
        "booking_reference": booking.id,
        "notice_reference": notice_reference,
        "answer": str(change.answer),
    }
    kind = "schedule_change_acknowledged.v1"
    return [tell_agent(unit, agent, kind, booking.id, content, unit.new_id())]


def rebook(unit: Unit, *, movement_id: str) -> Movement:
    """An officer gives tickets that break a rule back, and every agent is asked again."""
    movement = unit.store(MovementStore).get(movement_id)
    unit.expects(movement.version)
    booking = unit.store(BookingStore).live(movement.id)
    if movement.status is not Status.RULES_BROKEN or booking is None:
        sentence = "Only a journey whose flights break a rule is booked anew; another is cancelled."
        raise Conflict("no-rule-broken", sentence)
    _give_back(unit, movement, booking)
    return movement


def _take_over(
    unit: Unit, change_id: str, movement: Movement, booking: Booking, notice: dict[str, Any]
) -> ScheduleChange:
    """Judge the flights as they would be now, keep what was said of them, and act on it."""
    if booking.status is not BookingStatus.CONFIRMED:
        sentence = f"Only ticketed flights are moved; this booking is {booking.status}."
        raise Conflict("not-ticketed", sentence)
    removed, added = notice["removed_segments"], notice["added_segments"]
    offer = unit.store(OfferStore).get(booking.offer_id)
    itinerary = rules.moved(offer.content, removed, added)
    broken = _broken(unit, movement, offer, itinerary)
    answer = rules.answer(notice["options"], broken)
    touches = rules.touched(
        offer.flights,
        [Flight.of(segment) for segment in itinerary],
        escorted=movement.escort_required,
        broken=[one["rule"] for one in broken],
    )
    change = ScheduleChange(
        id=change_id,
        booking_reference=booking.id,
        received_at=unit.now(),
        removed=removed,
        added=added,
        touches=touches,
        answer=answer,
        broken_rules=broken,
    )
    unit.store(ScheduleChangeStore).add(change)
    if answer is Answer.ACCEPT:
        _move(unit, movement, offer, itinerary, tuple(touches))
    elif answer is Answer.REFUND:
        _give_back(unit, movement, booking, tuple(touches))
    else:
        offer.propose(itinerary)
        due_at = rules.decide_by(unit.now(), notice["answer_by"])
        _put_before_officer(unit, movement, broken or [rules.NO_OPTION], due_at, touches)
    return change


def _put_before_officer(
    unit: Unit,
    movement: Movement,
    broken: list[dict[str, str]],
    due_at: datetime,
    touches: Sequence[str],
) -> None:
    """Let the journey wait for an officer, and say which checks are to be done again."""
    tell(unit, movement, movement.find_broken(unit.now(), due_at, broken, tuple(touches)))


def _move(
    unit: Unit, movement: Movement, offer: Offer, itinerary: Segments, touches: tuple[str, ...]
) -> None:
    """Go on with the new times."""
    offer.move(itinerary)
    judge_all(unit, movement, [offer])
    times = (offer.departs_at, offer.arrives_at)
    tell(unit, movement, movement.reschedule(unit.now(), *times, touches))


def _broken(
    unit: Unit, movement: Movement, offer: Offer, itinerary: Segments
) -> list[dict[str, str]]:
    """Hold flights against today's rules, beside the offer that was booked."""
    if not itinerary:
        return [rules.NO_FLIGHT]
    flown = replace(offer, content={**offer.content, "itinerary": itinerary})
    missing = [rules.NO_ESCORT] if escort_is_missing(unit, movement) else []
    return missing + [
        {"rule": one.rule, "sentence": one.sentence}
        for one in judge(flown, constraints_of(unit, movement), unit.now())
        if one.outcome is Outcome.BROKEN and one.rule not in SETTLED
    ]


def _give_back(
    unit: Unit, movement: Movement, booking: Booking, what: tuple[str, ...] = ()
) -> None:
    """Give the tickets back and ask every agent again."""
    changed = movement.rebook(unit.now(), (*what, "rebooking"))
    release(unit, movement)
    tell(unit, movement, changed)
    ask_to_cancel(unit, booking)
    ask_agents(unit, movement)
