"""The whole system for end-to-end tests, on ports and in a folder of its own."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local import settings
from infra.local.bench.servers import HOME as BENCH_HOME
from infra.local.place import CHECKOUT
from infra.local.trouble import Trouble

HOME = CHECKOUT / ".local-e2e"
COMMAND_SECONDS_MAX = 300


@dataclass(frozen=True)
class Whole:
    """A running Homeward; `env` is what its `.local/env` says."""

    home: Path

    @property
    def env(self) -> dict[str, str]:
        return settings.read(self.home / "env")

    @property
    def url(self) -> str:
        return self.env["HOMEWARD_GATEWAY_URL"]

    def homeward(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run an operator's command on this system."""
        return self.run(sys.executable, "-m", "infra.local.cli", *words, check=check)

    def run(self, *command: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a program that works on this system and not on that of `make up`."""
        clean = {key: word for key, word in os.environ.items() if not key.startswith("HOMEWARD_")}
        outcome = subprocess.run(
            command,
            cwd=CHECKOUT,
            env={**clean, "HOMEWARD_LOCAL": str(self.home)},
            capture_output=True,
            text=True,
            check=False,
            timeout=COMMAND_SECONDS_MAX,
        )
        if check and outcome.returncode:
            raise Trouble(f"{command} failed:\n{outcome.stdout}\n{outcome.stderr}")
        return outcome

    def token(self, role: str, subject: str = "tester@example.org") -> str:
        return self.homeward("token", "--role", role, "--subject", subject).stdout.strip()

    def pid(self, process: str) -> int:
        return int((self.home / "pids" / process).read_text())


@contextmanager
def running() -> Iterator[Whole]:
    """A fresh system; one test run at a time, and it ends with this process whatever happens."""
    BENCH_HOME.mkdir(exist_ok=True)
    with (BENCH_HOME / "e2e.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        whole = Whole(HOME)
        if HOME.exists():
            whole.homeward("down", check=False)
            shutil.rmtree(HOME)
        try:
            whole.homeward("up", "--while", str(os.getpid()))
            yield whole
        finally:
            whole.homeward("down")
