"""A private Prometheus on the project's own configuration; without it everything else works."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from infra.local.place import CHECKOUT, Place
from infra.local.programs import TIER_DOOR, Program

CONFIGURATION = CHECKOUT / "infra/prometheus"


def server_program() -> Path | None:
    found = shutil.which("prometheus")
    return Path(found) if found else None


def prepare(place: Place, doors: dict[str, str]) -> None:
    """Copy the configuration beside the list of who is to be asked, which depends on the ports."""
    folder = place.folder("prometheus")
    for name in ("prometheus.yml", "alerts.yml"):
        shutil.copyfile(CONFIGURATION / name, folder / name)
    homeward = [
        {"targets": [door.removeprefix("http://")], "labels": {"process": process}}
        for process, door in doors.items()
    ]
    (folder / "homeward.json").write_text(json.dumps(homeward, indent=1))
    broker = [{"targets": [f"127.0.0.1:{place.port('broker-metrics')}"]}]
    (folder / "rabbitmq.json").write_text(json.dumps(broker, indent=1))


def program(place: Place) -> Program | None:
    server = server_program()
    if server is None:
        return None
    folder = place.home / "prometheus"
    command = [
        str(server),
        f"--config.file={folder / 'prometheus.yml'}",
        f"--storage.tsdb.path={folder / 'series'}",
        "--storage.tsdb.retention.time=7d",
        f"--web.listen-address=127.0.0.1:{place.port('prometheus')}",
        "--log.level=warn",
    ]
    return Program(name="prometheus", command=command, folder="/", tier=TIER_DOOR)
