"""Work that only computes, beside all other work of a process instead of in its way."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from eventlet import patcher, tpool
from eventlet.semaphore import Semaphore

Given = ParamSpec("Given")
Result = TypeVar("Result")

# One at a time, or those who only compute would share out the processor among themselves.
_turn = Semaphore(1)


def aside(work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs) -> Result:
    """Do it in a thread of the machine, while listeners, calls and heartbeats go on.

    It may neither touch the unit nor wait for anything. Where there are no green threads, as in
    most tests, nobody is in its way and it is done at once.
    """
    if not patcher.is_monkey_patched("thread"):
        return work(*given, **named)
    with _turn:
        result: Result = tpool.execute(work, *given, **named)
        return result
