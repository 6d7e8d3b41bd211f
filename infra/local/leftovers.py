"""Ends what a crashed supervisor left running: programs of this place, and no others."""

import os
import signal
from collections.abc import Callable

import psutil

from infra.local.place import Place
from infra.local.programs import MARK

PATIENCE_SECONDS = 10.0


def found(place: Place) -> list[psutil.Process]:
    """Programs that carry this place's mark, and its database server, which hides it."""
    me = os.getpid()
    return [one for one in psutil.process_iter() if one.pid != me and _belongs(one, place)]


def _belongs(candidate: psutil.Process, place: Place) -> bool:
    try:
        if candidate.environ().get(MARK) == str(place.home):
            return True
        return candidate.name() == "postgres" and str(place.home / "postgres") in (
            candidate.cmdline()
        )
    except psutil.Error:
        return False


def end(place: Place) -> int:
    """Ask them to end, then insist; how many there were."""
    remaining = everyone = found(place)
    for leftover in remaining:
        _quietly(lambda leftover=leftover: leftover.send_signal(_polite_signal(leftover)))
    _, remaining = psutil.wait_procs(remaining, timeout=PATIENCE_SECONDS)
    for leftover in remaining:
        _quietly(leftover.kill)
    psutil.wait_procs(remaining, timeout=PATIENCE_SECONDS)
    return len(everyone)


def _polite_signal(leftover: psutil.Process) -> signal.Signals:
    """A database server told to end by SIGTERM would wait for its clients."""
    return signal.SIGINT if leftover.name() == "postgres" else signal.SIGTERM


def _quietly(act: Callable[[], None]) -> None:
    try:
        act()
    except psutil.Error:
        return
