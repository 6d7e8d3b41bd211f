"""Whoever is forgotten is forgotten by the travel agents too, and silence is noticed."""

from datetime import date, timedelta

import pytest
from travel_builders import an_adult
from travel_fakes import a_unit, posted
from travel_steps import booked, ordered

from partner_kit import contract
from services.chassis.errors import NotFound
from services.travel.erasures import usecases
from services.travel.erasures.entrypoints import AgentErasures
from services.travel.erasures.store import AgentErasureStore
from services.travel.rights.entrypoints import Rights
from tests.fakes import NOON

CONFIRM_BY = date(2026, 6, 3)
TOLD = {"erasure_id": "e-1", "case_ref": "NL-2026-004635-7", "person_id": "p-1"}
ASKED = "erasure_requested.v1"


def forget(unit, **changes):
    Rights().on_person_erased(unit, TOLD | {"acknowledge_by": CONFIRM_BY.isoformat()} | changes)
    return unit.published[-1]


def the_erasure(unit):
    (one,) = unit.store(AgentErasureStore).things.values()
    return one


def shown(unit, **query):
    return AgentErasures().agent_erasures(unit, query=query)["items"]


def test_the_agent_that_was_told_who_flies_is_asked_to_forget_and_no_other():
    unit = a_unit()
    _, booking = booked(unit, an_adult())
    fact = forget(unit)
    (message,) = posted(unit, ASKED)

    assert not unit.vault.remembers("p-1")
    assert (fact.by, fact.awaits) == ("travel", ("delta",))
    assert message.address.routing_key == f"delta.{ASKED}"
    assert message.data["bookings"] == [
        {"booking_reference": booking.id, "passenger_references": ["P1"]}
    ]
    assert message.data["confirm_by"] == "2026-06-03"


def test_what_the_agent_is_told_keeps_the_contract_and_names_nobody():
    unit = a_unit()
    booked(unit, an_adult())
    forget(unit)
    (message,) = posted(unit, ASKED)
    example = contract.example(contract.TO_AGENT, ASKED)

    assert contract.faults(contract.TO_AGENT, example | {"data": message.data}) == []
    assert "p-1" not in str(message.data)
    assert "Specimen" not in str(message.data)


def test_an_order_that_failed_told_the_agent_too():
    unit = a_unit()
    _, booking = ordered(unit, an_adult())
    booking.fail(NOON, "no_seats")

    assert forget(unit).awaits == ("delta",)


def test_whoever_never_flew_is_known_to_no_agent():
    unit = a_unit()

    assert forget(unit).awaits == ()
    assert unit.posted == []


def test_nothing_is_kept_that_would_tell_the_agent_again():
    unit = a_unit()
    _, booking = ordered(unit, an_adult())
    forget(unit)

    assert booking.sealed_party == ""


def test_the_agents_word_is_passed_on_once():
    unit = a_unit()
    booked(unit, an_adult())
    forget(unit)
    erasure = the_erasure(unit)
    for _ in range(2):
        usecases.take_confirmation(unit, agent="delta", erasure_reference=erasure.id)

    said = [fact for fact in unit.published if getattr(fact, "by", None) == "delta"]
    assert [fact.data() for fact in said] == [{**TOLD, "by": "delta", "awaits": []}]
    assert (erasure.status, erasure.confirmed_at, erasure.due_at) == ("confirmed", NOON, None)


def test_an_agent_confirms_for_itself_alone():
    unit = a_unit()
    booked(unit, an_adult())
    forget(unit)

    with pytest.raises(NotFound):
        usecases.take_confirmation(unit, agent="polder", erasure_reference=the_erasure(unit).id)


def test_a_silent_agent_is_asked_every_week_and_pursued_after_its_day():
    unit = a_unit()
    booked(unit, an_adult())
    forget(unit)
    erasure = the_erasure(unit)
    assert (erasure.owner, erasure.waits_for) == (
        "agent",
        "the agent's word that the person is forgotten",
    )
    assert unit.reminders[-1].at == NOON + timedelta(days=7)

    for weeks in range(1, 6):
        unit.clock = NOON + timedelta(weeks=weeks)
        usecases.ask_again(unit, erasure_reference=erasure.id)

    assert len({message.message_id for message in posted(unit, ASKED)}) == 6
    assert (erasure.asked_times, erasure.owner) == (6, "movement_officer")
    (line,) = shown(unit, status="asked")
    assert (line["agent"], line["overdue"], line["owner"]) == ("delta", True, "movement_officer")


def test_whoever_confirmed_is_not_asked_again():
    unit = a_unit()
    booked(unit, an_adult())
    forget(unit)
    erasure = the_erasure(unit)
    usecases.take_confirmation(unit, agent="delta", erasure_reference=erasure.id)
    usecases.ask_again(unit, erasure_reference=erasure.id)

    assert len(posted(unit, ASKED)) == 1
    assert shown(unit, status="asked") == []


def test_an_expert_is_forgotten_by_travel_and_the_agents_and_expert_deployment_hears_so():
    unit = a_unit()
    booked(unit, an_adult())
    told = {"erasure_id": "e-9", "person_id": "p-1", "acknowledge_by": CONFIRM_BY.isoformat()}
    Rights().on_expert_erased(unit, told)
    erasure = the_erasure(unit)
    usecases.take_confirmation(unit, agent="delta", erasure_reference=erasure.id)
    ours, theirs = unit.published[-2:]

    assert not unit.vault.remembers("p-1")
    assert {ours.name, theirs.name} == {"expert_erasure_acknowledged"}
    assert (ours.by, ours.awaits, theirs.by) == ("travel", ("delta",), "delta")
    assert shown(unit)[0]["case_ref"] is None
