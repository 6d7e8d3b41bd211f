"""Whatever the emulator says keeps the contract, unless it was told to talk nonsense."""

import pytest
from partner_agent import AgentAtHand

from partner_kit import contract
from partner_kit.conformance import orders
from partner_kit.emulator.behaviour import BEHAVIOURS


def a_long_conversation(agent):
    """Ask, order, change and cancel, and give all that was said."""
    said = []

    def ask(event):
        agent.talk.send(event)
        agent.clock.pass_by(minutes=1)
        said.extend(agent.messages())
        return {one["type"]: one["data"] for one in said}

    offered = ask(agent.trial.quote()).get("quote_offered.v1")
    if offered:
        ask(agent.trial.order(offered))
    reference = next((one["subject"] for one in said if one["type"] == "booking_confirmed.v1"), "B")
    days = {"earliest_departure": "2026-03-20", "latest_departure": "2026-03-27"}
    quoted = ask(orders.about_booking("change_requested", reference, change_reference="C", **days))
    if change := quoted.get("change_quoted.v1"):
        price = {name: change[name] for name in ("currency", "total_minor")}
        accepted = {"change_reference": "C", "accepted_price": price}
        ask(orders.about_booking("change_confirmed", reference, **accepted))
    asked = {"cancellation_reference": "X"}
    ask(orders.about_booking("cancellation_requested", reference, **asked))
    agent.clock.pass_by(days=60)
    ask(orders.event("tea_requested", {}, "T"))
    return said


@pytest.mark.parametrize("behaviour", sorted({*BEHAVIOURS} - {"nonsense"}))
def test_what_an_agent_says_keeps_the_contract(tmp_path, behaviour):
    agent = AgentAtHand(tmp_path, behaviour=behaviour)

    said = a_long_conversation(agent)

    assert said
    assert [contract.faults(contract.FROM_AGENT, one) for one in said] == [[]] * len(said)


def test_the_suite_itself_keeps_the_contract(tmp_path):
    agent = AgentAtHand(tmp_path)
    asked = agent.trial.quote()
    offer = agent.talk.expect(asked, "quote_offered.v1")

    for event in (asked, agent.trial.order(offer)):
        assert contract.faults(contract.TO_AGENT, event) == []
    people = {"passengers": [orders.person("P1")]}
    assert contract.faults_in_sealed_passengers(people) == []
