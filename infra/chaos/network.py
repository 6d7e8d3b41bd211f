"""The network between our processes and the broker, from the side of those who break it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from infra.local import programs
from infra.local.bench.running import free_port
from infra.local.place import CHECKOUT, Place
from infra.local.servers import listens
from infra.local.waiting import wait_until


class Network:
    """A wire in a process of its own; what it does to the bytes stands in a file."""

    def __init__(self, place: Place, target_port: int) -> None:
        self.port = free_port()
        self._place = place
        self._target_port = target_port
        self._wishes: Path = place.home / "network.json"
        self._number = 0
        self._process: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        self.be("good")
        ports = (str(self.port), str(self._target_port))
        itself = programs.Program(name="network", command=[])
        with self._place.log_file("network").open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "infra.chaos.wire", *ports, str(self._wishes)],
                cwd=CHECKOUT,
                env=programs.environment(self._place, itself),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        wait_until(lambda: listens(self.port), 20, "The network does not open.")
        wait_until(self._is_seen, 5, "The network does not listen to us.")

    def be(self, mood: str, **how: Any) -> None:
        """From now on: good, drop, delay, hold_up, hold_down or swallow; returns when it is so."""
        self._number += 1
        fresh = self._wishes.with_suffix(".new")
        fresh.write_text(json.dumps({"number": self._number, "mood": mood, **how}))
        fresh.replace(self._wishes)
        if self._process is not None:
            wait_until(self._is_seen, 5, "The network does not listen to us.")

    def _is_seen(self) -> bool:
        try:
            return self._wishes.with_suffix(".seen").read_text() == str(self._number)
        except FileNotFoundError:
            return False

    def close(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
