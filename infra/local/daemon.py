"""Starts the supervisor of a place in the background, and ends it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress

import psutil

from infra.local import leftovers, programs, rotation, server_user
from infra.local.place import CHECKOUT, Place
from infra.local.programs import MARK, pid_of
from infra.local.supervisor import is_running
from infra.local.trouble import Trouble
from infra.local.waiting import wait_until

STOP_SECONDS = 150


def ensure(place: Place, linger_seconds: float | None = None) -> None:
    """Have a supervisor run; what a dead one left behind is cleared first."""
    server_user.close(place.home)
    if is_running(place):
        return
    clear(place)
    command = [sys.executable, "-m", "infra.local.supervisor", str(place.home)]
    if linger_seconds is not None:
        command += ["--linger", str(linger_seconds)]
    limits = rotation.Limits.asked(os.environ).told()
    itself = programs.Program(name="supervisor", command=command, env=limits)
    # Whoever starts it may have a milder umask than ours.
    place.log_file("supervisor").touch(mode=0o600)
    with place.log_file("supervisor").open("ab") as log:
        started = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            env={**programs.environment(place, itself), MARK: str(place.home)},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    wait_until(
        lambda: pid_of(place, "supervisor") == started.pid or started.poll() is not None,
        20,
        f"The supervisor did not start; its log is {place.log_file('supervisor')}.",
    )
    # It outlives this process on purpose; nobody here waits for it.
    started.returncode = 0


def clear(place: Place) -> None:
    """Remove what a crash left: programs that still run, and notes of those that do not."""
    leftovers.end(place)
    for folder in (programs.wanted_folder(place), place.folder("pids")):
        for stale in folder.iterdir():
            stale.unlink()


def stop(place: Place) -> None:
    """End every program of the place, in order, and whatever is left after that."""
    pid = pid_of(place, "supervisor")
    if pid is not None and is_running(place):
        os.kill(pid, signal.SIGTERM)
        wait_until(
            lambda: not is_running(place) and not _lives(pid),
            STOP_SECONDS,
            f"The supervisor did not stop; its log is {place.log_file('supervisor')}.",
        )
        with suppress(Trouble):
            # Who looks at the list of processes at once should not even see its number.
            wait_until(lambda: not psutil.pid_exists(pid), 5, "Its parent has not looked at it.")
    clear(place)


def _lives(pid: int) -> bool:
    """A zombie is only a number that its parent has not looked at yet; we may be that parent."""
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
