"""Who uses a shared place now: the last to leave closes it, even one who was killed."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

from infra.local.place import Place


@contextmanager
def alone(place: Place) -> Iterator[None]:
    """Hold the door while arriving, leaving or closing."""
    place.home.mkdir(parents=True, exist_ok=True)
    with (place.home / "door.lock").open("a") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


def arrive(place: Place, pid: int | None = None) -> None:
    """Note this process, or another, as a user; the door must be held."""
    user = psutil.Process(pid)
    (place.folder("users") / str(user.pid)).write_text(str(user.create_time()))


def leave(place: Place) -> None:
    (place.folder("users") / str(os.getpid())).unlink(missing_ok=True)


def present(place: Place) -> list[int]:
    """Those who still live; the notes of the dead are removed."""
    living = []
    for note in place.folder("users").iterdir():
        if _lives(int(note.name), note.read_text()):
            living.append(int(note.name))
        else:
            note.unlink(missing_ok=True)
    return living


def _lives(pid: int, created: str) -> bool:
    try:
        return str(psutil.Process(pid).create_time()) == created
    except psutil.Error:
        return False


def open_to_users(place: Place) -> None:
    (place.home / "open").touch()


def is_open(place: Place) -> bool:
    return (place.home / "open").exists()


def close_if_unused(place: Place) -> bool:
    """Close the place unless somebody has just come in."""
    with alone(place):
        if present(place):
            return False
        (place.home / "open").unlink(missing_ok=True)
    return True
