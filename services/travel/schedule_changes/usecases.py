"""Taking over what an airline moved: recorded, judged anew, told, acknowledged."""

from __future__ import annotations

from typing import Any

from services.chassis.unit import Unit
from services.travel.agents.model import MarkKind
from services.travel.agents.usecases import Said, note, tell_agent
from services.travel.bookings.model import Booking
from services.travel.bookings.usecases import ask_to_cancel, lock_booking
from services.travel.escorts.usecases import release
from services.travel.movements.model import Movement
from services.travel.movements.usecases import tell
from services.travel.offers.model import Flight, Offer
from services.travel.offers.store import OfferStore
from services.travel.offers.usecases import judge_all
from services.travel.quotes.usecases import ask_agents
from services.travel.schedule_changes import rules
from services.travel.schedule_changes.model import ScheduleChange
from services.travel.schedule_changes.store import ScheduleChangeStore
from services.travel.waits.model import Status

# The offer was taken long ago: neither its validity nor its price is asked about again.
SETTLED = ("offer-valid", "price", "R-MOV-07")


def take_schedule_change(
    unit: Unit,
    *,
    agent: str,
    booking_reference: str,
    notice_reference: str,
    removed_segments: list[dict[str, Any]],
    added_segments: list[dict[str, Any]],
    options: list[str],
) -> list[Said]:
    """Record and acknowledge a change; flights that break a rule are given back and sought anew."""
    movement, booking = lock_booking(unit, agent, booking_reference)
    store, change_id = unit.store(ScheduleChangeStore), f"{agent}/{notice_reference}"
    change = store.find(change_id)
    if change is None:
        offer = unit.store(OfferStore).get(booking.offer_id)
        touches, broken = _take_over(unit, movement, offer, removed_segments, added_segments)
        change = ScheduleChange(
            id=change_id,
            booking_reference=booking.id,
            received_at=unit.now(),
            removed=removed_segments,
            added=added_segments,
            touches=touches,
            answer=rules.answer(options, broken),
        )
        store.add(change)
        note(unit, agent, MarkKind.SCHEDULE_CHANGED)
        if movement.status is Status.BOOKED:
            _follow(unit, movement, booking, offer, change)
    content = {
        "booking_reference": booking.id,
        "notice_reference": notice_reference,
        "answer": change.answer,
    }
    kind = "schedule_change_acknowledged.v1"
    return [tell_agent(unit, agent, kind, booking.id, content, unit.new_id())]


def _take_over(
    unit: Unit,
    movement: Movement,
    offer: Offer,
    removed: list[dict[str, Any]],
    added: list[dict[str, Any]],
) -> tuple[list[str], list[str]]:
    """Put the new flights into the offer; return the checks they touch and the rules they break."""
    before = offer.flights
    after = rules.moved(offer.content["itinerary"], removed, added)
    if not after:
        return ["departure", "arrival", "rule:route"], ["route"]
    offer.content = {**offer.content, "itinerary": after}
    judge_all(unit, movement, [offer])
    broken = [
        reason["rule"]
        for reason in offer.reasons
        if reason["outcome"] == "fail" and reason["rule"] not in SETTLED
    ]
    flights = [Flight.of(segment) for segment in after]
    escorted = movement.escort_required
    return rules.touched(before, flights, escorted=escorted, broken=broken), broken


def _follow(
    unit: Unit, movement: Movement, booking: Booking, offer: Offer, change: ScheduleChange
) -> None:
    """Go on with the new times, or give the tickets back and ask every agent again."""
    what = tuple(change.touches)
    if change.answer != "refund":
        departs_at, arrives_at = offer.departs_at, offer.arrives_at
        tell(unit, movement, movement.reschedule(unit.now(), departs_at, arrives_at, what))
        return
    departs_at, arrives_at = movement.times()
    changed = movement.reschedule(unit.now(), departs_at, arrives_at, (*what, "rebooking"))
    movement.lose(unit.now())
    release(unit, movement)
    tell(unit, movement, changed)
    ask_to_cancel(unit, booking)
    ask_agents(unit, movement)
