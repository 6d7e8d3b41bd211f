"""A moved flight: taken over when it keeps every rule, given back or put before a person if not."""

from datetime import timedelta

import pytest
from test_travel_partner_desk import REJECTED, a_ticketed, an_event, say
from travel_fakes import a_unit, posted
from travel_steps import confirm, ordered

from services.chassis.errors import Conflict
from services.travel.bookings.model import BookingStatus
from services.travel.cancellations.usecases import cancel_movement
from services.travel.dossiers.schemas import show_dossier
from services.travel.dossiers.usecases import dossier_of
from services.travel.movements.usecases import tell_if_stuck
from services.travel.offers.store import OfferStore
from services.travel.schedule_changes.rules import decide_by
from services.travel.schedule_changes.usecases import rebook
from services.travel.waits.model import Status
from tests.fakes import NOON, FakeRuleTable

ACKNOWLEDGED = "schedule_change_acknowledged.v1"


def moved(unit, movement, booking, **changes):
    """Say that the last flight leaves, and lands, later; returns the notice."""
    last = unit.store(OfferStore).get(movement.offer_id).content["itinerary"][-1]
    later = last | {"departs_at": "2026-05-12T15:00:00+00:00"}
    later["arrives_at"] = changes.pop("lands", "2026-05-12T18:00:00+00:00")
    return {
        "booking_reference": booking.id,
        "notice_reference": "S-1",
        "removed_segments": [last],
        "added_segments": [later],
        "options": ["accept", "refund"],
        "answer_by": NOON.isoformat(),
    } | changes


def test_a_moved_flight_is_taken_over_acknowledged_and_told_with_what_it_touches():
    unit = a_unit()
    movement, booking = a_ticketed(unit)
    event = an_event("schedule_changed.v1", moved(unit, movement, booking))

    say(unit, event)
    say(unit, event)
    say(unit, event | {"id": "e-2"})

    answers = posted(unit, ACKNOWLEDGED)
    assert [one.data["answer"] for one in answers] == ["accept"] * 3
    assert answers[0] == answers[1]
    [changed] = [one for one in unit.published if one.name == "movement_changed"]
    assert changed.what == ("arrival", "reception", "document_validity", "transit")
    assert movement.arrives_at.hour == 18


def test_a_moved_flight_that_breaks_a_rule_is_given_back_and_all_are_asked_again():
    unit = a_unit()
    movement, booking = a_ticketed(unit)

    notice = moved(unit, movement, booking, added_segments=[])
    say(unit, an_event("schedule_changed.v1", notice))

    assert posted(unit, ACKNOWLEDGED)[0].data["answer"] == "refund"
    assert (movement.status, movement.quote_round) == (Status.QUOTING, 2)
    assert booking.status is BookingStatus.CANCEL_REQUESTED
    assert "rule:route" in unit.published[-1].what


def test_flights_that_break_a_rule_are_never_agreed_to_and_wait_for_an_officer():
    unit = a_unit()
    movement, booking = a_ticketed(unit)
    leaves_at = movement.departs_at
    notice = moved(unit, movement, booking, options=["accept"])
    notice["added_segments"][0] |= {"destination": "THR"}

    for message_id in ("e-1", "e-1", "e-2"):
        say(unit, an_event("schedule_changed.v1", notice, id=message_id))

    assert posted(unit, ACKNOWLEDGED) == []
    assert (movement.status, movement.owner) == (Status.RULES_BROKEN, "movement_officer")
    assert "route" in movement.waits_for
    assert movement.broken_rules[0]["sentence"] == "It goes from AMS to THR."
    assert movement.departs_at == leaves_at
    assert "rule:route" in unit.published[-1].what
    assert unit.reminders[-1].name == "movement_due"
    unit.clock = movement.due_at
    tell_if_stuck(unit, movement_id=movement.id)
    assert unit.published[-1].waits_for == movement.waits_for
    shown = show_dossier(dossier_of(unit, movement_id=movement.id))
    assert shown["broken_rules"][0]["rule"] == "route"
    assert shown["schedule_changes"][0]["answer"] == "undecided"
    with pytest.raises(Conflict, match="cannot depart"):
        movement.declare("p-1", NOON)


def test_when_no_flight_is_left_nothing_is_agreed_to():
    unit = a_unit()
    movement, booking = a_ticketed(unit)
    offer = unit.store(OfferStore).get(movement.offer_id)
    notice = moved(unit, movement, booking, added_segments=[], options=["accept", "change"])
    notice["removed_segments"] = offer.content["itinerary"]

    say(unit, an_event("schedule_changed.v1", notice))

    assert posted(unit, ACKNOWLEDGED) == []
    assert movement.status is Status.RULES_BROKEN
    assert unit.published[-1].what == ("departure", "arrival", "rule:route")


def test_what_may_neither_be_accepted_nor_given_back_is_a_persons_work():
    unit = a_unit()
    movement, booking = a_ticketed(unit)

    say(unit, an_event("schedule_changed.v1", moved(unit, movement, booking, options=["change"])))

    assert posted(unit, ACKNOWLEDGED) == []
    assert movement.broken_rules[0]["rule"] == "options"


@pytest.mark.parametrize("status", [one for one in BookingStatus if one != "confirmed"])
def test_only_a_ticketed_booking_is_moved(status):
    unit = a_unit()
    movement, booking = a_ticketed(unit)
    booked = unit.store(OfferStore).get(movement.offer_id).content
    notice = moved(unit, movement, booking)
    booking.status = status

    say(unit, an_event("schedule_changed.v1", notice))

    assert posted(unit, REJECTED)[0].data["code"] == "wrong_state"
    assert unit.store(OfferStore).get(movement.offer_id).content == booked


def broken(unit):
    """A ticketed journey whose last flight was moved to Tehran."""
    movement, booking = a_ticketed(unit)
    notice = moved(unit, movement, booking, options=["accept"])
    notice["added_segments"][0] |= {"destination": "THR"}
    say(unit, an_event("schedule_changed.v1", notice))
    return movement, booking, notice


def test_an_officer_gives_flights_that_break_a_rule_back_and_all_are_asked_again():
    unit = a_unit()
    movement, booking, _ = broken(unit)

    rebook(unit, movement_id=movement.id)

    assert (movement.status, movement.quote_round) == (Status.QUOTING, 2)
    assert booking.status is BookingStatus.CANCEL_REQUESTED
    assert movement.broken_rules == []
    assert unit.published[-1].what == ("rebooking",)


def test_a_journey_that_keeps_every_rule_is_not_booked_anew():
    unit = a_unit()
    movement, _ = a_ticketed(unit)

    with pytest.raises(Conflict, match="break a rule"):
        rebook(unit, movement_id=movement.id)


def test_a_journey_whose_flights_break_a_rule_can_be_called_off():
    unit = a_unit()
    movement, booking, _ = broken(unit)

    cancel_movement(unit, movement_id=movement.id, reason_code="withdrawn")

    assert (movement.status, movement.broken_rules) == (Status.CANCELLING, [])
    assert booking.status is BookingStatus.CANCEL_REQUESTED


def test_a_better_notice_takes_the_place_of_one_that_nobody_agreed_to():
    unit = a_unit()
    movement, _, notice = broken(unit)
    to_baghdad = notice["added_segments"][0] | {"destination": "BGW"}
    better = notice | {"notice_reference": "S-2", "added_segments": [to_baghdad]}

    say(unit, an_event("schedule_changed.v1", better, id="e-2"))

    assert posted(unit, ACKNOWLEDGED)[0].data["answer"] == "accept"
    assert (movement.status, movement.broken_rules) == (Status.BOOKED, [])
    assert movement.arrives_at.hour == 18


def test_a_notice_about_another_flight_does_not_agree_to_the_first():
    unit = a_unit()
    movement, _, notice = broken(unit)
    first = unit.store(OfferStore).get(movement.offer_id).content["itinerary"][0]
    earlier = first | {"departs_at": "2026-05-12T07:00:00+00:00"}
    other = {"notice_reference": "S-2", "removed_segments": [first], "added_segments": [earlier]}

    say(unit, an_event("schedule_changed.v1", notice | other, id="e-2"))

    assert posted(unit, ACKNOWLEDGED) == []
    assert movement.status is Status.RULES_BROKEN
    assert movement.broken_rules[0]["rule"] == "route"


def test_an_order_is_judged_again_when_it_is_ticketed():
    unit = a_unit()
    movement, booking = ordered(unit)
    unit.rule_tables["transit_visas"] = FakeRuleTable([{"nationality": "IQ", "country": "TR"}])

    confirm(unit, booking)

    assert movement.status is Status.RULES_BROKEN
    assert "R-MOV-05-transit" in movement.waits_for
    assert unit.published_names()[-3:] == [
        "movement_booked",
        "travel_cost_recorded",
        "movement_changed",
    ]


@pytest.mark.parametrize(
    ("answer_by", "due_at"),
    [
        (NOON + timedelta(hours=3), NOON + timedelta(hours=3)),
        (NOON + timedelta(days=3), NOON + timedelta(days=1)),
        (NOON - timedelta(days=3), NOON + timedelta(days=1)),
        (None, NOON + timedelta(days=1)),
    ],
)
def test_an_officer_has_a_day_or_until_the_agent_wants_its_answer(answer_by, due_at):
    assert decide_by(NOON, answer_by) == due_at


def test_a_flight_that_was_never_booked_cannot_be_removed():
    unit = a_unit()
    movement, booking = a_ticketed(unit)
    notice = moved(unit, movement, booking)
    notice["removed_segments"] = notice["added_segments"]

    say(unit, an_event("schedule_changed.v1", notice))

    assert posted(unit, REJECTED)[0].data["pointer"] == "/data/removed_segments"


def test_a_moved_departure_touches_the_day_itself():
    unit = a_unit()
    movement, booking = a_ticketed(unit)
    first = unit.store(OfferStore).get(movement.offer_id).content["itinerary"][0]
    earlier = first | {"departs_at": "2026-05-12T07:00:00+00:00"}
    notice = moved(unit, movement, booking)
    notice |= {"removed_segments": [first], "added_segments": [earlier]}

    say(unit, an_event("schedule_changed.v1", notice))

    assert unit.published[-1].what[:4] == (
        "departure",
        "declaration",
        "allowance_payment",
        "fitness_check",
    )
