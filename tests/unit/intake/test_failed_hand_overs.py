"""R-UAM-07: a child whom nobody could receive at the destination, as the case sees it."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from services.intake.acceptance.usecases import accept_case
from services.intake.alerts.model import What
from services.intake.alerts.store import AlertStore
from services.intake.figures.model import By
from services.intake.figures.store import FigureStore
from services.intake.journeys.model import Journey
from services.intake.progress.usecases import (
    follow,
    follow_arrival,
    follow_departure,
    follow_failed_hand_over,
    follow_way_back,
    waits_of_case,
)
from services.intake.safeguarding.model import Receiver
from services.intake.states.model import CaseStatus
from tests.unit.intake.intake_scene import RECEPTION, a_cleared_minor, a_unit, guard, told

LEFT = datetime(2026, 6, 10, 8, tzinfo=UTC)
THERE = datetime(2026, 6, 10, 14, tzinfo=UTC)
DUE = datetime(2026, 6, 10, 18, tzinfo=UTC)
KEPT = {
    "kept_at": THERE.isoformat(),
    "reason_code": "nobody_came",
    "waits_for": "an adult who may receive the child",
    "owner": "counsellor",
    "due_at": DUE,
}


class Child:
    """A child alone who is on the way; each method is a fact of travel."""

    def __init__(self):
        self.unit = a_unit()
        self.case = accept_case(self.unit, ref=a_cleared_minor(self.unit).case_ref)
        self.id = self.case.applicant_id
        self.about = {"case_ref": self.case.case_ref, "movement_id": "m-1"}
        seat = {
            "person_ids": [self.id],
            "departs_at": LEFT.isoformat(),
            "arrives_at": THERE.isoformat(),
        }
        told(self.unit, "travel.movement_booked", sequence=2)
        follow(self.unit, self.about | seat, Journey.movement_booked)
        self.about["person_id"] = self.id

    def departs(self):
        fact = told(self.unit, "travel.person_departed", sequence=3) and self.about
        follow_departure(self.unit, fact | {"departed_at": LEFT}, Journey.person_departed, LEFT)

    def is_kept(self):
        told(self.unit, "travel.hand_over_failed", sequence=4)
        follow_failed_hand_over(self.unit, self.about | KEPT, Journey.movement_stuck)

    def comes_back(self):
        told(self.unit, "travel.person_brought_back", sequence=5)
        back = {"brought_back_at": DUE.isoformat()}
        follow_way_back(self.unit, self.about | back, Journey.person_brought_back)

    def is_received(self):
        told(self.unit, "travel.person_arrived", sequence=5)
        there = {"arrived_at": DUE}
        follow_arrival(self.unit, self.about | there, Journey.person_arrived, DUE)

    def waits(self):
        waits = waits_of_case(self.unit, ref=self.case.case_ref)["waits"]
        return {one["about"]: one for one in waits}

    def alert(self):
        return self.unit.store(AlertStore).find(self.case.case_ref, self.id, What.HAND_OVER)

    def counted(self):
        left = self.unit.store(FigureStore).departures(2026, By.MONTH, date(2027, 1, 1))
        return sum(left.values())


@pytest.fixture
def child():
    return Child()


def test_the_case_says_at_once_who_must_act_and_by_when(child):
    child.departs()
    child.is_kept()

    wait = child.waits()["m-1"]
    assert (wait["owner"], wait["due_at"]) == ("counsellor", DUE.isoformat())
    assert not wait["overdue"]
    child.unit.clock = DUE
    assert child.waits()["m-1"]["overdue"]
    assert (child.alert().owner, child.alert().settled) == ("counsellor", False)


def test_another_adult_who_is_named_now_is_told_to_travel(child):
    child.departs()
    child.is_kept()
    other = Receiver(name="Other Test", relation="uncle", identity_number="ID-9")

    guard(child.unit, child.case, reception=replace(RECEPTION, receiver=other))

    [fact] = [one for one in child.unit.published if one.name == "traveller_needs_changed"][-1:]
    [traveller] = json.loads(fact.sealed_for_travel)["content"]["travellers"]
    assert traveller["receiver"]["identity_number"] == "ID-9"


def test_a_child_under_way_is_counted_among_those_who_left(child):
    child.departs()

    assert child.counted() == 1


def test_who_is_received_after_all_has_arrived(child):
    child.departs()
    child.is_kept()
    child.is_received()

    assert child.case.status is CaseStatus.ARRIVED
    assert "m-1" not in child.waits()
    assert child.alert().settled


@pytest.mark.parametrize("order", ["departs is_kept comes_back", "comes_back departs is_kept"])
def test_who_comes_back_has_not_left_in_whatever_order_it_is_told(child, order):
    for verb in order.split():
        getattr(child, verb)()

    assert child.case.status is CaseStatus.NO_SHOW
    assert child.case.people[0].departed_on is None
    assert child.counted() == 0
    assert child.waits()["case"]["owner"] == "counsellor"


def test_a_withdrawal_after_the_way_back_waits_for_no_journey(child):
    child.departs()
    child.is_kept()
    child.comes_back()

    assert "movement" not in child.case.outstanding()
