"""A trace goes on through every step, and a malformed one starts anew."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.watch import tracing

KNOWN = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00"


def test_a_child_keeps_the_thread_and_takes_a_step_of_its_own():
    following = tracing.parse(tracing.child(KNOWN))

    assert following.trace_id == "4bf92f3577b34da6a3ce929d0e0e4736"
    assert following.span_id != "00f067aa0ba902b7"
    assert following.flags == "00"
    assert tracing.trace_id_of(KNOWN) == following.trace_id


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "nonsense",
        KNOWN.upper(),
        KNOWN + "-more",
        KNOWN + "\n",
        "ff" + KNOWN[2:],
        "00-" + "0" * 32 + "-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-" + "0" * 16 + "-01",
    ],
)
def test_what_is_malformed_starts_a_new_trace(text):
    assert tracing.parse(text) is None
    assert tracing.parse(tracing.child(text)) is not None
    assert tracing.trace_id_of(text) == ""


def test_a_later_version_may_say_more():
    assert tracing.parse("01" + KNOWN[2:] + "-more") is not None


@given(st.text())
def test_no_text_breaks_it(text):
    assert tracing.parse(tracing.child(text)) is not None
