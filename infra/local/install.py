"""Installs the two server programs that no Python wheel carries; needs nothing but Python."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

# The package's own service must not start: it would take the standard ports, and is not ours.
# The file that forbids it is removed again, and is left alone where the machine has its own.
SCRIPT = """
set -e
export DEBIAN_FRONTEND=noninteractive
guard=/usr/sbin/policy-rc.d
if [ ! -e "$guard" ]; then
    trap 'rm -f "$guard"' EXIT
    trap 'exit 1' HUP INT TERM
    printf '#!/bin/sh\\nexit 101\\n' > "$guard"
    chmod 755 "$guard"
fi
apt-get -q -o DPkg::Lock::Timeout=300 update || true
apt-get -q -y -o DPkg::Lock::Timeout=300 install --no-install-recommends "$@"
if command -v systemctl > /dev/null 2>&1; then
    for service in $SERVICES_TO_DISABLE; do
        systemctl disable "$service" > /dev/null 2>&1 || true
    done
fi
"""
BROKER_PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
OTHER_BROKER_PROGRAMS = (
    "/opt/rabbitmq/sbin/rabbitmq-server",
    "/usr/local/opt/rabbitmq/sbin/rabbitmq-server",
    "/opt/homebrew/opt/rabbitmq/sbin/rabbitmq-server",
)


def broker_program() -> Path | None:
    """The server program itself; the one on Debian's PATH changes user and folder."""
    candidates = (BROKER_PROGRAM, *(Path(path) for path in OTHER_BROKER_PROGRAMS))
    return next((path for path in candidates if path.exists()), None)


def ensure_servers() -> str | None:
    """Install what is missing; a sentence when the broker cannot be had."""
    if os.environ.get("HOMEWARD_AMQP_URI") or (broker_program() and shutil.which("epmd")):
        return None
    trouble = install("rabbitmq-server", services="rabbitmq-server")
    if trouble is None and broker_program() is None:
        trouble = "The package rabbitmq-server was installed, but holds no server program."
    return trouble


def offer_prometheus() -> None:
    """Install Prometheus when that needs nobody's password; nothing depends on it."""
    if shutil.which("prometheus") or _words_before() is None:
        return
    trouble = install("prometheus", services="prometheus")
    if trouble:
        print(f"{trouble} Everything else works without it.", flush=True)


def install(package: str, *, services: str = "") -> str | None:
    if shutil.which("apt-get") is None:
        return (
            f"{package} is missing, and this system has no apt-get: install what Debian calls "
            f"{package} by hand (RabbitMQ 3.10 or newer is needed), then try again."
        )
    before = _words_before()
    if before is None:
        return (
            f"{package} is missing, and installing it needs root: run "
            f"'sudo apt-get install {package}', then try again."
        )
    print(f"Installing {package} with apt; this takes a minute or two.", flush=True)
    command = [*before, "env", f"SERVICES_TO_DISABLE={services}", "sh", "-c", SCRIPT, "sh", package]
    outcome = subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
    if outcome.returncode:
        return f"apt could not install {package}; its own words stand above."
    return None


def _words_before() -> list[str] | None:
    """What makes a command root's; nothing when we cannot become root."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    silent = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return [sudo] if silent.returncode == 0 or sys.stdin.isatty() else None
