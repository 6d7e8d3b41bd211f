"""Where one running copy of the system keeps everything it has: files, ports, names."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]

SERVICES = ("intake", "travel", "reintegration", "expert_deployment")
AGENTS = ("polder", "delta")
# The umask under which we write: nobody else reads what we keep.
PRIVATE = 0o077

# One number moves them all; the gaps leave room for more processes of a service.
PORTS = {
    "gateway": 0,
    "amqp": 1,
    "management": 2,
    "broker-metrics": 3,
    "epmd": 4,
    "distribution": 5,
    "postgres": 6,
    "prometheus": 7,
    "agent-polder": 8,
    "agent-delta": 9,
    "intake": 10,
    "travel": 15,
    "reintegration": 20,
    "expert_deployment": 25,
}
PROCESSES_MAX = 5
PORT_SPAN = 30


@dataclass(frozen=True)
class Place:
    """A folder such as `.local`, and the first of its ports."""

    home: Path
    port_base: int = 0

    def port(self, name: str) -> int:
        """The port of a named server, or of a service's process such as `intake-2`."""
        if name in PORTS:
            return self.port_base + PORTS[name]
        service, _, number = name.rpartition("-")
        return self.port_base + PORTS[service] + int(number) - 1

    @property
    def name(self) -> str:
        """A short name that no other checkout on this machine has."""
        return "homeward-" + hashlib.sha256(str(self.home).encode()).hexdigest()[:8]

    def folder(self, name: str) -> Path:
        path = self.home / name
        path.mkdir(parents=True, exist_ok=True)
        return path

    @property
    def env_file(self) -> Path:
        return self.home / "env"

    @property
    def secrets_file(self) -> Path:
        return self.home / "secrets"

    @property
    def clock_file(self) -> Path:
        return self.home / "clock"

    @property
    def keys(self) -> Path:
        return self.home / "keys"

    @property
    def audit(self) -> Path:
        return self.home / "audit"

    def pid_file(self, program: str) -> Path:
        return self.folder("pids") / program

    def log_file(self, program: str) -> Path:
        return self.folder("logs") / f"{program}.log"


def main_home() -> Path:
    """The folder of the system that `make up` runs; HOMEWARD_LOCAL names another one."""
    return Path(os.environ.get("HOMEWARD_LOCAL") or CHECKOUT / ".local").resolve()
