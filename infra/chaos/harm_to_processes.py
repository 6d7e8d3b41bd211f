"""What is done to our processes and to what is said to them: killed, frozen, shuffled, poisoned."""

from __future__ import annotations

import signal
from datetime import timedelta
from random import Random
from typing import Any

from amqp.basic_message import Message
from kombu import Connection

from infra.chaos.plan import Fault
from infra.chaos.striker import Striker, act
from infra.local.broker import HOUSE_VHOST
from infra.local.place import SERVICES

ORDER_SECONDS_MAX = 8.0
SHUFFLED_MAX = 200
JUMPS = (timedelta(minutes=-2), timedelta(minutes=40), timedelta(hours=5), timedelta(days=2))


@act("kill a process")
def kill(striker: Striker, _: Fault, dice: Random) -> str:
    process = dice.choice(striker.house.services)
    return f"{process} {striker.house.signal(process, signal.SIGKILL)}"


@act("stop a process")
def stop(striker: Striker, _: Fault, dice: Random) -> str:
    process = dice.choice(striker.house.services)
    return f"{process} {striker.house.signal(process, signal.SIGTERM)}"


@act("freeze a process")
def freeze(striker: Striker, fault: Fault, dice: Random) -> str:
    process = dice.choice(striker.house.processes)
    pid = striker.house.signal(process, signal.SIGSTOP)
    striker.last(fault.lasts_seconds)
    striker.house.signal(process, signal.SIGCONT)
    return f"{process} {pid} for {fault.lasts_seconds} s"


@act("kill an agent with our order in its hand")
def kill_agent(striker: Striker, _: Fault, __: Random) -> str:
    striker.order_seen.clear()
    seen = striker.order_seen.wait(ORDER_SECONDS_MAX)
    process = f"agent-{striker.order_agent}"
    striker.house.signal(process, signal.SIGKILL)
    return f"{process}, {'the order had just come' if seen else 'but no order had come'}"


@act("kill the gateway")
def kill_gateway(striker: Striker, _: Fault, __: Random) -> str:
    return f"gateway {striker.house.signal('gateway', signal.SIGKILL)}"


@act("send a service away and shuffle its messages")
def shuffle(striker: Striker, fault: Fault, dice: Random) -> str:
    """What piles up while a service is away is put back in another order."""
    service = dice.choice(SERVICES)
    gone = striker.house.send_away(service)
    moved = 0
    try:
        striker.last(fault.lasts_seconds)
        with Connection(striker.uri, connect_timeout=5) as connection:
            for queue in striker.house.where.api.queues(HOUSE_VHOST):
                if queue["name"].startswith(f"{service}."):
                    moved += _shuffle_queue(connection, queue["name"], dice)
    finally:
        striker.house.bring_back(gone)
    return f"{service}, {moved} messages in another order"


def _shuffle_queue(connection: Any, queue: str, dice: Random) -> int:
    """Each message is sent once more before the first of them is taken away: none can be lost."""
    channel = connection.channel()
    channel.confirm_select()
    taken = []
    while len(taken) < SHUFFLED_MAX:
        message = channel.basic_get(queue)
        if message is None:
            break
        taken.append(message)
    order = dice.sample(taken, len(taken))
    for message in order:
        channel.basic_publish_confirm(Message(message.body, **message.properties), "", queue)
    if taken:
        channel.basic_ack(taken[-1].delivery_tag, multiple=True)
    channel.close()
    return len(taken)


@act("poison")
def poison(striker: Striker, _: Fault, dice: Random) -> str:
    listeners = [
        queue["name"].split(".", 1)[1]
        for queue in striker.house.where.api.queues(HOUSE_VHOST)
        if queue["name"].split(".")[0] in SERVICES and queue["name"].count(".") > 1
    ]
    owner, _, event = dice.choice(sorted(listeners)).partition(".")
    kind = striker.poisoner.drop(f"{owner}.events", event)
    return f"{kind} where {owner}.{event} should be"


@act("jump the clock")
def jump(striker: Striker, _: Fault, dice: Random) -> str:
    by = dice.choice(JUMPS)
    striker.jump(by)
    return f"by {by.total_seconds() / 3600:+.1f} hours"
