"""R-UAM-07: a child alone is signed for by the registered adult, or stays with the escort."""

from datetime import timedelta

import pytest
from travel_builders import LEAVES, RECEIVER, a_child_alone
from travel_fakes import a_unit
from travel_steps import booked, under_way

from services.chassis.errors import Conflict, Invalid
from services.travel.departures import usecases as departures
from services.travel.parties.usecases import change_needs, withdraw
from services.travel.travellers.model import NotHandedOver
from services.travel.waits.model import Status
from tests.fakes import NOON

LATER = LEAVES + timedelta(hours=5)
SHOWN = {"name": "Aunt Specimen", "identity_number": RECEIVER["identity_number"]}
NOBODY = NotHandedOver.NOBODY_CAME


def told(unit, name):
    return [fact for fact in unit.published if fact.name == name]


def kept(unit, because=NOBODY):
    movement, here = under_way(unit, a_child_alone())
    departures.record_failed_hand_over(unit, **here, because=because)
    return movement, here


def test_the_hour_of_the_signature_is_kept_and_told():
    unit = a_unit()
    movement, here = under_way(unit, a_child_alone())

    departures.record_arrival(unit, **here, handed_over_to=SHOWN | {"signed_at": LATER})

    [fact] = told(unit, "person_arrived")
    assert fact.handed_over_at == LATER
    assert movement.travellers[0].handed_over_at == LATER


def test_nobody_signs_for_a_child_who_has_not_left():
    unit = a_unit()
    _, here = under_way(unit, a_child_alone())
    early = SHOWN | {"signed_at": NOON - timedelta(days=90)}

    with pytest.raises(Invalid, match="before the child left"):
        departures.record_arrival(unit, **here, handed_over_to=early)


def test_when_nobody_comes_the_child_stays_with_the_escort_and_the_counsellor_must_act():
    unit = a_unit()
    movement, _ = kept(unit)

    [fact] = told(unit, "hand_over_failed")
    assert (fact.reason_code, fact.owner) == ("nobody_came", "counsellor")
    assert fact.due_at == movement.due_at == unit.now() + timedelta(hours=4)
    assert movement.status is Status.WITH_ESCORT
    assert "an adult who may receive the child" in movement.waits_for


def test_an_adult_who_was_named_since_receives_the_child():
    unit = a_unit()
    movement, here = kept(unit)
    other = {"name": "Uncle Specimen", "relation": "uncle", "identity_number": "ZZ 77"}
    change_needs(
        unit,
        case_ref=movement.case_ref,
        person_id=here["person_id"],
        details=a_child_alone().details | {"receiver": other},
    )

    with pytest.raises(Conflict, match="not the registered receiver"):
        departures.record_arrival(unit, **here, handed_over_to=SHOWN)
    shown = {"name": other["name"], "identity_number": "zz77", "signed_at": LATER}
    departures.record_arrival(unit, **here, handed_over_to=shown)
    assert movement.status is Status.ARRIVED


def test_an_adult_who_is_named_while_the_child_is_in_the_air_receives_it():
    unit = a_unit()
    movement, here = under_way(unit, a_child_alone())
    other = {"name": "Uncle Specimen", "relation": "uncle", "identity_number": "ZZ 77"}
    details = a_child_alone().details | {"receiver": other}
    change_needs(unit, case_ref=movement.case_ref, person_id=here["person_id"], details=details)

    shown = {"name": other["name"], "identity_number": "zz77", "signed_at": LATER}
    departures.record_arrival(unit, **here, handed_over_to=shown)

    assert movement.status is Status.ARRIVED


def test_a_child_whom_nobody_receives_comes_back_and_somebody_decides_what_now():
    unit = a_unit()
    movement, here = kept(unit)

    departures.record_way_back(unit, **here)

    assert movement.status is Status.BROUGHT_BACK
    assert (movement.owner, movement.is_over) == ("counsellor", True)
    assert [fact.person_id for fact in told(unit, "person_brought_back")] == ["p-9"]
    withdraw(unit, case_ref=movement.case_ref, assignment_id=None, reason_code="stays")
    assert movement.status is Status.CANCELLED


def test_who_was_not_kept_is_not_brought_back():
    unit = a_unit()
    _, here = under_way(unit, a_child_alone())

    with pytest.raises(Conflict):
        departures.record_way_back(unit, **here)


def test_a_withdrawal_does_not_call_off_a_journey_that_a_child_is_on():
    unit = a_unit()
    movement, _ = kept(unit)

    withdraw(unit, case_ref=movement.case_ref, assignment_id=None, reason_code="changed_mind")

    assert movement.status is Status.WITH_ESCORT


def test_an_adult_is_kept_by_nobody():
    unit = a_unit()
    movement, _ = booked(unit)
    adult = {"movement_id": movement.id, "person_id": "p-1", "at": NOON}

    with pytest.raises((Invalid, Conflict)):
        departures.record_failed_hand_over(unit, **adult, because=NOBODY)


def test_of_two_children_one_may_be_kept_while_the_other_is_received():
    unit = a_unit()
    movement, here = kept(unit)
    sibling = a_sibling_of(unit, movement)

    departures.record_arrival(
        unit, **(here | {"person_id": sibling.person_id}), handed_over_to=SHOWN
    )
    assert movement.status is Status.WITH_ESCORT
    departures.record_arrival(unit, **here, handed_over_to=SHOWN)
    assert movement.status is Status.ARRIVED


def a_sibling_of(unit, movement):
    """Another child of the same party, still on the way."""
    first = movement.travellers[0]
    second = type(first)(
        person_id="p-10",
        movement_id=movement.id,
        position=2,
        person_type=first.person_type,
        details=unit.vault.seal("p-10", unit.vault.open("p-9", first.details)),
        status=type(first.status).DEPARTED,
    )
    movement.travellers.append(second)
    return second
