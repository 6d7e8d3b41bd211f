"""Real programs that a test starts, watches, kills and starts again."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import requests

from infra.local.bench.servers import Bench
from infra.local.place import CHECKOUT
from infra.local.programs import MARK
from infra.local.servers import listens
from infra.local.trouble import Trouble
from infra.local.waiting import wait_until

READY_SECONDS = 40
STOP_SECONDS = 40


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """One process; `url` is its operators' door, `log` what it wrote so far."""

    def __init__(self, bench: Bench, command: list[str], env: dict[str, str], port: int) -> None:
        self._command = command
        self._env = {**os.environ, **env, MARK: str(bench.place.home)}
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self._folder = tempfile.TemporaryDirectory(prefix="homeward-test-")
        self._log = Path(self._folder.name) / "log"
        self._process: Any = None

    @property
    def pid(self) -> int:
        assert self._process is not None  # noqa: S101
        return self._process.pid

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    def start(self) -> None:
        self._process = self._started()

    def _started(self) -> Any:
        """Start it: a `Popen`, or what behaves as one."""
        with self._log.open("ab") as stream:
            return subprocess.Popen(
                self._command,
                env=self._env,
                cwd=CHECKOUT,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )

    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def get(self, path: str) -> requests.Response:
        return requests.get(self.url + path, timeout=5)

    def is_ready(self) -> bool:
        if not self.is_running():
            raise Trouble(f"{self._command} ended at once:\n{self.log[-4000:]}")
        try:
            return self.get("/readyz").ok
        except requests.RequestException:
            return False

    def wait_until_ready(self) -> None:
        try:
            wait_until(self.is_ready, READY_SECONDS, "It never got ready.")
        except Trouble as trouble:
            raise Trouble(f"{trouble}\n{self.log[-4000:]}") from trouble

    def signal(self, number: int) -> None:
        if self.is_running():
            os.kill(self.pid, number)

    def stop(self) -> int:
        """Ask it to end as the supervisor does; its exit code."""
        self.signal(signal.SIGTERM)
        return self.wait(STOP_SECONDS)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self._process is not None and self._process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()

    def wait(self, seconds: float) -> int:
        assert self._process is not None  # noqa: S101
        return self._process.wait(seconds)

    def restart(self) -> None:
        """Start it again after `stop` or `kill`, and wait until it is ready."""
        self.start()
        self.wait_until_ready()

    def close(self) -> None:
        self.kill()
        self._folder.cleanup()


class GateKeeper(Running):
    """A gate in front of a server, with its two handles."""

    def shut(self) -> None:
        self.signal(signal.SIGUSR1)
        wait_until(lambda: not listens(self.port), 5, "The gate does not shut.")

    def open(self) -> None:
        self.signal(signal.SIGUSR2)
        wait_until(lambda: listens(self.port), 5, "The gate does not open.")


def a_gate(bench: Bench, target_port: int) -> GateKeeper:
    port = free_port()
    command = [sys.executable, "-m", "infra.local.bench.gate", str(port), str(target_port)]
    keeper = GateKeeper(bench, command, {}, port)
    keeper.start()
    wait_until(lambda: listens(port), 20, "The gate does not open.")
    return keeper


def a_service(
    bench: Bench, name: str, env: dict[str, str], command: list[str] | None = None
) -> Running:
    port = free_port()
    command = command or [sys.executable, "-m", "services.chassis.run", name]
    env = {**env, **settings_of(port)}
    running = Running(bench, command, env, port)
    running.start()
    return running


def settings_of(port: int) -> dict[str, str]:
    """Where its operators' door is, and no lookup of names, which takes 0.3 s of each start."""
    return {"HOMEWARD_METRICS_PORT": str(port), "EVENTLET_NO_GREENDNS": "yes"}
