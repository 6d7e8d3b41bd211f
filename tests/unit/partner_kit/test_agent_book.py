"""What the agent has done it knows after a restart, and does once."""

import json

import pytest

from partner_kit.conformance import orders


def test_an_order_from_before_a_restart_is_answered_as_the_first_time(agent):
    order = agent.trial.order(agent.trial.offer())
    first = agent.talk.ask(order)

    agent.restart()

    assert agent.talk.ask(order) == first


def test_an_answer_that_was_not_sent_before_a_restart_is_sent_after_it(agent):
    order = agent.trial.order(agent.trial.offer())
    agent.talk.send(order)

    agent.restart()

    assert [one["type"] for one in agent.messages()] == ["booking_confirmed.v1"]
    assert agent.messages() == []


def test_what_the_broker_delivers_again_is_not_answered_twice(agent):
    body = json.dumps(agent.trial.quote()).encode()
    agent.line.agent.receive(body)
    agent.restart()

    outcome = agent.line.agent.receive(body, redelivered=True)

    assert outcome == "delivered again"
    assert len(agent.messages()) == 1


def test_a_message_written_in_another_order_is_the_same_message(agent):
    asked = agent.trial.quote()
    first = agent.talk.ask(asked)

    assert agent.talk.ask(dict(reversed(asked.items()))) == first


def test_a_message_written_at_another_time_is_the_same_message(agent):
    asked = agent.trial.quote()
    first = agent.talk.ask(asked)

    assert agent.talk.ask({**asked, "time": "2026-03-02T23:00:00Z"}) == first


def test_one_offer_is_booked_once(agent):
    offer = agent.trial.offer()
    agent.talk.expect(agent.trial.order(offer), "booking_confirmed.v1")

    second = agent.talk.expect(agent.trial.order(offer), "booking_failed.v1")

    assert second["reason"] == "offer_expired"


def test_a_booking_reference_is_not_used_for_other_passengers(agent):
    order = agent.trial.order(agent.trial.offer())
    agent.talk.expect(order, "booking_confirmed.v1")
    others = [orders.person("P1", given_names="ANOTHER"), orders.person("E1")]
    content = {**order["data"], "passengers": orders.seal(others, agent.key)}

    agent.talk.expect_rejection(
        orders.event("booking_requested", content, order["subject"]), "wrong_state"
    )


def test_one_of_two_passengers_can_be_cancelled(agent):
    booked = agent.trial.booked()
    asked = {"cancellation_reference": "X-1", "passenger_references": ["E1"]}
    reference = booked["booking_reference"]

    quoted = agent.talk.expect(
        orders.about_booking("cancellation_requested", reference, **asked), "cancellation_quoted.v1"
    )

    paid = {
        line["passenger_reference"]: line["amount_minor"] for line in booked["price"]["passengers"]
    }
    assert quoted["paid_minor"] == paid["E1"]
    assert quoted["refund_minor"] == paid["E1"] - quoted["penalty_minor"] > 0


def test_whoever_cancels_after_the_departure_pays_as_a_no_show(agent):
    offer = agent.trial.offer()
    booked = agent.talk.expect(agent.trial.order(offer), "booking_confirmed.v1")
    agent.clock.pass_by(days=60)

    quoted = agent.talk.expect(
        orders.about_booking(
            "cancellation_requested", booked["booking_reference"], cancellation_reference="X-1"
        ),
        "cancellation_quoted.v1",
    )

    assert quoted["penalty_minor"] == offer["penalties"]["no_show_minor"]


def test_a_quote_that_comes_too_late_is_refused(agent):
    asked = agent.trial.quote(answer_by="2026-03-02T08:59:00Z")

    assert agent.talk.expect(asked, "quote_refused.v1")["reason"] == "too_late"


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"origin": "ZZZ"}, "/data/origin"),
        ({"destination": "AMS"}, "/data/destination"),
        ({"latest_departure": "2026-01-01"}, "/data/latest_departure"),
        ({"earliest_departure": "soon"}, "/data/earliest_departure"),
        ({"answer_by": "2026-03-02T10:00:00"}, "/data/answer_by"),
        (
            {"passengers": [{"passenger_reference": "P1", "type": "ghost"}]},
            "/data/passengers/0/type",
        ),
        ({"passengers": "everybody"}, "/data/passengers"),
        ({"baggage": {"pieces_per_passenger": -1}}, "/data/baggage/pieces_per_passenger"),
    ],
)
def test_a_wrong_field_is_pointed_at(agent, wrong, pointer):
    content = agent.talk.expect(agent.trial.quote(**wrong), "message_rejected.v1")

    assert (content["code"], content["pointer"]) == ("invalid", pointer)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"\xff\xfe", "unreadable"),
        (b"[]", "unreadable"),
        (b"{}", "invalid"),
        (b'"' + b"x" * 1_000_001 + b'"', "too_large"),
    ],
)
def test_what_is_no_message_is_rejected(agent, body, code):
    agent.talk.send_bytes(body, "quote_requested.v1")

    rejection = agent.next_message()["data"]
    assert (rejection["code"], rejection["rejected_id"]) == (code, None)


def test_nobody_but_homeward_gives_orders(agent):
    forged = {**agent.trial.quote(), "source": "/agents/delta"}

    agent.talk.expect_rejection(forged, "unauthorised")


def test_a_fault_of_its_own_stops_nothing_and_can_be_tried_again(agent):
    order = agent.trial.order(agent.trial.offer())
    text = agent.key_file.read_text()
    agent.key_file.unlink()
    agent.talk.expect_rejection(order, "invalid")

    agent.key_file.write_text(text)

    agent.talk.expect({**order}, "booking_confirmed.v1")
