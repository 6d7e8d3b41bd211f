"""The demo's clock stands while anybody works, and only ever goes ahead."""

import threading
from datetime import UTC, datetime, timedelta

from infra.demo.timekeeper import Timekeeper

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ENDS_WITHIN_SECONDS = 10


def play(*stories, at_once=2):
    """Play stories, each a function of the clock, and return the moments that were set."""
    offsets = []
    clock = Timekeeper(offsets.append, at_once=at_once)
    clock.begin(MONDAY)
    clock.expect(len(stories))

    def play_one(story):
        with clock.at_work():
            story(clock)

    threads = [threading.Thread(target=play_one, args=(story,), daemon=True) for story in stories]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(ENDS_WITHIN_SECONDS)
        assert not thread.is_alive()
    return offsets


def waits(*days, seen=None):
    def story(clock):
        for day in days:
            clock.until(MONDAY + timedelta(days=day))
            if seen is not None:
                seen.append(day)

    return story


def test_everybody_is_there_on_the_day_they_wait_for():
    seen = []

    play(waits(1, 5, seen=seen), waits(3, 4, seen=seen), waits(2, seen=seen))

    assert seen == [1, 2, 3, 4, 5]


def test_the_clock_is_never_set_back():
    offsets = play(waits(1, 400, 2), waits(30, 3), waits(30))

    assert offsets == sorted(offsets)


def test_a_moment_that_has_passed_is_there_at_once():
    offsets = play(waits(-1, 0))

    assert len(offsets) == 1


def test_the_clock_stands_until_the_last_who_works_has_ended():
    works, may_end = threading.Event(), threading.Event()
    at = []

    def busy(clock):
        works.set()
        may_end.wait(ENDS_WITHIN_SECONDS)
        at.append(clock.now())

    def patient(clock):
        works.wait(ENDS_WITHIN_SECONDS)
        threading.Timer(0.05, may_end.set).start()
        clock.until(MONDAY + timedelta(days=7))

    play(busy, patient)

    assert at[0] < MONDAY + timedelta(days=1)


def test_who_waits_leaves_the_place_to_others():
    seen = []

    play(*(waits(day, seen=seen) for day in (3, 1, 2)), at_once=1)

    assert seen == [1, 2, 3]
