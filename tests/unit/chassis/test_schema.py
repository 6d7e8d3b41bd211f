"""What a schema says of a message that it does not accept."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, validate

from services.chassis.errors import Invalid
from services.chassis.schema import Command, Reader, pointers
from tests.examples import examples


class Person(Command):
    """A schema inside another."""

    birth_date = fields.Date(required=True)


class Party(Command):
    """A schema with others inside."""

    persons = fields.List(fields.Nested(Person))
    name = fields.String(required=True)


def test_every_problem_is_named_at_its_place_however_deep():
    with pytest.raises(Invalid) as refused:
        Party().load({"persons": [{"birth_date": "x"}, {"birth_date": "2001-02-03", "shoe": 1}]})

    places = {problem["pointer"] for problem in refused.value.errors}
    assert places == {"/name", "/persons/0/birth_date", "/persons/1/shoe"}


class Marshmallow(Schema):
    """What reads as it always did."""

    class Meta:
        unknown = EXCLUDE


def everything(base):
    """Each kind of field that is read in a way of its own, and some that are not."""
    tags = {
        "tags": fields.List(fields.String(validate=validate.Length(max=2)), data_key="labels"),
        "colour": fields.String(load_default="red"),
    }
    return base.from_dict(
        {
            "name": fields.String(required=True, validate=validate.Length(min=1, max=3)),
            "nick": fields.String(allow_none=True),
            "words": fields.List(fields.String(), validate=validate.Length(min=1)),
            "count": fields.Integer(validate=validate.Range(max=9)),
            "day": fields.Date(attribute="on"),
            "inner": fields.Nested(base.from_dict(tags)),
        }
    )


Everything = everything(Reader)
TEXT = st.text("abé", max_size=4)
ANYTHING = st.none() | st.booleans() | st.integers(-5, 12) | TEXT
TAGS = st.fixed_dictionaries({}, optional={"labels": st.lists(ANYTHING), "colour": ANYTHING})
SENT = st.fixed_dictionaries(
    {},
    optional={
        "name": ANYTHING,
        "nick": ANYTHING,
        "words": st.lists(TEXT | ANYTHING, max_size=3) | ANYTHING,
        "count": ANYTHING,
        "day": st.sampled_from(["2026-12-02", "soon", None]),
        "inner": TAGS | ANYTHING,
        "more": ANYTHING,
    },
)


@examples()
@given(SENT)
def test_what_is_read_quickly_is_what_marshmallow_reads(sent):
    try:
        expected = everything(Marshmallow)().load(sent)
    except ValidationError as refused:
        expected = tuple(pointers(refused.messages))
    try:
        read = Everything().load(sent)
    except Invalid as refused:
        read = refused.errors
    assert read == expected


def test_a_well_formed_message_is_read_without_marshmallows_own_loop(monkeypatch):
    def slow(*_, **__):
        raise AssertionError("read slowly")

    monkeypatch.setattr(Schema, "load", slow)
    read = Everything().load({"name": "ab", "words": ["x"], "inner": {"labels": ["y"]}})

    assert read == {"name": "ab", "words": ["x"], "inner": {"tags": ["y"], "colour": "red"}}


def test_a_schema_that_makes_something_of_what_it_read_still_does():
    class Making(Reader):
        name = fields.String()

        @post_load
        def make(self, read, **_):
            return read["name"].upper()

    assert Making().load({"name": "a"}) == "A"


def test_a_narrowed_schema_reads_only_what_it_was_narrowed_to():
    class Coloured(Reader):
        tint = fields.String()
        shade = fields.String()

    class Narrow(Reader):
        colours = fields.Nested(Coloured(), only=("tint",))

    sent = {"colours": {"tint": "b", "shade": "c"}}
    assert Narrow().load(sent) == {"colours": {"tint": "b"}}


def test_a_command_with_an_unknown_field_is_refused_at_its_place():
    class Narrow(Command):
        name = fields.String()

    with pytest.raises(Invalid) as refused:
        Narrow().load({"name": "a", "shoe": 1})

    assert [problem["pointer"] for problem in refused.value.errors] == ["/shoe"]
