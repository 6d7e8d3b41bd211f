"""What is done to the broker, to the database, and to the network on the way there."""

from __future__ import annotations

import signal
from contextlib import suppress
from random import Random
from typing import Any

from infra.chaos.plan import Fault
from infra.chaos.striker import FULL, Striker, act
from infra.local.broker import HOUSE_VHOST
from infra.local.trouble import Trouble


@act("drop every connection")
def drop(striker: Striker, _: Fault, __: Random) -> str:
    striker.house.network.be("drop")
    striker.last(0.3)
    striker.house.network.be("good")
    return "every connection to the broker was reset"


def _network(striker: Striker, fault: Fault, mood: str, **how: Any) -> str:
    striker.house.network.be(mood, **how)
    striker.last(fault.lasts_seconds)
    striker.house.network.be("good")
    return f"for {fault.lasts_seconds} s"


@act("delay the network")
def delay(striker: Striker, fault: Fault, dice: Random) -> str:
    seconds = round(dice.uniform(0.02, 0.25), 3)
    return f"{seconds} s each way, " + _network(striker, fault, "delay", seconds=seconds)


@act("cut the way to the broker")
def cut_up(striker: Striker, fault: Fault, _: Random) -> str:
    return _network(striker, fault, "hold_up")


@act("cut the way from the broker")
def cut_down(striker: Striker, fault: Fault, _: Random) -> str:
    return _network(striker, fault, "hold_down")


@act("swallow silently")
def swallow(striker: Striker, _: Fault, __: Random) -> str:
    striker.house.network.be("swallow")
    striker.last(0.3)
    striker.house.network.be("good")
    return "every connection of this moment is dead and does not know it"


def _server(striker: Striker, name: str, number: signal.Signals) -> str:
    return f"{name} {striker.house.signal(name, number)}"


@act("restart the broker")
def restart_broker(striker: Striker, fault: Fault, __: Random) -> str:
    said = _server(striker, "rabbitmq", signal.SIGTERM)
    striker.last(fault.lasts_seconds)
    return said


@act("kill the broker")
def kill_broker(striker: Striker, fault: Fault, __: Random) -> str:
    said = _server(striker, "rabbitmq", signal.SIGKILL)
    striker.last(fault.lasts_seconds)
    return said


@act("restart the database")
def restart_database(striker: Striker, _: Fault, __: Random) -> str:
    return _server(striker, "postgres", signal.SIGINT)


@act("kill the database")
def kill_database(striker: Striker, _: Fault, __: Random) -> str:
    return _server(striker, "postgres", signal.SIGKILL)


@act("fill a queue")
def fill(striker: Striker, fault: Fault, dice: Random) -> str:
    """A queue that takes nothing more refuses what is published, until it may grow again."""
    api = striker.house.where.api
    names = sorted(q["name"] for q in api.queues(HOUSE_VHOST) if q["name"].count(".") > 1)
    queue = dice.choice(names)
    pattern = f"^{queue.replace('.', chr(92) + '.')}$"
    limits = {"max-length": 1, "overflow": "reject-publish"}
    body = {"pattern": pattern, "definition": limits, "apply-to": "queues", "priority": 9}
    api.call("PUT", "policies", HOUSE_VHOST, FULL, body=body)
    try:
        striker.last(fault.lasts_seconds)
    finally:
        with suppress(Trouble):
            api.call("DELETE", "policies", HOUSE_VHOST, FULL, missing_ok=True)
    return f"{queue} for {fault.lasts_seconds} s"
