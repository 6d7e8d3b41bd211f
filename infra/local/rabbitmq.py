"""The private RabbitMQ node: a name, ports, folders and a name registry of its own."""

import os
import shutil

from infra.local.credentials import Credentials
from infra.local.install import broker_program
from infra.local.place import CHECKOUT, Place
from infra.local.programs import TIER_REGISTRY, TIER_SERVER, Program
from infra.local.settings import write_private
from infra.local.trouble import Trouble

CONFIGURATION = CHECKOUT / "infra/rabbitmq/rabbitmq.conf"
PLUGINS = CHECKOUT / "infra/rabbitmq/enabled_plugins"
ADMIN = "admin"


def prepare(place: Place, credentials: Credentials) -> None:
    """Write the node's configuration anew; ports may have moved since the last start."""
    folder = place.folder("rabbitmq")
    folder.chmod(0o700)
    lines = [
        f"listeners.tcp.1 = 127.0.0.1:{place.port('amqp')}",
        "management.tcp.ip = 127.0.0.1",
        f"management.tcp.port = {place.port('management')}",
        "prometheus.tcp.ip = 127.0.0.1",
        f"prometheus.tcp.port = {place.port('broker-metrics')}",
        f"default_user = {ADMIN}",
        f"default_pass = {credentials.password('RABBITMQ_ADMIN')}",
        "default_user_tags.administrator = true",
    ]
    text = CONFIGURATION.read_text() + "\n" + "\n".join(lines) + "\n"
    write_private(folder / "rabbitmq.conf", text)
    write_private(folder / ".erlang.cookie", credentials.password("ERLANG_COOKIE"), mode=0o400)
    shutil.copyfile(PLUGINS, folder / "enabled_plugins")


def programs(place: Place) -> list[Program]:
    """The name registry first: a node that finds none would start one that outlives it."""
    server, registry = broker_program(), shutil.which("epmd")
    if server is None or registry is None:
        raise Trouble("RabbitMQ is missing; run 'make setup', or install it by hand.")
    env = _environment(place)
    listen = ["-port", str(place.port("epmd")), "-address", "127.0.0.1"]
    return [
        Program(name="epmd", command=[registry, *listen], env=env, folder="/", tier=TIER_REGISTRY),
        Program(name="rabbitmq", command=[str(server)], env=env, folder="/", tier=TIER_SERVER),
    ]


def _environment(place: Place) -> dict[str, str]:
    folder = place.home / "rabbitmq"
    schedulers = min(os.cpu_count() or 1, 4)
    return {
        "HOME": str(folder),
        "RABBITMQ_NODENAME": f"{place.name}@localhost",
        "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq.conf"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),  # The machine's own file is not ours.
        "RABBITMQ_ADVANCED_CONFIG_FILE": str(folder / "none"),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_GENERATED_CONFIG_DIR": str(folder / "generated"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_DIST_PORT": str(place.port("distribution")),
        "ERL_EPMD_PORT": str(place.port("epmd")),
        "ERL_EPMD_ADDRESS": "127.0.0.1",
        "ERL_CRASH_DUMP_BYTES": "0",  # A dump would hold messages in clear.
        # Runs the node in this very process, so that its number is the one in the pid file.
        "RABBITMQ_ALLOW_INPUT": "1",
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": (
            f"-noinput -kernel inet_dist_use_interface {{127,0,0,1}} +S {schedulers}:{schedulers}"
        ),
    }
