"""A bell wakes once whoever waits for it or for a socket, and never holds up who rings."""

import os

import eventlet
import pytest

from services.chassis.wire.bell import Bell


@pytest.fixture
def line():
    """Something to read from, and where to write what is read there."""
    ear, hand = os.pipe()
    with os.fdopen(ear) as readable:
        yield readable, hand
    os.close(hand)


def heard_by(bell, readable, seconds=60):
    """What a greenthread heard that waited."""
    heard = []

    def listen():
        bell.wait(readable, seconds)
        heard.append(bell.heard())

    waiting = eventlet.spawn(listen)
    eventlet.sleep(0)
    return waiting, heard


def test_whoever_waits_is_woken_and_hears_it_once(line):
    bell, (readable, _) = Bell(), line
    waiting, heard = heard_by(bell, readable)

    bell.ring()
    bell.ring()
    waiting.wait()

    assert heard == [True]
    assert not bell.heard()


def test_what_rang_before_is_heard_without_waiting(line):
    bell, (readable, _) = Bell(), line
    bell.ring()

    bell.wait(readable, 60)

    assert bell.heard()


def test_something_to_read_wakes_without_a_bell(line):
    bell, (readable, hand) = Bell(), line
    waiting, heard = heard_by(bell, readable)

    os.write(hand, b".")
    waiting.wait()

    assert heard == [False]


def test_nobody_waits_longer_than_said(line):
    bell, (readable, _) = Bell(), line
    waiting, heard = heard_by(bell, readable, seconds=0.01)

    waiting.wait()

    assert heard == [False]


def test_both_at_once_wake_once(line):
    """A second waking would break off whatever the greenthread does by then."""
    bell, (readable, hand) = Bell(), line
    done = []

    def listen():
        bell.wait(readable, 60)
        eventlet.sleep(0.05)
        done.append("undisturbed")

    waiting = eventlet.spawn(listen)
    eventlet.sleep(0)
    os.write(hand, b".")
    bell.ring()
    waiting.wait()

    assert done == ["undisturbed"]
