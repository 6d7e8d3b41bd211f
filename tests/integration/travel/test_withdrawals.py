"""A withdrawal in any state before boarding puts everything back: ticket, escort, money."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import create_engine
from sqlalchemy.orm import Session
from test_a_journey import booked
from travel_house import FIRST_DAY, a_child_alone, a_person
from travel_words import a_refund, an_offer, cancelled, failure, tickets

from services.chassis.errors import Conflict
from services.chassis.settings import with_psycopg2
from services.travel.parties.model import Withdrawal
from services.travel.parties.store import WithdrawalStore


def refund(agent, paid_minor=41_000, penalty_minor=9_000):
    """Play the agent's part of a cancellation to its end."""
    asked = agent.hear("cancellation_requested.v1")
    agent.say("cancellation_quoted.v1", a_refund(asked, paid_minor, penalty_minor))
    accepted = agent.hear("cancellation_confirmed.v1")
    agent.say("cancellation_confirmed.v1", cancelled(accepted))


def withdraw(house, case_ref):
    house.tell(
        "intake",
        "case_withdrawn",
        case_ref=case_ref,
        withdrawn_on="2026-11-24",
        reason_code="changed_mind",
    )


def test_while_agents_are_asked_nothing_is_left_to_undo(house, agents):
    case_ref = house.accept(a_person())
    house.movement(case_ref, "quoting")

    withdraw(house, case_ref)

    house.movement(case_ref, "cancelled")
    assert house.told("movement_cancelled", case_ref)[0]["reason_code"] == "changed_mind"
    cheap, dear = agents
    cheap.say("quote_offered.v1", an_offer(cheap.hear("quote_requested.v1")))
    dear.say("quote_offered.v1", an_offer(dear.hear("quote_requested.v1")))
    for agent in agents:
        assert agent.hear("message_rejected.v1")["data"]["code"] == "wrong_state"
    assert house.movement(case_ref)["status"] == "cancelled"


def test_a_ticket_is_given_back_and_the_penalty_is_ours(house, agents):
    case_ref = house.accept(a_person())
    booked(house, agents, case_ref)

    withdraw(house, case_ref)
    refund(agents[0])

    movement = house.movement(case_ref, "cancelled")
    assert movement["bookings"][0]["status"] == "cancelled"
    costs = house.told("travel_cost_recorded", case_ref, 3)
    assert {cost["kind"]: cost["amount_minor"] for cost in costs} == {
        "ticket": 41_000,
        "refund": 32_000,
        "penalty": 9_000,
    }
    assert len(house.told("movement_cancelled", case_ref)) == 1


def test_a_penalty_that_the_offer_did_not_name_does_not_hold_the_withdrawal_up(house, agents):
    cheap, _ = agents
    case_ref = house.accept(a_person())
    booked(house, agents, case_ref)
    withdraw(house, case_ref)
    asked = cheap.hear("cancellation_requested.v1")

    cheap.say("cancellation_quoted.v1", a_refund(asked, 9_900_000_000, 9_900_000_000))
    assert cheap.hear("message_rejected.v1")["data"]["pointer"] == "/data/paid_minor"
    cheap.say("cancellation_quoted.v1", a_refund(asked, 41_000, 41_000))

    movement = house.movement(case_ref, "cancelled")
    [booking] = movement["bookings"]
    assert (booking["status"], booking["owner"]) == ("penalty_questioned", "movement_officer")
    assert cheap.has_heard("cancellation_confirmed.v1") == 0
    body = {"booking_reference": booking["booking_reference"], "reason": "The fare allows it."}
    house.ask("accept_penalty", movement_id=movement["movement_id"], body=body)
    cheap.say("cancellation_confirmed.v1", cancelled(cheap.hear("cancellation_confirmed.v1")))
    costs = house.told("travel_cost_recorded", case_ref, 2)
    assert [(one["kind"], one["amount_minor"]) for one in costs] == [
        ("ticket", 41_000),
        ("penalty", 41_000),
    ]


def test_a_confirmation_that_crosses_the_withdrawal_is_cancelled_too(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    offer = an_offer(cheap.hear("quote_requested.v1"))
    cheap.say("quote_offered.v1", offer)
    dear.say("quote_offered.v1", an_offer(dear.hear("quote_requested.v1"), 70_000))
    order = cheap.hear("booking_requested.v1")
    withdraw(house, case_ref)
    house.movement(case_ref, "cancelling")

    cheap.say("booking_confirmed.v1", tickets(order, offer))
    cheap.hear("cancellation_requested.v1", 2)
    refund(cheap)

    house.movement(case_ref, "cancelled")
    assert house.database.value("SELECT count(*) FROM outbox") == 0


def test_an_order_that_fails_after_the_withdrawal_ends_it(house, agents):
    cheap, dear = agents
    case_ref = house.accept(a_person())
    cheap.say("quote_offered.v1", an_offer(cheap.hear("quote_requested.v1")))
    dear.say("quote_offered.v1", an_offer(dear.hear("quote_requested.v1"), 70_000))
    order = cheap.hear("booking_requested.v1")
    withdraw(house, case_ref)
    house.movement(case_ref, "cancelling")

    cheap.say("booking_failed.v1", failure(order, "no_seats"))

    house.movement(case_ref, "cancelled")
    assert dear.has_heard("booking_requested.v1") == 0


def test_a_withdrawal_that_overtakes_the_acceptance_is_remembered(house, agents, wait_for):
    case_ref = "NL-2026-000777-1"
    withdraw(house, case_ref)
    counted = "SELECT count(*) FROM withdrawals WHERE subject = %s"
    wait_for(lambda: house.database.value(counted, case_ref) == 1)

    house.accept(a_person(), case_ref=case_ref)

    house.movement(case_ref, "cancelled")
    assert house.told("movement_cancelled", case_ref)
    assert agents[0].has_heard("quote_requested.v1") == 0


def test_a_withdrawal_at_the_moment_of_the_acceptance_is_seen(house, agents, wait_for):
    """They come by two queues; two transactions that saw nothing of each other lost one."""
    case_ref = "NL-2026-000778-1"
    waits = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory'"
    engine = create_engine(with_psycopg2(house.database.uri, "HOMEWARD_DB_TRAVEL"))
    with Session(engine) as session:
        elsewhere = WithdrawalStore(SimpleNamespace(session=session))
        assert elsewhere.find(case_ref) is None
        elsewhere.add(Withdrawal(case_ref, "changed_mind", datetime.now(UTC)))
        session.flush()
        house.accept(a_person(), case_ref=case_ref)
        wait_for(lambda: house.database.itself.value(waits) == 1)
        session.commit()
    engine.dispose()

    house.movement(case_ref, "cancelled")
    assert agents[0].has_heard("quote_requested.v1") == 0


def name_escort(house, case_ref, child):
    movement = house.movement(case_ref, "chosen")
    fields = ("given_names", "family_name", "birth_date", "sex", "nationality", "document")
    details = {name: child["sealed"][name] for name in fields}
    naming = {"kind": "social", "staff_id": "staff-042", "details": details}
    return house.ask("name_escort", movement_id=movement["movement_id"], body=naming)


def chosen(house, agents, case_ref, nth=1):
    cheap, dear = agents
    cheap.say("quote_offered.v1", an_offer(cheap.hear("quote_requested.v1", nth)))
    dear.say("quote_offered.v1", an_offer(dear.hear("quote_requested.v1", nth), 70_000))
    house.movement(case_ref, "chosen")


def test_an_escort_is_on_one_journey_at_a_time_and_free_again_after_a_withdrawal(house, agents):
    first_child, second_child = a_child_alone(), a_child_alone()
    first, second = house.accept(first_child), None
    chosen(house, agents, first)
    name_escort(house, first, first_child)
    second = house.accept(second_child)
    chosen(house, agents, second, 2)
    with pytest.raises(Conflict, match="staff-042 is away"):
        name_escort(house, second, second_child)

    withdraw(house, first)
    house.movement(first, "cancelling")

    assert name_escort(house, second, second_child)["status"] == "booking"


def test_nobody_at_the_gate_gives_ticket_and_place_back(house, agents):
    """R-MOV-02."""
    person = a_person()
    case_ref = house.accept(person)
    booked(house, agents, case_ref)
    movement = house.movement(case_ref)
    body = {
        "person_id": person["fact"]["person_id"],
        "outcome": "no_show",
        "at": f"{FIRST_DAY}T09:40:00+01:00",
    }

    house.goes_to(f"{FIRST_DAY}T09:45:00+01:00")

    noted = house.ask("record_boarding", movement_id=movement["movement_id"], body=body)

    assert (noted["status"], noted["owner"]) == ("no_show", "counsellor")
    assert house.told("person_no_show", case_ref)
    refund(agents[0], penalty_minor=20_000)
    house.told("travel_cost_recorded", case_ref, 3)

    # The person asks for another journey: the case is accepted again.
    later = (FIRST_DAY + timedelta(days=3)).isoformat()
    house.accept(person, case_ref=case_ref, not_before=later)
    house.movement(case_ref, "quoting")
    old, _ = house.ask("movements_of_case", ref=case_ref)["items"]
    assert old["status"] == "replaced"
