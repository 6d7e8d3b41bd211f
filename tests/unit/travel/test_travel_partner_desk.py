"""Each message once, answered once, and kept with its reason when it makes no sense."""

import json
from types import SimpleNamespace

import pytest
from travel_builders import content_of, opened
from travel_fakes import a_unit, posted
from travel_steps import confirm, ordered, quotes_of

from partner_kit import contract
from services.chassis.errors import Conflict
from services.travel.agents import usecases as agents
from services.travel.agents.model import MarkKind
from services.travel.agents.rules import scorecard
from services.travel.agents.store import AgentStore
from services.travel.bookings.model import BookingStatus
from services.travel.bookings.store import BookingStore
from services.travel.cancellations.usecases import cancel_movement
from services.travel.offers.store import OfferStore
from services.travel.partner_messages.entrypoints import HANDLES
from services.travel.partner_messages.model import Outcome
from services.travel.partner_messages.store import PartnerMessageStore
from services.travel.partner_messages.usecases import receive
from services.travel.quotes.model import QuoteStatus
from services.travel.waits.model import Status
from tests.fakes import NOON

REJECTED = "message_rejected.v1"


def an_event(kind, content, agent="delta", **changes):
    return {
        "specversion": "1.0",
        "id": "e-1",
        "source": f"/agents/{agent}",
        "type": kind,
        "time": NOON.isoformat(),
        "data": content,
    } | changes


def say(unit, event, agent="delta", body=None, key=None):
    received = SimpleNamespace(
        body=(json.dumps(event) if body is None else body).encode(),
        properties={"user_id": agent, "content_type": "application/cloudevents+json"},
        routing_key=key or f"{agent}.{event['type']}",
        headers={},
    )
    receive(unit, received, HANDLES)


def log_of(unit):
    return unit.store(PartnerMessageStore).log


def test_a_message_that_comes_again_does_nothing_again():
    unit = a_unit()
    movement = opened(unit)
    event = an_event("quote_offered.v1", content_of(quotes_of(unit, movement)["delta"]))

    say(unit, event)
    say(unit, event)

    assert len(unit.store(OfferStore).all()) == 1
    assert len(log_of(unit)) == 1
    assert posted(unit, REJECTED) == []


def test_an_answer_is_given_again_word_for_word_under_its_own_id():
    unit = a_unit()
    movement, booking = a_ticketed(unit)
    cancel_movement(unit, movement_id=movement.id, reason_code="withdrawn")
    refund = {
        "booking_reference": booking.id,
        "cancellation_reference": booking.cancellation_reference,
        "currency": "EUR",
        "paid_minor": 40_000,
        "penalty_minor": 9_000,
        "refund_minor": 31_000,
    }

    for _ in range(2):
        say(unit, an_event("cancellation_quoted.v1", refund))

    first, second = posted(unit, "cancellation_confirmed.v1")
    assert first == second


def test_an_answer_that_has_not_left_yet_is_not_written_down_again():
    unit = a_unit()
    event = an_event("quote_refused.v1", {"quote_reference": "Q-1", "reason": "mood"})
    say(unit, event)
    unit.store(PartnerMessageStore).unsent = {posted(unit, REJECTED)[0].message_id}

    for _ in range(30):
        say(unit, event)

    assert len(posted(unit, REJECTED)) == 1


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("delta.quote_refused.v1", "quote_refused.v1"),
        ("delta.Jan-Specimen-1991-04-17", "unknown"),
        ("polder.quote_refused.v1", "unknown"),
        ("delta", "unknown"),
    ],
)
def test_what_an_agent_writes_into_its_routing_key_is_not_kept_in_clear(key, kind):
    unit = a_unit()

    say(unit, an_event("quote_refused.v1", {}), key=key)

    assert log_of(unit)[0].kind == kind


def test_a_time_that_no_calendar_of_ours_holds_is_nonsense():
    unit = a_unit()
    content = content_of(quotes_of(unit, opened(unit))["delta"])

    say(unit, an_event("quote_offered.v1", content | {"valid_until": "9999-12-31T23:00:00-10:00"}))

    assert posted(unit, REJECTED)[0].data["pointer"] == "/data/valid_until"


def test_the_same_id_with_another_body_is_rejected_and_the_same_way_again():
    unit = a_unit()
    movement = opened(unit)
    content = content_of(quotes_of(unit, movement)["delta"])
    say(unit, an_event("quote_offered.v1", content))

    for _ in range(2):
        say(unit, an_event("quote_offered.v1", content | {"offer_reference": "O-2"}))

    first, second = posted(unit, REJECTED)
    assert first == second
    assert (first.data["code"], first.data["rejected_id"]) == ("id_reused", "e-1")
    example = contract.example(contract.TO_AGENT, REJECTED)
    assert contract.faults(contract.TO_AGENT, example | {"data": first.data}) == []


@pytest.mark.parametrize(
    ("changes", "code", "pointer"),
    [
        ({"specversion": "0.3"}, "invalid", "/specversion"),
        ({"data": []}, "invalid", "/data"),
        ({"time": 7}, "invalid", "/time"),
        ({"data": {"reason": "\0"}}, "invalid", "/data/reason"),
        ({"id": "\ud800"}, "invalid", "/id"),
        ({"source": "/agents/polder"}, "unauthorised", "/source"),
        ({"type": "party_invited.v1"}, "unknown_type", "/type"),
        ({"id": "bell\u0007"}, "invalid", "/id"),
        ({"data": {"quote_reference": "Q-1", "reason": "mood"}}, "invalid", "/data/reason"),
        ({"type": "change_quoted.v1"}, "unknown_reference", ""),
    ],
)
def test_nonsense_is_told_with_its_place_and_kept_sealed(changes, code, pointer):
    unit = a_unit()
    content = {"quote_reference": "Q-1", "reason": "other"}

    say(unit, an_event("quote_refused.v1", content, **changes))

    [told], [kept] = posted(unit, REJECTED), log_of(unit)
    assert (told.data["code"], told.data["pointer"]) == (code, pointer)
    assert (kept.outcome, kept.code) == (Outcome.REJECTED, code)
    assert "specversion" in unit.open_sealed(kept.kept)["body"]
    assert unit.store(AgentStore).marks[-1].kind is MarkKind.REJECTED


@pytest.mark.parametrize("body", ["{", "7", "[" * 100_000])
def test_what_cannot_be_read_has_no_id_to_name(body):
    unit = a_unit()

    say(unit, {"type": "quote_refused.v1"}, body=body)

    [told] = posted(unit, REJECTED)
    assert (told.data["rejected_id"], told.data["code"]) == (None, "unreadable")


def test_a_routing_key_in_anothers_name_is_not_read():
    unit = a_unit()

    say(unit, an_event("quote_refused.v1", {}), key="polder.quote_refused.v1")

    assert posted(unit, REJECTED)[0].data["code"] == "unauthorised"


def test_whom_the_broker_does_not_vouch_for_is_not_answered_but_kept():
    unit = a_unit()

    say(unit, an_event("quote_refused.v1", {}, agent="stranger"), agent="stranger")

    assert unit.posted == []
    assert log_of(unit)[0].outcome is Outcome.REJECTED


def test_an_agent_that_rejects_our_question_counts_as_having_refused():
    unit = a_unit()
    movement = opened(unit)
    quote = quotes_of(unit, movement)["delta"]

    say(unit, an_event(REJECTED, {"rejected_id": quote.id, "code": "invalid"}))

    assert (quote.status, quote.reason) == (QuoteStatus.REFUSED, "rejected_invalid")


def test_an_agent_that_rejects_our_order_loses_it():
    unit = a_unit()
    movement, booking = ordered(unit)

    say(unit, an_event(REJECTED, {"rejected_id": booking.id, "code": "unreadable"}))

    assert booking.status is BookingStatus.FAILED
    assert movement.agent == "polder"


def test_an_agent_that_rejects_something_else_changes_nothing():
    unit = a_unit()
    movement = opened(unit)

    say(unit, an_event(REJECTED, {"rejected_id": None, "code": "unreadable"}))

    assert movement.status is Status.QUOTING
    assert log_of(unit)[0].outcome is Outcome.DONE


def a_ticketed(unit):
    movement, booking = ordered(unit)
    confirm(unit, booking)
    return movement, booking


JWK = {
    "kty": "EC",
    "crv": "P-256",
    "kid": "delta-1",
    "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
}


def test_an_agent_holds_two_keys_at_a_time_and_is_written_to_under_the_newest():
    unit = a_unit("polder")
    for kid in ("delta-1", "delta-2", "delta-3"):
        agent = agents.register_agent(unit, name="delta", jwk=JWK | {"kid": kid})

    assert [key["kid"] for key in agent.keys] == ["delta-2", "delta-3"]
    assert agent.newest_key["kid"] == "delta-3"
    agents.retire_agent(unit, name="delta")
    with pytest.raises(Conflict, match="already retired"):
        agent.retire()
    agent.keys = []
    with pytest.raises(Conflict, match="no key"):
        assert agent.newest_key


def test_a_scorecard_tells_how_well_an_agent_serves():
    unit = a_unit()
    a_ticketed(unit)

    cards = {agent.name: card for agent, card in agents.scorecards(unit)}

    delta, polder = cards["delta"], cards["polder"]
    assert (delta.asked, delta.answered, delta.offers_won, delta.bookings) == (1, 1, 1, 1)
    assert (delta.price_percent_of_best_mean, polder.price_percent_of_best_mean) == (100, 112)
    assert delta.schedule_changes_per_hundred_bookings == 0
    assert scorecard({}).answer_seconds_mean is None
    assert unit.store(BookingStore).things
