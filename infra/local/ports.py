"""Chooses ports that nobody else on the machine uses."""

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path

from infra.local.place import PORT_SPAN, PORTS, Place
from infra.local.trouble import Trouble

# Below the range from which Linux hands out ports to clients, above the well-known ones.
FIRST, LAST = 20000, 32000
SLOTS = (LAST - FIRST) // PORT_SPAN


def is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def taken(base: int) -> list[int]:
    """Those of our ports that another program holds now."""
    ports = [Place(Path(), base).port(name) for name in PORTS]
    return [port for port in ports if not is_free(port)]


def choose(home: Path, *, wished: str | None, remembered: str | None) -> int:
    """The first port of this place: the one asked for, else the last one, else a free one."""
    if wished:
        return _as_asked(wished)
    candidates = [int(remembered)] if remembered else []
    for base in [*candidates, *_slots(home)]:
        if not taken(base):
            return base
    raise Trouble("No free ports were found; set HOMEWARD_PORT_BASE to the first of 30 free ones.")


def _as_asked(wished: str) -> int:
    if not wished.isdigit() or not 1024 <= int(wished) <= 65535 - PORT_SPAN:  # noqa: PLR2004
        raise Trouble(f"HOMEWARD_PORT_BASE must be a port number from 1024 up, not '{wished}'.")
    busy = taken(int(wished))
    if busy:
        raise Trouble(
            f"Port {busy[0]} is taken by another program; choose another HOMEWARD_PORT_BASE."
        )
    return int(wished)


def _slots(home: Path) -> Iterator[int]:
    """Every slot once, beginning at one that depends on the folder."""
    start = int(hashlib.sha256(str(home).encode()).hexdigest()[:8], 16)
    for step in range(SLOTS):
        yield FIRST + (start + step) % SLOTS * PORT_SPAN
