"""What travel says and hears is what the samples say, to the services and to the agents."""

import dataclasses
import json
from datetime import date, datetime
from pathlib import Path

import pytest

from partner_kit import contract
from services.chassis.errors import Invalid
from services.chassis.messages import Event
from services.chassis.wire import envelope
from services.travel import events
from services.travel.parties.schemas import (
    AssignmentTravelNeeded,
    AssignmentWithdrawn,
    CaseAccepted,
    CaseWithdrawn,
    TravellerNeedsChanged,
)
from services.travel.partner_messages.entrypoints import HANDLES
from services.travel.partner_messages.rules import read_message

SAMPLES = Path(__file__).parents[1] / "samples"
FACTS = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type)
    and issubclass(kind, Event)
    and kind not in {Event, events.MovementFact}
]
HEARD = {
    ("intake", "case_accepted"): CaseAccepted,
    ("intake", "case_withdrawn"): CaseWithdrawn,
    ("intake", "traveller_needs_changed"): TravellerNeedsChanged,
    ("expert_deployment", "assignment_travel_needed"): AssignmentTravelNeeded,
    ("expert_deployment", "assignment_withdrawn"): AssignmentWithdrawn,
}
FROM_JSON = {datetime: datetime.fromisoformat, date: date.fromisoformat, tuple[str, ...]: tuple}


def sample(owner, name):
    return (SAMPLES / owner / f"{name}.v1.json").read_bytes()


def as_declared(kind, content):
    """Make the fact from a sample's content, so that every field must be there."""
    types = {field.name: field.type for field in dataclasses.fields(kind)}
    return kind(
        **{name: FROM_JSON.get(types[name], lambda same: same)(content[name]) for name in content}
    )


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_each_fact_is_as_its_sample_shows_it(kind):
    told, content = envelope.read(sample("travel", kind.name))

    fact = as_declared(kind, content)

    assert fact.data() == content
    assert told.type == f"travel.{fact.key}"
    assert told.subject == fact.subject


def test_every_sample_belongs_to_a_fact():
    names = {path.name for path in (SAMPLES / "travel").iterdir()}

    assert names == {f"{kind.name}.v1.json" for kind in FACTS}


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_no_fact_carries_a_person(kind):
    named = {field.name for field in dataclasses.fields(kind)}

    assert not named & {"given_names", "family_name", "birth_date", "document", "receiver"}


@pytest.mark.parametrize(("owner", "name"), HEARD)
def test_we_can_read_what_the_others_say(owner, name):
    _, content = envelope.read(sample(owner, name))

    read = HEARD[owner, name]().load(content | {"added_later": True})

    assert "added_later" not in read


@pytest.mark.parametrize("name", contract.types(contract.FROM_AGENT))
def test_every_message_of_the_contract_has_somebody_who_reads_it(name):
    event = contract.example(contract.FROM_AGENT, name)
    agent = event["source"].removeprefix("/agents/")
    body = json.dumps(event).encode()

    message = read_message(body, agent, f"{agent}.{name}", "application/cloudevents+json")

    assert message.kind in HANDLES
    assert message.content == event["data"]


def test_a_message_is_only_read_in_the_name_of_its_sender():
    event = contract.example(contract.FROM_AGENT, "quote_refused.v1")
    body = json.dumps(event).encode()

    with pytest.raises(Exception, match="source is not the sender"):
        read_message(body, "delta", "delta.quote_refused.v1", None)
    with pytest.raises(Exception, match="routing key"):
        read_message(body, "polder", "polder.quote_offered.v1", None)


def test_a_message_of_another_content_type_is_unreadable():
    event = contract.example(contract.FROM_AGENT, "quote_refused.v1")

    with pytest.raises(Invalid, match="content type"):
        read_message(json.dumps(event).encode(), "polder", "polder.quote_refused.v1", "text/plain")
