"""The last of these tests by its name: it ends the system that the others ask."""

from pathlib import Path

import psutil

from infra.local import leftovers
from infra.local.place import Place


def is_alive(pid):
    """A zombie is only a number that its parent has not looked at yet."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


def test_nobody_finds_a_process_after_down(system):
    pids = {int(path.read_text()) for path in (system.home / "pids").iterdir()}
    system.homeward("down")

    assert not leftovers.found(Place(system.home))
    assert not [pid for pid in pids if is_alive(pid)]
    assert not [*Path(system.home, "pids").iterdir()]
