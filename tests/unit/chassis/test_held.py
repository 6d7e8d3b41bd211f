"""For how long a message that could not be handled is tried again by itself."""

import pytest

from services.chassis.engine import held
from services.chassis.errors import Invalid, NotYet
from services.chassis.settings import RETRY_SECONDS

CRASH = KeyError("case")


def tries_within(seconds):
    """How often a handler that always crashes is called before its message is parked."""
    attempts = 1
    while held.judge(CRASH, attempts, seconds).state == held.RETRYING:
        attempts += 1
    return attempts


def test_a_crash_is_tried_six_times_in_thirteen_minutes_unless_something_else_is_set():
    assert sum(held.RETRY_DELAYS_SECONDS) == RETRY_SECONDS
    assert tries_within(RETRY_SECONDS) == 6
    assert held.judge(CRASH, 6).state == held.PARKED


@pytest.mark.parametrize(("seconds", "tries"), [(0, 1), (5, 2), (60, 4), (1356, 7), (86_400, 148)])
def test_a_shorter_or_longer_time_takes_fewer_or_more_tries(seconds, tries):
    assert tries_within(seconds) == tries
    assert sum(held.delays_within(seconds)) <= seconds


def test_each_delay_is_the_agreed_one_give_or_take_a_fifth():
    for attempts, agreed in enumerate(held.RETRY_DELAYS_SECONDS, start=1):
        delay = held.judge(CRASH, attempts).delay_seconds
        assert 0.8 * agreed <= delay <= 1.2 * agreed


def test_a_refusal_is_parked_and_a_gap_comes_back_whatever_is_set_for_crashes():
    assert held.judge(Invalid("no-such-word", "No."), 1, 86_400).state == held.PARKED
    assert held.judge(NotYet("An earlier fact is missing."), 1, 0).state == held.RETRYING
