"""Keeps the wanted programs running: starts, restarts after a crash, stops in order."""

import argparse
import fcntl
import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TextIO

from infra.local import leftovers, programs, rotation, users
from infra.local.child import Child, say
from infra.local.place import PRIVATE, Place

BEAT_SECONDS = 0.1
LOGS_SECONDS = 1.0


class Supervisor:
    """One per place; who holds the lock is the one."""

    def __init__(self, place: Place, linger_seconds: float | None, limits: rotation.Limits) -> None:
        self._place = place
        self._limits = limits
        self._logs_at = 0.0
        self._troubles_with_logs: list[str] = []
        self._linger_seconds = linger_seconds
        self._children: dict[str, Child] = {}
        self._stopping = threading.Event()
        self._unused_since: float | None = None

    def stop(self, *_: object) -> None:
        self._stopping.set()

    def run(self) -> None:
        while not self._stopping.wait(BEAT_SECONDS):
            self._follow(programs.wanted(self._place))
            for child in self._children.values():
                child.beat()
            self._keep_logs_short()
            if self._linger_seconds is not None and self._is_unused():
                self._stopping.set()
        self._stop_all()

    def _follow(self, wanted: dict[str, programs.Program]) -> None:
        """Take on new programs, let go of those no longer wanted, replace changed ones."""
        for name, child in list(self._children.items()):
            # One that is wanted again while it ends must end first, and then begin anew.
            if wanted.get(name) != child.program or child.is_stopping:
                child.stop()
                if child.is_gone():
                    del self._children[name]
        for name, program in wanted.items():
            if name not in self._children:
                self._children[name] = Child(self._place, program)

    def _keep_logs_short(self) -> None:
        """Now and then; what does not work is said once, and tried again."""
        if time.monotonic() < self._logs_at:
            return
        self._logs_at = time.monotonic() + LOGS_SECONDS
        troubles = rotation.rotate(self._place, self._limits)
        for trouble in troubles:
            if trouble not in self._troubles_with_logs:
                say(f"logs {trouble}")
        self._troubles_with_logs = troubles

    def _stop_all(self) -> None:
        """The last tier first: nobody loses the server it still speaks to."""
        tiers = sorted({child.program.tier for child in self._children.values()}, reverse=True)
        for tier in tiers:
            children = [child for child in self._children.values() if child.program.tier == tier]
            for child in children:
                child.stop()
            while not all(child.is_gone() for child in children):
                time.sleep(BEAT_SECONDS)

    def _is_unused(self) -> bool:
        """Whether nobody has used the place for the time it may linger."""
        if users.present(self._place):
            self._unused_since = None
            return False
        self._unused_since = self._unused_since or time.monotonic()
        if time.monotonic() - self._unused_since < (self._linger_seconds or 0):
            return False
        return users.close_if_unused(self._place)


def hold(path: Path) -> TextIO | None:
    """The place's lock, held until this process ends, or nothing when another holds it."""
    stream = path.open("a")
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        stream.close()
        return None
    return stream


def is_running(place: Place) -> bool:
    lock = hold(place.home / "supervisor.lock") if place.home.exists() else None
    if lock is None:
        return place.home.exists()
    lock.close()
    return False


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("--linger", type=float, default=None)
    asked = parser.parse_args()
    os.umask(PRIVATE)  # What our programs write is about people.
    place = Place(asked.home)
    lock = hold(place.home / "supervisor.lock")
    if lock is None:
        sys.exit("Another supervisor already looks after this place.")
    supervisor = Supervisor(place, asked.linger, rotation.Limits.asked(os.environ))
    signal.signal(signal.SIGTERM, supervisor.stop)
    signal.signal(signal.SIGINT, supervisor.stop)
    pid_file = place.pid_file("supervisor")
    pid_file.write_text(f"{os.getpid()}\n")
    try:
        supervisor.run()
        if asked.linger is not None:
            leftovers.end(place)  # What a killed user of a shared place had started.
    finally:
        pid_file.unlink(missing_ok=True)
        lock.close()


if __name__ == "__main__":
    main()
