"""What reintegration says and hears is what the samples say."""

import dataclasses
import json
from datetime import date
from pathlib import Path

import pytest

from services.chassis.messages import Event, as_json
from services.chassis.wire import envelope
from services.reintegration import events
from services.reintegration.ledger.schemas import TravelCostRecorded
from services.reintegration.returns import schemas

SAMPLES = Path(__file__).parents[1] / "samples"
FACTS = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
]
HEARD = [
    ("intake", "case_opened", schemas.CaseOpened),
    ("intake", "case_accepted", schemas.CaseAccepted),
    ("intake", "case_declined", schemas.CaseDeclined),
    ("intake", "case_withdrawn", schemas.CaseWithdrawn),
    ("intake", "case_closed", schemas.CaseClosed),
    ("travel", "movement_booked", schemas.MovementBooked),
    ("travel", "movement_cancelled", schemas.MovementCancelled),
    ("travel", "departure_declared", schemas.PersonOnMovement),
    ("travel", "person_departed", schemas.PersonDeparted),
    ("travel", "person_arrived", schemas.PersonArrived),
    ("travel", "person_no_show", schemas.PersonOnMovement),
    ("travel", "travel_cost_recorded", TravelCostRecorded),
]


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
    told, content = envelope.read(sample("reintegration", kind.name))

    fact = as_declared(kind, content)

    assert as_json(fact.data()) == content
    assert told.type == f"reintegration.{fact.key}"
    assert told.subject == fact.subject


def test_every_sample_belongs_to_a_fact():
    names = {path.name for path in (SAMPLES / "reintegration").iterdir()}

    assert names == {f"{kind.name}.v1.json" for kind in FACTS}


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_no_fact_carries_a_person(kind):
    named = {field.name for field in dataclasses.fields(kind)}

    assert not named & {"given_names", "family_name", "birth_date", "document", "number"}


@pytest.mark.parametrize(("owner", "name", "reader"), HEARD)
def test_we_can_read_what_intake_and_travel_say(owner, name, reader):
    content = json.loads(sample(owner, name))["data"]

    read = reader().load(content)

    assert "case_ref" in read
