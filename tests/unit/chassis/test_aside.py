"""Who only computes is in nobody's way."""

import subprocess
import sys

import pytest

from services.chassis.aside import aside
from services.chassis.errors import Invalid

# While one computes for long, a green thread goes on; a refusal comes back as itself.
GREEN = """
import eventlet; eventlet.monkey_patch()
from services.chassis.aside import aside
from services.chassis.errors import Invalid
ticks = []
def tick():
    while True:
        ticks.append(1); eventlet.sleep(0.001)
def compute():
    found = 0
    for one in range(3_000_000):
        found += one
    return found
def refuse():
    raise Invalid("no", "No.")
eventlet.spawn(tick); eventlet.sleep(0)
before = len(ticks)
assert aside(compute) == sum(range(3_000_000))
assert len(ticks) - before > 3, len(ticks)
try:
    aside(refuse)
except Invalid as refused:
    assert refused.code == "no"
else:
    raise AssertionError
"""


def test_others_go_on_while_somebody_computes():
    subprocess.run([sys.executable, "-W", "ignore", "-c", GREEN], check=True, timeout=60)


def test_where_nobody_waits_it_is_done_at_once():
    def refuse():
        raise Invalid("no", "No.")

    assert aside(max, 1, 2) == 2
    with pytest.raises(Invalid):
        aside(refuse)
