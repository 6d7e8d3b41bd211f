"""An agent can be told to misbehave, for one destination alone, while it runs."""

import json
from datetime import datetime

import pytest

from partner_kit import contract
from partner_kit.conformance import orders
from partner_kit.emulator.mischief import NONSENSE


def kinds(messages):
    return [one["type"] for one in messages]


def test_only_the_destination_that_the_file_names_is_spoilt(agent):
    agent.steer(behaviour="refuse", for_quotes=["EBL"])

    refused = agent.talk.ask(agent.trial.quote(destination="EBL"))
    offered = agent.talk.ask(agent.trial.quote(destination="CMN"))

    assert kinds([refused, offered]) == ["quote_refused.v1", "quote_offered.v1"]


def test_several_rules_stand_in_one_file(agent):
    rules = [
        {"behaviour": "refuse", "for_quotes": ["EBL", "BGW"]},
        {"behaviour": "good", "price_percent": 50, "for_quotes": ["CMN"]},
    ]
    full = agent.trial.quote()
    price = agent.talk.expect(full, "quote_offered.v1")["price"]["total_minor"]
    agent.control.write_text(json.dumps({"rules": rules}))
    half = orders.event("quote_requested", full["data"], full["subject"])

    offered = agent.talk.expect(half, "quote_offered.v1")

    assert agent.talk.ask(agent.trial.quote(destination="BGW"))["type"] == "quote_refused.v1"
    assert offered["price"]["total_minor"] == pytest.approx(price / 2, rel=0.01)


@pytest.mark.parametrize("text", ["{", '{"behaviour": "dance"}', '{"mood": "bad"}', "[1]"])
def test_a_file_that_cannot_be_read_leaves_the_rules_as_they_were(agent, text):
    agent.steer(behaviour="refuse")
    agent.talk.expect(agent.trial.quote(), "quote_refused.v1")

    agent.control.write_text(text)

    agent.talk.expect(agent.trial.quote(), "quote_refused.v1")


def test_a_file_that_cannot_be_read_is_told_in_the_log(agent, capsys):
    agent.steer(behaviour="dance")
    agent.talk.expect(agent.trial.quote(), "quote_offered.v1")
    agent.talk.expect(agent.trial.quote(), "quote_offered.v1")

    assert capsys.readouterr().out.count("control file not understood") == 1


def test_nonsense_may_be_followed_by_the_answer(agent_who):
    agent = agent_who(behaviour="nonsense", kinds=("not_json",), then_answer=True)
    agent.talk.send(agent.trial.quote())

    nonsense, answer = agent.messages()

    assert isinstance(nonsense, bytes)
    assert answer["type"] == "quote_offered.v1"


def test_without_the_file_the_agent_is_as_it_was_started(agent):
    agent.steer(behaviour="refuse")
    agent.talk.expect(agent.trial.quote(), "quote_refused.v1")

    agent.control.unlink()

    agent.talk.expect(agent.trial.quote(), "quote_offered.v1")


def test_a_slow_agent_answers_after_its_seconds(agent_who):
    slow = agent_who(behaviour="slow", seconds=30)
    slow.talk.send(slow.trial.quote())
    assert slow.messages() == []

    slow.clock.pass_by(seconds=40)

    assert kinds(slow.messages()) == ["quote_offered.v1"]


def test_an_offer_can_be_valid_for_seconds_only(agent_who):
    agent = agent_who(behaviour="expire", seconds=3)
    offer = agent.trial.offer()
    held = datetime.fromisoformat(offer["valid_until"]) - agent.clock.now()

    failed = agent.talk.expect(agent.trial.order(offer), "booking_failed.v1")

    assert held.total_seconds() == 3
    assert failed["reason"] == "offer_expired"


def test_an_honest_offer_expires_too(agent):
    offer = agent.trial.offer()
    agent.clock.pass_by(hours=25)

    failed = agent.talk.expect(agent.trial.order(offer), "booking_failed.v1")

    assert failed["reason"] == "offer_expired"


def test_a_price_that_changed_is_booked_once_somebody_accepts_it(agent_who):
    agent = agent_who(behaviour="price_changed", percent=120)
    offer = agent.trial.offer()
    failed = agent.talk.expect(agent.trial.order(offer), "booking_failed.v1")
    price = {name: failed["new_price"][name] for name in ("currency", "total_minor")}

    booked = agent.talk.expect(
        agent.trial.order(offer, accepted_price=price), "booking_confirmed.v1"
    )

    assert failed["reason"] == "price_changed"
    assert failed["new_price"]["total_minor"] > offer["price"]["total_minor"]
    assert booked["price"] == failed["new_price"]


def test_the_seats_can_be_gone(agent_who):
    agent = agent_who(behaviour="no_seats")

    failed = agent.talk.expect(agent.trial.order(agent.trial.offer()), "booking_failed.v1")

    assert failed["reason"] == "no_seats"


def test_a_repeating_agent_sends_the_same_twice_and_then_another_body(agent_who):
    agent = agent_who(behaviour="repeat")
    agent.talk.send(agent.trial.quote())

    first, second, third = agent.messages()

    assert first == second
    assert first["id"] == third["id"]
    assert first != third


@pytest.mark.parametrize("kind", NONSENSE)
def test_each_kind_of_nonsense_is_nonsense(agent_who, kind):
    agent = agent_who(behaviour="nonsense", kinds=(kind,))
    talk = agent.talk
    asked = agent.trial.quote()
    talk.send(asked)

    (message,) = agent.messages()

    readable = isinstance(message, dict) and not contract.faults(contract.FROM_AGENT, message)
    lies_in = ("arrival_before_departure", "price_mismatch", "wrong_source", "unknown_reference")
    assert readable == (kind in lies_in)


def test_a_passenger_does_not_show_up_when_the_gate_closes(agent_who):
    agent = agent_who(behaviour="no_show")
    agent.trial.booked()
    assert agent.messages() == []

    agent.clock.pass_by(days=60)

    assert kinds(agent.messages()) == ["passenger_no_show.v1"] * 2


def test_whoever_cancelled_in_time_is_no_no_show(agent_who):
    agent = agent_who(behaviour="no_show")
    reference = agent.trial.booked()["booking_reference"]
    asked = {"cancellation_reference": "X-1"}
    quoted = agent.talk.expect(
        orders.about_booking("cancellation_requested", reference, **asked), "cancellation_quoted.v1"
    )
    refund = {name: quoted[name] for name in ("currency", "penalty_minor", "refund_minor")}
    confirmed = orders.about_booking(
        "cancellation_confirmed", reference, **asked, accepted_refund=refund
    )
    agent.talk.expect(confirmed, "cancellation_confirmed.v1")

    agent.clock.pass_by(days=60)

    assert agent.messages() == []


def test_each_flight_that_was_flown_is_told_for_each_passenger(agent_who):
    agent = agent_who(behaviour="flown")
    offer = agent.trial.offer(destination="EBL")
    agent.talk.expect(agent.trial.order(offer), "booking_confirmed.v1")

    agent.clock.pass_by(days=60)

    told = agent.messages()
    assert kinds(told) == ["passenger_flown.v1"] * 2 * len(offer["itinerary"])


def test_a_flight_may_be_moved_by_weeks_with_nothing_to_choose(agent_who):
    agent = agent_who(behaviour="schedule_changed", seconds=0, hours=960, options=("accept",))
    agent.trial.booked()

    moved = agent.next_message()

    flights = [moved["data"][name][0] for name in ("removed_segments", "added_segments")]
    before, after = (datetime.fromisoformat(one["departs_at"]) for one in flights)
    assert (after - before).days == 40
    assert moved["data"]["options"] == ["accept"]
    assert contract.faults(contract.FROM_AGENT, moved) == []


def test_an_agent_may_keep_more_than_its_offer_named(agent_who):
    agent = agent_who(behaviour="penalty_raised", percent=200)
    offer = agent.trial.offer()
    confirmed = agent.talk.expect(agent.trial.order(offer), "booking_confirmed.v1")
    asked = orders.about_booking(
        "cancellation_requested", confirmed["booking_reference"], cancellation_reference="X-1"
    )

    quoted = agent.talk.expect(asked, "cancellation_quoted.v1")

    named = offer["penalties"]["cancellation_minor"]
    assert quoted["penalty_minor"] == pytest.approx(2 * named, abs=1)
    assert quoted["penalty_minor"] + quoted["refund_minor"] == quoted["paid_minor"]


def test_a_moved_flight_may_be_cancelled_without_a_penalty(agent_who):
    agent = agent_who(behaviour="schedule_changed", seconds=0)
    reference = agent.trial.booked()["booking_reference"]
    moved = agent.next_message()["data"]
    answered = {"notice_reference": moved["notice_reference"], "answer": "refund"}
    agent.talk.send(orders.about_booking("schedule_change_acknowledged", reference, **answered))

    quoted = agent.talk.expect(
        orders.about_booking("cancellation_requested", reference, cancellation_reference="X-1"),
        "cancellation_quoted.v1",
    )

    assert quoted["penalty_minor"] == 0
