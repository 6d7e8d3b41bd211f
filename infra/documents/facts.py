"""docs/events.md: every fact on the bus, what it means, what it says, and who reads it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin

from infra.documents import house
from infra.documents.house import Fact

FILE = house.ROOT / "docs" / "events.md"
WORDS = {
    str: "text",
    int: "whole number",
    bool: "yes or no",
    date: "date",
    datetime: "instant",
    Any: "anything",
}
HEADING = """\
# Facts on the bus

Written from `services/*/events.py` and the listeners by `make docs`; a test holds it to the code.

A fact of `intake` goes to the topic exchange `intake.events` with its name as the routing key, such
as `case_accepted.v1`, as one CloudEvents 1.0 body. The sample of each is the contract:
[`tests/contract/samples`](../tests/contract/samples). A reader has a queue of its own per fact,
named `<reader>.<owner>.<fact>`. The field that names the aggregate is set in bold. For programs:
[`asyncapi-internal.yaml`](asyncapi-internal.yaml).
"""


def text() -> str:
    return "\n".join([HEADING, *(_section(owner) for owner in house.services())])


def _section(owner: str) -> str:
    rows = [_row(fact) for fact in house.facts() if fact.owner == owner]
    return "\n".join([f"## {owner}", "", table("fact | what it means | says | read by", rows), ""])


def _row(fact: Fact) -> tuple[str, ...]:
    link = f"[`{fact.key}`](../{fact.sample.relative_to(house.ROOT)})"
    says = ", ".join(_field(fact, name, type_) for name, type_ in fact.types.items())
    return link, fact.meaning, says, ", ".join(house.readers(fact))


def _field(fact: Fact, name: str, type_: Any) -> str:
    shown = f"**{name}**" if name == fact.kind.about else name
    return shown if in_words(type_) == "text" else f"{shown} ({in_words(type_)})"


def in_words(type_: Any) -> str:
    """A Python type as a reader of JSON would say it."""
    inner = get_args(type_)
    if get_origin(type_) in {Union, UnionType}:
        some = [in_words(one) for one in inner if one is not type(None)]
        return " or ".join([*some, "nothing"])
    if get_origin(type_) in {tuple, list}:
        return f"list of {in_words(inner[0])}"
    if type_ is dict or get_origin(type_) is dict:
        return "object"
    return WORDS.get(type_, "text")


def table(heading: str, rows: Iterable[tuple[str, ...]]) -> str:
    """A table in Markdown."""
    columns = heading.split(" | ")
    lines = [columns, ["---"] * len(columns), *([cell or "-" for cell in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
