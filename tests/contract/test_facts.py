"""Every fact of every service: its sample is valid, whole, read by somebody, and names nobody."""

import json
import re
from datetime import datetime

import pytest

from infra.documents import house
from services.chassis.wire import envelope

FACTS = house.facts()
HANDLERS = [entry for service in house.services() for entry in house.hears(service)]
ATTRIBUTES = {
    "specversion",
    "id",
    "source",
    "type",
    "time",
    "subject",
    "datacontenttype",
    "correlationid",
    "causationid",
    "sequence",
    "traceparent",
    "data",
}
# Words that would say who somebody is, or how somebody fares, where anybody on the bus can read it.
PERSONAL = re.compile(
    "names?|given|family|first|last|maiden|surname|birth|born|dob|age|sex|gender"
    "|documents?|passport|visa|number|iban|email|phone|address|photo|religion|ethnicity|vot"
    "|health|medical|medicine|diagnosis|illness|disease|pregnant|pregnancy|disability|fitness"
)
# Ciphertext for one recipient; what is inside is not readable in the event.
SEALED = {"sealed_for_travel", "sealed_for_reintegration"}


def of_fact(fact):
    return fact.type


def of_handler(entry):
    return f"{entry.service}.{'.'.join(entry.fact)}"


def words_in(content):
    """Every word of every field's name, however deep."""
    if isinstance(content, dict):
        for key, inner in content.items():
            if key not in SEALED:
                yield from key.split("_")
                yield from words_in(inner)
    elif isinstance(content, list):
        for inner in content:
            yield from words_in(inner)


@pytest.mark.parametrize("fact", FACTS, ids=of_fact)
def test_each_sample_is_a_cloud_event_of_its_owner(fact):
    sample = json.loads(fact.sample.read_text())

    assert set(sample) == ATTRIBUTES
    assert sample["specversion"] == "1.0"
    assert sample["source"] == f"/homeward/{fact.owner}"
    assert sample["type"] == fact.type
    assert sample["datacontenttype"] == "application/json"
    assert datetime.fromisoformat(sample["time"]).tzinfo
    assert sample["sequence"] >= 0
    assert re.fullmatch(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", sample["traceparent"])
    assert all(sample[name] for name in ("id", "subject", "correlationid"))


@pytest.mark.parametrize("fact", FACTS, ids=of_fact)
def test_each_sample_is_what_the_chassis_reads_and_writes(fact):
    message, content = envelope.read(fact.sample.read_bytes())

    assert json.loads(envelope.write(message, content)) == json.loads(fact.sample.read_text())


@pytest.mark.parametrize("fact", FACTS, ids=of_fact)
def test_each_sample_shows_exactly_the_fields_of_its_fact(fact):
    sample = json.loads(fact.sample.read_text())

    assert list(sample["data"]) == list(fact.types)
    assert sample["subject"] == sample["data"][fact.kind.about]
    assert sample["correlationid"] == (sample["data"].get("case_ref") or sample["correlationid"])


def test_there_is_no_sample_without_a_fact():
    files = {path for path in house.SAMPLES.rglob("*") if path.is_file()}

    assert files == {fact.sample for fact in FACTS}


@pytest.mark.parametrize("fact", FACTS, ids=of_fact)
def test_each_fact_is_heard_by_somebody_else(fact):
    """The relay publishes mandatory: a fact without a queue is returned and raises an alarm."""
    assert set(house.readers(fact)) - {fact.owner}


@pytest.mark.parametrize("entry", HANDLERS, ids=of_handler)
def test_what_a_service_listens_to_is_really_said(entry):
    assert ".".join(entry.fact) in {fact.type for fact in FACTS}


@pytest.mark.parametrize("fact", FACTS, ids=of_fact)
def test_no_field_of_a_fact_is_about_who_somebody_is(fact):
    sample = json.loads(fact.sample.read_text())
    told = set(words_in(dict.fromkeys(fact.types))) | set(words_in(sample["data"]))

    assert [word for word in told if PERSONAL.fullmatch(word)] == []


@pytest.mark.parametrize("fact", FACTS, ids=of_fact)
def test_each_fact_says_what_it_means_in_one_sentence(fact):
    assert fact.meaning.endswith(".")


def test_each_fact_has_one_listener_per_service_and_no_method_hides_another():
    """Two subjects with a method of one name: the later would be lost without a word."""
    queues, methods = [], []
    for entry in house.entries():
        methods.append((entry.service, entry.method))
        if entry.kind == "EventHandler":
            queues.append(house.subscription(entry).queue)

    assert sorted(set(queues)) == sorted(queues)
    assert sorted(set(methods)) == sorted(methods)
