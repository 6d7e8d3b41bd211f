"""The system's own programs, and the file that tells everybody where they are."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from infra.local import prometheus, settings
from infra.local.addresses import AUDIENCE, ISSUER, Addresses
from infra.local.credentials import Credentials
from infra.local.place import AGENTS, PROCESSES_MAX, SERVICES, Place
from infra.local.programs import TIER_DOOR, TIER_OUTSIDE, TIER_SERVICE, Program
from infra.local.trouble import Trouble
from services.chassis.callers.tokens import JWKS_FILE

VENV_PROGRAMS = Path(sys.executable).parent


def processes() -> list[tuple[str, str]]:
    """Each service with the names of its processes, such as `travel-1`."""
    return [
        (service, f"{service}-{number}")
        for service in SERVICES
        for number in range(1, _how_many(service) + 1)
    ]


def _how_many(service: str) -> int:
    name = f"HOMEWARD_PROCESSES_{service.upper()}"
    text = os.environ.get(name, "1")
    if not (text.isdigit() and 1 <= int(text) <= PROCESSES_MAX):
        raise Trouble(f"{name} must be a number from 1 to {PROCESSES_MAX}, not '{text}'.")
    return int(text)


def services(addresses: Addresses) -> list[Program]:
    """Each service process is told its own database and nobody else's."""
    return [_service(addresses, service, process) for service, process in processes()]


def _service(addresses: Addresses, service: str, process: str) -> Program:
    place = addresses.place
    env = {
        "HOMEWARD_PROCESS": process,
        "HOMEWARD_AMQP_URI": addresses.amqp,
        f"HOMEWARD_DB_{service.upper()}": addresses.databases[service],
        "HOMEWARD_METRICS_PORT": str(place.port(process)),
        "HOMEWARD_KEYS_DIR": str(place.keys),
        "HOMEWARD_CLOCK_FILE": str(place.clock_file),
        "HOMEWARD_AUDIT_DIR": str(place.audit),
    }
    if service == "travel":
        env["HOMEWARD_PARTNER_DESK_AMQP_URI"] = addresses.desk_amqp
    command = [sys.executable, "-m", "services.chassis.run", service]
    return Program(name=process, command=command, env=env, tier=TIER_SERVICE)


def gateway(addresses: Addresses) -> Program:
    command = [str(VENV_PROGRAMS / "gunicorn"), "-c", "python:gateway.gunicorn", "gateway.wsgi:app"]
    env = {
        "HOMEWARD_PROCESS": "gateway",
        "HOMEWARD_GATEWAY_PORT": str(addresses.place.port("gateway")),
        "HOMEWARD_AMQP_URI": addresses.amqp,
        "HOMEWARD_TOKEN_ISSUER": ISSUER,
        "HOMEWARD_TOKEN_AUDIENCE": AUDIENCE,
        "HOMEWARD_JWKS_FILE": str(addresses.place.keys / JWKS_FILE),
    }
    return Program(name="gateway", command=command, env=env, tier=TIER_DOOR)


def agent(place: Place, name: str, address: str) -> Program:
    """A travel agent's own software, which knows nothing of ours but its address and key.

    The address holds a password, and everybody on the machine can read a command line.
    """
    folder = place.home / "agents" / name
    command = [sys.executable, "-m", "partner_kit.emulator", "--name", name]
    command += ["--key", str(folder / "private.jwk"), "--state", str(folder)]
    command += ["--clock", str(place.clock_file), "--ops-port", str(place.port(f"agent-{name}"))]
    return Program(
        name=f"agent-{name}",
        command=command,
        env={"HOMEWARD_AGENT_URI": address},
        tier=TIER_OUTSIDE,
        grace_seconds=10,
    )


def everybody() -> list[str]:
    """The programs of a whole system, besides its servers: what a finished start has started."""
    return [
        *(process for _, process in processes()),
        "gateway",
        *(f"agent-{one}" for one in AGENTS),
    ]


def operators_doors(place: Place) -> dict[str, str]:
    """Where each process of ours shows its metrics."""
    doors = {process: place.port(process) for _, process in processes()}
    doors["gateway"] = place.port("gateway")
    return {process: f"http://127.0.0.1:{port}" for process, port in doors.items()}


def write_env(addresses: Addresses) -> None:
    """Tell every address in `.local/env`, and what only we may know in `.local/secrets`."""
    place = addresses.place
    told = {
        "HOMEWARD_PORT_BASE": str(place.port_base),
        "HOMEWARD_GATEWAY_URL": addresses.gateway,
        "HOMEWARD_AMQP_URI": addresses.amqp,
        "HOMEWARD_PARTNER_AMQP_URI": addresses.partner_amqp,
        "HOMEWARD_RABBITMQ_API": addresses.api.url,
    }
    for service, address in addresses.databases.items():
        told[f"HOMEWARD_DB_{service.upper()}"] = address
    for process, door in operators_doors(place).items():
        told[f"HOMEWARD_METRICS_{process.upper().replace('-', '_')}"] = f"{door}/metrics"
    for agent_name in AGENTS:
        port = place.port(f"agent-{agent_name}")
        told[f"HOMEWARD_METRICS_AGENT_{agent_name.upper()}"] = f"http://127.0.0.1:{port}/metrics"
    if prometheus.server_program():
        told["HOMEWARD_PROMETHEUS_URL"] = f"http://127.0.0.1:{place.port('prometheus')}"
    told |= {
        "HOMEWARD_KEYS_DIR": str(place.keys),
        "HOMEWARD_CLOCK_FILE": str(place.clock_file),
        "HOMEWARD_AUDIT_DIR": str(place.audit),
        "HOMEWARD_TOKEN_ISSUER": ISSUER,
        "HOMEWARD_TOKEN_AUDIENCE": AUDIENCE,
        "HOMEWARD_JWKS_FILE": str(place.keys / JWKS_FILE),
    }
    settings.write(place.env_file, told)


def remember_secrets(addresses: Addresses, credentials: Credentials) -> None:
    credentials.remember(
        HOMEWARD_PARTNER_DESK_AMQP_URI=addresses.desk_amqp,
        HOMEWARD_RABBITMQ_ADMIN_USER=addresses.api.user,
        HOMEWARD_RABBITMQ_ADMIN_PASSWORD=addresses.api.password,
        HOMEWARD_POSTGRES_ADMIN=addresses.admin_database,
        **{
            f"HOMEWARD_DB_{service.upper()}_OWNER": owner
            for service, owner in addresses.owners.items()
        },
    )
