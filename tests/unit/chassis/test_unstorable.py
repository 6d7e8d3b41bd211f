"""What no database can keep is refused at every entrance, and can itself be put aside."""

import json

import pytest
from sqlalchemy.dialects import postgresql

from services.chassis.engine import held
from services.chassis.errors import Invalid
from services.chassis.messages import storable, unstorable
from services.chassis.wire import envelope
from services.chassis.wire.delivery import Delivery

HALF, EMOJI, UNKNOWN = "\ud800", "\N{GRINNING FACE}", "\N{REPLACEMENT CHARACTER}"


class Pen:
    """A session that remembers the row that it is told to write."""

    def execute(self, query):
        self.row = query.compile(dialect=postgresql.dialect()).params


def places(value):
    return sorted(unstorable(value, json.dumps(value).encode()))


@pytest.mark.parametrize("sign", ["\0", HALF])
def test_every_place_of_it_is_named_and_no_other(sign):
    value = {"a": [1, f"x{sign}", {"b/c": sign}], "fine": EMOJI, "d": {f"e{sign}": sign}}

    assert places(value) == ["/a/1", "/a/2/b~1c", "/d"]


def test_what_is_only_written_like_it_is_kept():
    assert places({"a": r"\u0000", "b": EMOJI}) == []
    assert storable(EMOJI)


def test_nothing_is_too_deep_to_be_looked_at():
    value = "\0"
    for _ in range(20_000):
        value = [value]

    assert len(list(unstorable(value, rb'"\u0000"'))) == 1


def a_message(**changes):
    usual = {
        "specversion": "1.0",
        "id": "e-1",
        "source": "/services/alpha",
        "type": "alpha.said.v1",
        "time": "2026-05-04T12:00:00Z",
        "subject": "s-1",
        "data": {"word": "x"},
    }
    return json.dumps(usual | changes).encode()


@pytest.mark.parametrize("where", [{"id": "e\0"}, {"subject": "\0"}, {"data": {"a": ["\0"]}}])
def test_a_fact_with_it_is_parked_and_not_tried_again(where):
    with pytest.raises(Invalid) as refused:
        envelope.read(a_message(**where))

    assert held.judge(refused.value, 1).state == held.PARKED


def test_the_message_itself_can_be_put_aside_with_what_is_around_it():
    delivery = Delivery(
        queue="q",
        body=a_message(subject=f"a\0{HALF}"),
        headers={"x": ["\0", EMOJI]},
        properties={"type": HALF},
        routing_key=f"alpha.\0{HALF}",
    )
    pen = Pen()
    held.put(pen, delivery, held.Verdict(held.PARKED, "invalid", "Not \0.", 1, None), "")
    kept = pen.row["headers"]

    assert (pen.row["subject"], pen.row["reason"]) == (f"a{UNKNOWN}{UNKNOWN}", f"Not {UNKNOWN}.")
    assert kept["headers"] == {"x": [UNKNOWN, EMOJI]}
    assert (kept["routing_key"], kept["properties"]["type"]) == (
        f"alpha.{UNKNOWN}{UNKNOWN}",
        UNKNOWN,
    )
    assert pen.row["body"] == delivery.body
