"""One walk through every state machine: nothing stands still without a reason, owner, deadline."""

import re
from datetime import timedelta

import pytest

from gateway.roles import ROLES
from infra.documents import house
from services.chassis.errors import Conflict

MACHINES = house.machines()
# Who is no role of ours, and must act all the same: agents, authorities, and who ordered a journey.
PARTIES = {"agent", "IND", "DT&V", "COA", "embassy", "sponsor", "borrower"}
# The journey names this day itself; the table cannot know it.
DATED = "the day of departure"
VERB = re.compile(r"[a-z]+(_[a-z]+)*")


def name(one):
    return f"{one.service}.{one.machine.name}"


def states(*, final):
    return [
        pytest.param(one.machine, state, id=f"{name(one)}.{state}")
        for one in MACHINES
        for state in one.machine.states
        if one.machine.final(state) is final
    ]


def test_every_service_has_machines():
    assert {one.service for one in MACHINES} == {*house.services(), house.CHASSIS}


@pytest.mark.parametrize("one", MACHINES, ids=name)
def test_every_state_can_be_reached(one):
    reached, frontier = set(), {one.machine.initial}
    while frontier:
        reached |= frontier
        frontier = {
            step.next_state for step in one.machine.transitions if step.state in reached
        } - reached

    assert reached == set(one.machine.states)


@pytest.mark.parametrize("one", MACHINES, ids=name)
def test_every_state_leads_to_an_end(one):
    """A case in a circle without a way out would never be closed."""
    ends = {state for state in one.machine.states if one.machine.final(state)}
    leading, before = set(), ends
    while before:
        leading |= before
        before = {
            step.state for step in one.machine.transitions if step.next_state in leading
        } - leading

    assert ends
    assert leading == set(one.machine.states)


@pytest.mark.parametrize(("machine", "state"), states(final=False))
def test_a_state_that_is_not_final_says_what_it_waits_for_who_must_act_and_by_when(machine, state):
    wait = machine.wait(state)

    assert wait.waits_for.strip()
    assert wait.owner in ROLES or wait.owner in PARTIES
    assert wait.within > timedelta(0) or wait.waits_for.startswith(DATED)


@pytest.mark.parametrize(("machine", "state"), states(final=True))
def test_a_final_state_waits_for_nothing_and_refuses_every_verb_but_what_undoes_it(machine, state):
    assert machine.wait(state) is None
    undone = [step.verb for step in machine.undoing if step.state == state]
    assert list(machine.verbs(state)) == undone
    for step in machine.transitions:
        if step.verb in undone:
            continue
        with pytest.raises(Conflict):
            machine.next(state, step.verb)


@pytest.mark.parametrize("one", MACHINES, ids=name)
def test_a_verb_leads_to_one_state_only(one):
    steps = [(step.state, step.verb) for step in one.machine.transitions]

    assert len(steps) == len(set(steps))


@pytest.mark.parametrize("one", MACHINES, ids=name)
def test_verbs_and_states_are_words_that_staff_use(one):
    for word in {step.verb for step in one.machine.transitions} | set(one.machine.states):
        assert VERB.fullmatch(word), f"{word} is no plain word"
