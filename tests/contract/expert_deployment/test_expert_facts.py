"""What expert_deployment says and hears is what the samples say."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest

from services.chassis.messages import Event
from services.chassis.wire import envelope
from services.expert_deployment import events
from services.expert_deployment.assignments.schemas import JourneyFact

SAMPLES = Path(__file__).parents[1] / "samples"
FACTS = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
]
HEARD = (
    "movement_booked",
    "movement_cancelled",
    "person_departed",
    "person_arrived",
    "person_no_show",
)


def sample(owner, name):
    return (SAMPLES / owner / f"{name}.v1.json").read_bytes()


def as_declared(kind, content):
    """Make the fact from a sample's content: every field is there, dates as dates."""
    dates = {field.name for field in dataclasses.fields(kind) if field.type in {"date", date}}
    return kind(
        **{
            name: date.fromisoformat(value) if name in dates else value
            for name, value in content.items()
        }
    )


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_each_fact_is_as_its_sample_shows_it(kind):
    told, content = envelope.read(sample("expert_deployment", kind.name))

    fact = as_declared(kind, content)

    assert fact.data() == content
    assert told.type == f"expert_deployment.{fact.key}"
    assert told.subject == fact.subject


def test_every_sample_belongs_to_a_fact():
    names = {path.name for path in (SAMPLES / "expert_deployment").iterdir()}

    assert names == {f"{kind.name}.v1.json" for kind in FACTS}


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_no_fact_carries_a_person(kind):
    named = {field.name for field in dataclasses.fields(kind)}

    assert not named & {"given_names", "family_name", "birth_date", "document", "number"}


@pytest.mark.parametrize("name", HEARD)
def test_we_can_read_what_travel_says_of_a_journey(name):
    content = json.loads(sample("travel", name))["data"]

    read = JourneyFact().load(content)

    assert read["movement_id"]
    assert set(read) == {"movement_id", "assignment_id"}
