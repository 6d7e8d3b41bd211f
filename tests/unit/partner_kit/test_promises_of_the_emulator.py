"""The good emulator keeps every promise of the protocol; the bad one is found out."""

import pytest

from partner_kit.conformance.__main__ import try_all
from partner_kit.conformance.promises import (
    PROMISES,
    avoids_forbidden_countries,
    offers_what_was_asked,
)
from partner_kit.conformance.talk import Broken


@pytest.mark.parametrize("promise", PROMISES, ids=lambda promise: promise.__name__)
def test_the_good_agent_keeps_the_promise(agent, promise):
    promise(agent.trial)

    assert agent.talk.faults == []


def test_every_promise_is_reported_with_its_sentence(agent):
    outcomes = try_all(agent.trial)

    assert [fault for _, fault in outcomes if fault] == []
    assert all(sentence.endswith(".") for sentence, _ in outcomes)


def test_an_agent_without_a_seat_for_the_escort_is_found_out(agent_who):
    careless = agent_who(behaviour="careless")

    with pytest.raises(Broken, match="An escort has no seat on the way back"):
        offers_what_was_asked(careless.trial)


def test_an_agent_who_flies_through_a_forbidden_country_is_found_out(agent_who):
    careless = agent_who(behaviour="careless")
    talk = careless.talk
    asked = careless.trial.quote(destination="EBL", escorts=[])
    seen = talk.expect(asked, "quote_offered.v1")["itinerary"]
    assert len(seen) == 2
    with pytest.raises(Broken):
        avoids_forbidden_countries(_through(careless.trial, "EBL"))


def test_a_silent_agent_is_found_out(agent_who):
    silent = agent_who(behaviour="silent")

    with pytest.raises(Broken, match="not answered"):
        offers_what_was_asked(silent.trial)


def test_an_agent_who_sends_nonsense_is_found_out(agent_who):
    bad = agent_who(behaviour="nonsense")

    outcomes = try_all(bad.trial)

    assert outcomes[-1][1] is not None
    assert "A message is not JSON." in outcomes[-1][1]


def _through(trial, destination):
    route = type(trial.route)(trial.route.origin, destination, trial.route.starts)
    return type(trial)(trial.talk, route, trial.key, trial.now)
