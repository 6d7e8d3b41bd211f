"""The agent opens what is sealed for it, checks it, and keeps nothing of it."""

import json

import pytest
from joserfc.jwk import ECKey, KeySet

from partner_kit.conformance import orders


def people(**of_the_first):
    return [orders.person("P1", **of_the_first), orders.person("E1")]


def outcome(agent, sealed):
    offer = agent.trial.offer()
    answer = agent.talk.ask(orders.booking(offer, sealed))
    return answer["type"], answer["data"]


def test_a_booking_is_opened_with_either_of_two_keys_during_a_rotation(agent):
    fresh = ECKey.generate_key("P-256", auto_kid=True)
    both = KeySet([fresh, agent.key])
    agent.key_file.write_text(json.dumps(both.as_dict(private=True)))

    for key in (agent.key, fresh):
        kind, _ = outcome(agent, orders.seal(people(), key))
        assert kind == "booking_confirmed.v1"


def test_a_key_that_was_taken_away_opens_nothing(agent):
    old = agent.key
    fresh = ECKey.generate_key("P-256", auto_kid=True)
    agent.key_file.write_text(json.dumps(fresh.as_dict(private=True)))

    kind, content = outcome(agent, orders.seal(people(), old))

    assert (kind, content["pointer"]) == ("message_rejected.v1", "/data/passengers")


@pytest.mark.parametrize(
    "wrong",
    [
        {"given_names": " "},
        {"birth_date": "2090-01-01"},
        {"birth_date": "yesterday"},
        {"sex": "unknown"},
        {"document": None},
        {"document": {"kind": "passport", "number": "XX1", "expires_on": "2026-03-10"}},
    ],
    ids=lambda wrong: f"{next(iter(wrong))}={next(iter(wrong.values()))}",
)
def test_whoever_cannot_get_a_ticket_is_named_by_reference_alone(agent, wrong):
    kind, content = outcome(agent, orders.seal(people(**wrong), agent.key))

    assert (kind, content["reason"]) == ("booking_failed.v1", "invalid_passenger")
    assert content["passenger_reference"] == "P1"
    assert "EXAMPLE" not in content["sentence"]


def test_a_stranger_in_the_place_of_a_passenger_gets_no_ticket(agent):
    strangers = [orders.person("P1"), orders.person("P7")]

    kind, content = outcome(agent, orders.seal(strangers, agent.key))

    assert (kind, content["reason"]) == ("booking_failed.v1", "invalid_passenger")


def test_the_book_and_the_log_hold_nobody(agent):
    someone = people(given_names="XIMENA QUILLA", birth_date="1987-06-05")
    someone[0]["document"]["number"] = "ZQ9988776"

    kind, _ = outcome(agent, orders.seal(someone, agent.key))
    kept = b"".join(path.read_bytes() for path in agent.folder.rglob("*") if path.is_file())
    kept += " ".join(agent.line.outcomes).encode()

    assert kind == "booking_confirmed.v1"
    for word in (b"XIMENA", b"QUILLA", b"1987-06-05", b"ZQ9988776"):
        assert word not in kept
