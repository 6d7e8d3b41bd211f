"""Ids are UUIDs of version 7 that sort by when they were made."""

import time
import uuid

from hypothesis import given
from hypothesis import strategies as st

from services.chassis.ids import RANDOM_BITS, IdMaker, as_text, new_id


def test_an_id_is_a_uuid_of_version_seven_and_carries_the_time():
    before = time.time_ns() // 1_000_000
    made = uuid.UUID(new_id())

    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= time.time_ns() // 1_000_000


def test_ids_only_grow_and_never_repeat():
    ids = [new_id() for _ in range(20_000)]

    assert ids == sorted(set(ids))


def test_a_clock_that_steps_back_does_not_unsort_them(monkeypatch):
    maker = IdMaker()
    first = maker.new()
    monkeypatch.setattr(time, "time_ns", lambda: 0)

    assert maker.new() > first


def test_an_exhausted_millisecond_borrows_the_next():
    maker = IdMaker()
    first = maker.new()
    maker._milliseconds += 60_000  # noqa: SLF001 - a minute in which nothing else is made
    maker._random = (1 << RANDOM_BITS) - 1  # noqa: SLF001
    last = as_text(maker._milliseconds, maker._random)  # noqa: SLF001

    assert first < last < maker.new()


@given(st.integers(0, (1 << 48) - 1), st.integers(0, (1 << RANDOM_BITS) - 1))
def test_time_and_chance_never_touch_version_and_variant(milliseconds, random):
    made = uuid.UUID(as_text(milliseconds, random))

    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert made.int >> 80 == milliseconds
