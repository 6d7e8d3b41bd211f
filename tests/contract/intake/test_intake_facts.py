"""What intake says and hears is what the samples say."""

import dataclasses
import inspect
from datetime import date
from pathlib import Path

import pytest

from gateway.resources.intake import ROUTES
from infra.documents import house
from services.chassis.messages import Event
from services.chassis.wire import envelope
from services.intake import events
from services.intake.erasure.model import Erasure, Ground
from services.intake.erasure.store import ErasureStore
from services.intake.service import IntakeService
from services.intake.timeline.rules import SENTENCES
from tests.fakes import NOON
from tests.unit.intake.intake_scene import a_unit, an_accepted_case, case_store, told

SAMPLES = Path(__file__).parents[1] / "samples"
HEARD_OWNERS = ("travel", "reintegration", "expert_deployment")
FACTS = [
    kind
    for kind in vars(events).values()
    if isinstance(kind, type) and issubclass(kind, Event) and kind is not Event
]
HEARERS = {entry.fact: entry.method for entry in house.hears("intake")}
HEARD = sorted(path for owner in HEARD_OWNERS for path in (SAMPLES / owner).glob("*.json"))


def as_declared(kind, content):
    """Make the fact from a sample's content: every field is there, dates as dates."""
    dates = {field.name for field in dataclasses.fields(kind) if field.type == "date"}
    lists = {name for name, value in content.items() if isinstance(value, list)}
    return kind(
        **{
            name: date.fromisoformat(value)
            if name in dates
            else tuple(value)
            if name in lists
            else value
            for name, value in content.items()
        }
    )


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_each_fact_is_as_its_sample_shows_it(kind):
    says, content = envelope.read((SAMPLES / "intake" / f"{kind.name}.v1.json").read_bytes())

    fact = as_declared(kind, content)

    assert fact.data() == content
    assert says.type == f"intake.{fact.key}"
    assert says.subject == fact.subject == says.correlation_id


def test_every_sample_belongs_to_a_fact():
    names = {path.name for path in (SAMPLES / "intake").iterdir()}

    assert names == {f"{kind.name}.v1.json" for kind in FACTS}


@pytest.mark.parametrize("kind", FACTS, ids=lambda kind: kind.name)
def test_no_fact_carries_a_person(kind):
    named = {field.name for field in dataclasses.fields(kind)}

    assert not named & {"given_names", "family_name", "birth_date", "document", "number"}


def test_what_is_accepted_looks_like_its_sample():
    unit = a_unit()
    an_accepted_case(unit)
    _, content = envelope.read((SAMPLES / "intake" / "case_accepted.v1.json").read_bytes())

    said = unit.published[-1].data()

    assert set(said) == set(content)
    assert set(said["travellers"][0]) == set(content["travellers"][0])


def known_case(unit, content):
    """Make the sample's case known, so that its fact can be taken in."""
    case = an_accepted_case(unit)
    case.case_ref = content.get("case_ref") or case.case_ref
    for person in case.people[:1]:
        known = unit.vault.open(person.person_id, person.sealed)
        person.person_id = content.get("person_id") or person.person_id
        person.sealed = unit.vault.seal(person.person_id, known)
        an_erasure(unit, case, person.person_id, content.get("erasure_id"))
    return case


def an_erasure(unit, case, person_id, erasure_id):
    """Make known that a person is being forgotten."""
    if erasure_id:
        erasure = Erasure(
            erasure_id=erasure_id,
            case_ref=case.case_ref,
            person_id=person_id,
            ground=Ground.REQUEST,
            asked_by="p",
            asked_at=NOON,
            awaited=[],
        )
        unit.store(ErasureStore).add(erasure)


@pytest.mark.parametrize("path", HEARD, ids=lambda path: f"{path.parent.name}.{path.stem}")
def test_we_hear_and_retell_every_fact_of_the_other_services(path):
    says, content = envelope.read(path.read_bytes())
    unit = a_unit()
    known_case(unit, content)
    told(unit, says.type.rpartition(".v")[0], sequence=says.sequence, at=NOON)

    getattr(IntakeService, HEARERS[path.parent.name, path.stem])(IntakeService, unit, content)

    entry = next(one for one in telling(unit) if one.entry_id == unit.message.id)
    assert entry.type in SENTENCES
    assert not entry.sentence.endswith("-.")


def telling(unit):
    return next(one for kind, one in unit.stores.items() if kind.__name__ == "TimelineStore").added


def test_the_case_of_a_sample_is_known_by_its_reference():
    unit = a_unit()
    case = known_case(unit, {"case_ref": "NL-2026-004635-7"})

    assert case_store(unit).get("NL-2026-004635-7") is case


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.path}")
def test_every_route_is_answered_and_its_example_is_accepted(route):
    answering = inspect.signature(getattr(IntakeService, route.procedure)).parameters
    passed = {*route.parameters}
    passed |= {"body"} if route.body else set()
    passed |= {"query"} if route.query or route.paged else set()

    assert passed == set(answering) - {"self", "unit"}
    if route.body:
        route.body().load(dict(route.example))
