"""`make setup`: from a bare checkout to a machine that can run Homeward; quick when unchanged.

Runs with the system's Python, before any package is there, so it imports the standard library
and its neighbour alone.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import subprocess
import sys
import time
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(CHECKOUT))

from infra.local import install  # noqa: E402 - the checkout is not on the path before.

VENV = CHECKOUT / ".venv"
STAMP = VENV / ".homeward-setup"
OLDEST = (3, 11)


def main() -> int:
    if sys.version_info < OLDEST:
        return _refuse(
            "Homeward needs Python 3.11 or newer; set PYTHON to one, such as python3.11."
        )
    if " " in str(CHECKOUT):
        return _refuse(
            "RabbitMQ cannot run below a folder with a space in its name; move this one."
        )
    with (CHECKOUT / "requirements.txt").open() as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not _is_current():
            trouble = _make_venv() or _install_packages()
            if trouble:
                return _refuse(trouble)
            STAMP.write_text(_fingerprint())
        trouble = install.ensure_servers()
        if trouble:
            return _refuse(trouble)
        install.offer_prometheus()
    return 0


def _refuse(sentence: str) -> int:
    print(f"setup: {sentence}", file=sys.stderr)
    return 1


def _fingerprint() -> str:
    """Changes with what is to be installed, and with the place: a moved venv does not work."""
    digest = hashlib.sha256(str(VENV).encode())
    for name in ("requirements.txt", "pyproject.toml"):
        digest.update((CHECKOUT / name).read_bytes())
    return digest.hexdigest()


def _is_current() -> bool:
    return STAMP.exists() and STAMP.read_text() == _fingerprint() and _venv_works()


def _venv_works() -> bool:
    python = VENV / "bin/python"
    return python.exists() and _run([str(python), "-c", "import pip"]).returncode == 0


def _make_venv() -> str | None:
    """A virtual environment; Debian keeps a part of Python's own in a package apart."""
    if _venv_works():
        return None
    _say("Making a virtual environment.")
    outcome = _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
    if outcome.returncode == 0:
        return None
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    trouble = install.install(package)
    if trouble is None:
        outcome = _run([sys.executable, "-m", "venv", "--clear", str(VENV)])
        if outcome.returncode:
            trouble = f"Python could not make a virtual environment: {outcome.stderr[-300:]}"
    if trouble:
        shutil.rmtree(VENV, ignore_errors=True)
    return trouble


def _install_packages() -> str | None:
    """The pinned packages from wherever this machine's pip looks, then our own commands."""
    _say("Installing the Python packages; the first time this takes a minute or two.")
    started = time.monotonic()
    pip = [str(VENV / "bin/python"), "-m", "pip", "install", "--quiet", "--no-input"]
    for words in (["-r", "requirements.txt"], ["--no-deps", "--editable", "."]):
        outcome = subprocess.run([*pip, *words], cwd=CHECKOUT, check=False)
        if outcome.returncode:
            return "pip could not install the packages; its own words stand above."
    _say(f"Packages are installed, after {time.monotonic() - started:.0f} seconds.")
    return None


def _run(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False)


def _say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    sys.exit(main())
