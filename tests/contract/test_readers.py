"""Every listener is called with the sample of what it hears, as far as it touches the database."""

from collections import defaultdict
from contextlib import suppress

import pytest

from infra.documents import house
from services.chassis.schema import Reader
from services.chassis.wire import envelope

HANDLERS = [entry for service in house.services() for entry in house.hears(service)]
FACTS = {(fact.owner, fact.key): fact for fact in house.facts()}
# Fields that a reader would use and that nobody says yet, by service.
NOT_TOLD_YET: dict[str, set[tuple[str, str]]] = {}


class StoppedError(BaseException):
    """The handler has read what came, and turns to the unit."""


class EmptyUnit:
    """A unit of work that stops whoever touches it."""

    def __getattr__(self, name):
        raise StoppedError(name)


@pytest.fixture
def hear(monkeypatch):
    """Call a listener for real; return each schema that read something, and what it read."""
    seen = []

    def load(schema, sent, **options):
        answer = super(Reader, schema).load(sent, **options)
        seen.append((schema, sent))
        return answer

    monkeypatch.setattr(Reader, "load", load)

    def call(entry, content):
        seen.clear()
        listener = house.service_class(entry.service)()
        with suppress(StoppedError):
            getattr(listener, entry.method)(EmptyUnit(), content)
        return list(seen)

    return call


def of_handler(entry):
    return f"{entry.service}.{'.'.join(entry.fact)}"


def content_of(entry):
    return envelope.read(FACTS[entry.fact].sample.read_bytes())[1]


@pytest.mark.parametrize("entry", HANDLERS, ids=of_handler)
def test_each_listener_reads_the_sample_of_what_it_hears(hear, entry):
    content = content_of(entry)

    assert any(sent is content for _, sent in hear(entry, content))


@pytest.mark.parametrize("entry", HANDLERS, ids=of_handler)
def test_each_listener_ignores_what_is_added_later(hear, entry):
    content = content_of(entry) | {"added_later": {"and": ["more"]}}

    assert any(sent is content for _, sent in hear(entry, content))


@pytest.mark.parametrize("service", house.services())
def test_no_reader_looks_for_a_field_that_nobody_says(hear, service):
    """A misspelt optional field would be read as missing for ever."""
    told, looked_for = defaultdict(set), {}
    for entry in house.hears(service):
        for schema, sent in hear(entry, content_of(entry)):
            for home in type(schema).__mro__:
                told[home] |= set(sent)
            looked_for |= {(type(schema), name): field for name, field in schema.fields.items()}

    missing = {
        (schema.__name__, name)
        for (schema, name), field in looked_for.items()
        if (field.data_key or name) not in told[declaring(schema, name)]
    }

    assert missing == NOT_TOLD_YET.get(service, set())


def declaring(schema, name):
    """The class in which a field was first written down."""
    homes = [home for home in schema.__mro__ if name in getattr(home, "_declared_fields", {})]
    return homes[-1]
