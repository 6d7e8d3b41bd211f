"""Trap 7: a broker node of this test's own is restarted and killed under our consumers."""

import os
import subprocess

import pytest

from infra.local import broker as vhosts
from infra.local import ports, rabbitmq
from infra.local.bench.broker import Broker
from infra.local.credentials import Credentials
from infra.local.place import Place
from infra.local.servers import listens

QUEUES = {"beta.alpha.said.v1", "beta.alpha.sung.v1", "beta.dead-letters", "alpha.beta.heard.v1"}


class Node:
    """A RabbitMQ node that a test may stop, kill and start again."""

    def __init__(self, home, wait_for):
        self.place = Place(home, ports.choose(home, wished=None, remembered=None))
        self.credentials = Credentials.load(self.place)
        self._wait_for = wait_for
        rabbitmq.prepare(self.place, self.credentials)
        self.registry, self.node = rabbitmq.programs(self.place)
        self.names = self._run(self.registry)
        self._wait_for(lambda: listens(self.place.port("epmd")), 20)
        self.start()
        self.api = vhosts.api(self.place, self.credentials)

    def _run(self, program):
        return subprocess.Popen(
            program.command,
            env=os.environ | program.env,
            cwd=program.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def start(self):
        self.running = self._run(self.node)
        self._wait_for(vhosts.api(self.place, self.credentials).answers, 90)

    def end(self, *, kill=False):
        """Stop the node, or end it as a power cut would."""
        if kill:
            self.running.kill()
        else:
            self.running.terminate()
        self.running.wait(60)

    def close(self):
        self.end(kill=True)
        self.names.kill()
        self.names.wait(20)


@pytest.fixture
def node(tmp_path, wait_for):
    own = Node(tmp_path, wait_for)
    yield own
    own.close()


@pytest.fixture
def broker(node):
    vhosts.provide(node.api, node.credentials)
    port = node.place.port("amqp")
    owner = node.credentials.password("BROKER_HOMEWARD")
    desk = node.credentials.password("BROKER_DESK")
    return Broker(
        amqp_uri=vhosts.address(node.place, vhosts.HOUSE_USER, owner, "homeward"),
        partner_amqp_uri=f"amqp://127.0.0.1:{port}/partners",
        partner_desk_amqp_uri=vhosts.address(node.place, vhosts.DESK_USER, desk, "partners"),
        vhost="homeward",
        partner_vhost="partners",
        port=port,
        api=node.api,
    )


def test_after_the_node_restarts_every_queue_has_exactly_its_consumers(twins, node, wait_for):
    alpha, beta = twins.start("alpha"), twins.start("beta")
    wait_for(lambda: consumers(twins) == dict.fromkeys(QUEUES | {"alpha.dead-letters"}, 1), 30)

    for kill in (False, True):
        node.end(kill=kill)
        wait_for(lambda: not beta.is_ready(), 30)
        node.start()
        wait_for(lambda: alpha.is_ready() and beta.is_ready(), 60)
        wait_for(lambda: consumers(twins) == dict.fromkeys(QUEUES | {"alpha.dead-letters"}, 1), 30)
        twins.client.close()
        twins.say(f"after {kill}")
        wait_for(lambda: f"after {kill}" in twins.heard(), 30)  # noqa: B023

    assert twins.heard() == ["after False", "after True"]


def consumers(twins):
    return {
        queue["name"]: queue.get("consumers", 0)
        for queue in twins.broker.queues()
        if not queue["name"].startswith("rpc.")
    }
