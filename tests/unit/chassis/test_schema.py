"""What a schema says of a message that it does not accept."""

import pytest
from marshmallow import fields

from services.chassis.errors import Invalid
from services.chassis.schema import Command


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
