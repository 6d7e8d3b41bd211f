"""Two at the same moment in travel: the second one sees what the first one did."""

import json
from datetime import UTC, datetime

import pytest
from joserfc.jwk import ECKey
from test_a_journey import booked
from test_erasures_at_agents import erased
from travel_house import a_person

from services.chassis.ids import new_id
from services.travel.agents.store import AgentStore
from services.travel.bookings.model import BookingStatus
from services.travel.bookings.store import BookingStore
from services.travel.bookings.usecases import lock_booking
from services.travel.movements.store import MovementStore
from services.travel.parties.store import WithdrawalStore
from tests.meanwhile import meanwhile

COPY = "INSERT INTO {0} SELECT (jsonb_populate_record(t, CAST(:new AS jsonb))).* FROM {0} t"


@pytest.fixture
def now(house):
    with meanwhile(house.database, house.client) as opened:
        yield opened


def needs(house, case_ref, person, sequence=1, **changes):
    house.tell(
        "intake",
        "traveller_needs_changed",
        sequence=sequence,
        case_ref=case_ref,
        person_id=person["fact"]["person_id"],
        sealed_for_travel=house.seal(person["sealed"] | changes),
    )


def test_a_need_that_changes_while_another_journey_is_opened_reaches_it(
    house, agents, now, wait_for
):
    """After a missed flight the person is accepted again; the old journey is replaced meanwhile."""
    assert agents
    person = a_person()
    case_ref = house.accept(person)
    missed, fresh = house.movement(case_ref, "quoting")["movement_id"], f"m-{new_id()}"
    house.database.rows("UPDATE movements SET status = 'no_show' WHERE id = %s", missed)

    now.store(WithdrawalStore).hold(case_ref)
    now.store(MovementStore).standing(case_ref=case_ref, assignment_id=None)
    where = " WHERE {} = :old"
    change = f'{{"id": "{fresh}", "status": "quoting"}}'
    now.rows(COPY.format("movements") + where.format("id"), new=change, old=missed)
    change = f'{{"movement_id": "{fresh}"}}'
    now.rows(COPY.format("travellers") + where.format("movement_id"), new=change, old=missed)
    now.rows("UPDATE movements SET status = 'replaced' WHERE id = :old", old=missed)
    needs(house, case_ref, person, ssr=["WCHR"])
    wait_for(now.somebody_waits)
    now.session.commit()

    asked = agents[0].hear("quote_requested.v1", 2)
    assert [one["code"] for one in asked["data"]["special_services"]] == ["WCHR"]


@pytest.mark.parametrize("ended", ["no_show", "cancelled"])
def test_a_need_that_overtakes_another_acceptance_is_on_the_new_journey(
    house, agents, ended, wait_for
):
    assert agents
    person, other = a_person(), a_person()
    case_ref = house.accept(person)
    first = house.movement(case_ref, "quoting")["movement_id"]
    house.database.rows("UPDATE movements SET status = %s WHERE id = %s", ended, first)

    needs(house, case_ref, person, sequence=9, ssr=["WCHR"])
    told = "SELECT told_by FROM travellers WHERE movement_id = %s"
    wait_for(lambda: house.database.value(told, first) == 9)
    house.accept(person, other, case_ref=case_ref, sequence=8)

    asked = agents[0].hear("quote_requested.v1", 2)
    assert [one["code"] for one in asked["data"]["special_services"]] == ["WCHR"]


def test_an_agent_that_is_told_who_flies_while_the_person_is_forgotten_must_forget_it_too(
    house, agents, now, wait_for
):
    """The erasure may overtake the withdrawal of the case: its journey is still being booked."""
    person = a_person()
    case_ref, person_id = house.accept(person), person["fact"]["person_id"]
    order, _ = booked(house, agents, case_ref)
    movement_id = house.movement(case_ref)["movement_id"]
    # The order is being given at this moment: nobody else sees it yet.
    kept = "SELECT to_jsonb(b) FROM bookings b WHERE movement_id = %s"
    row = json.dumps(house.database.value(kept, movement_id))
    house.database.rows("DELETE FROM bookings WHERE movement_id = %s", movement_id)
    now.store(MovementStore).get(movement_id)
    insert = "INSERT INTO bookings SELECT * FROM jsonb_populate_record(NULL::bookings, :row)"
    now.rows(insert.replace(":row", "CAST(:row AS jsonb)"), row=row)

    erased(house, case_ref, person_id)
    wait_for(now.somebody_waits)
    now.session.commit()

    asked = agents[0].hear("erasure_requested.v1")["data"]["bookings"]
    assert [one["booking_reference"] for one in asked] == [order["data"]["booking_reference"]]


def test_two_keys_that_are_registered_at_once_are_both_kept(house, agents, now, wait_for):
    name = agents[0].name
    first, second = (
        ECKey.generate_key("P-256", auto_kid=True).as_dict(private=False) for _ in range(2)
    )
    now.store(AgentStore).held(name).register(first)
    now.session.flush()

    body = {"name": name, "jwk": second}
    now.then(lambda: house.ask("register_agent", body=body), wait_for)

    kept = house.database.value("SELECT keys FROM agents WHERE name = %s", name)
    assert [key["kid"] for key in kept] == [first["kid"], second["kid"]]


def test_what_we_decide_on_a_booking_waits_for_the_agents_word_on_it(house, agents, now, wait_for):
    """An order that is repeated, a penalty that nobody decided on: not if it was just answered."""
    case_ref = house.accept(a_person())
    order, _ = booked(house, agents, case_ref)
    reference = order["data"]["booking_reference"]
    _, booking = lock_booking(now, None, reference)
    assert booking.status is BookingStatus.CONFIRMED
    booking.use(datetime.now(UTC))
    now.session.flush()

    def ask():
        with meanwhile(house.database) as other:
            return lock_booking(other, None, reference)[1].status

    assert now.then(ask, wait_for) is BookingStatus.USED
    assert now.store(BookingStore).movement_of(reference, agents[0].name)
