"""A program that must run, as a file that the supervisor watches."""

import json
import os
from dataclasses import asdict, dataclass, field
from pathlib import Path

from infra.local import settings
from infra.local.place import CHECKOUT, Place

# Stopped from the last tier to the first: nobody loses the server it is still speaking to.
TIER_REGISTRY, TIER_SERVER, TIER_SERVICE, TIER_DOOR, TIER_OUTSIDE = range(5)

# Every program of a place carries it, so that a crash's leftovers are known with certainty.
MARK = "HOMEWARD_STACK_MARK"


@dataclass(frozen=True)
class Program:
    """What to start and how to stop it."""

    name: str
    command: list[str]
    env: dict[str, str] = field(default_factory=dict)
    folder: str = str(CHECKOUT)
    tier: int = TIER_SERVICE
    stop_signal: str = "SIGTERM"
    grace_seconds: float = 40.0


def wanted_folder(place: Place) -> Path:
    folder = place.folder("wanted")
    folder.chmod(0o700)
    return folder


def want(place: Place, program: Program) -> None:
    """Ask the supervisor to run this program from now on."""
    path = wanted_folder(place) / f"{program.name}.json"
    text = json.dumps(asdict(program), indent=1)
    if not path.exists() or path.read_text() != text:
        fresh = path.with_suffix(".new")
        settings.write_private(fresh, text)
        fresh.replace(path)


def unwant(place: Place, name: str) -> None:
    (wanted_folder(place) / f"{name}.json").unlink(missing_ok=True)


def wanted(place: Place) -> dict[str, Program]:
    found = {}
    for path in sorted(wanted_folder(place).glob("*.json")):
        try:
            program = Program(**json.loads(path.read_text()))
        except FileNotFoundError:
            continue
        found[program.name] = program
    return found


def environment(place: Place, program: Program) -> dict[str, str]:
    """The caller's environment without its own settings of ours, and the program's."""
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("HOMEWARD_")}
    return {**inherited, **program.env, MARK: str(place.home)}


def pid_of(place: Place, name: str) -> int | None:
    try:
        return int((place.home / "pids" / name).read_text())
    except (FileNotFoundError, ValueError):
        return None
