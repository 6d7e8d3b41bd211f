"""A broker that falls silent: the line stays up, and nobody answers any more."""

import pytest

from infra.chaos.network import Network
from infra.local.place import Place

# Two missed heartbeats, and the moments around them.
COMES_BACK_SECONDS = 60


@pytest.fixture
def network(twins, tmp_path):
    wire = Network(Place(tmp_path), twins.broker.port)
    wire.open()
    yield wire
    wire.close()


def test_a_listener_that_hears_nothing_connects_anew(twins, network, wait_for):
    twins.start("alpha")
    twins.start("beta", through=twins.broker.through(network.port))

    network.be("swallow")
    network.be("good")
    twins.say("hello")

    wait_for(lambda: twins.heard() == ["hello"], COMES_BACK_SECONDS)


def test_a_relay_that_hears_nothing_connects_anew(twins, network, wait_for):
    twins.start("alpha", through=twins.broker.through(network.port))
    twins.start("beta")
    twins.say("before")
    wait_for(lambda: twins.heard() == ["before"], 20)

    twins.ask("alpha", "say_later", body={"seconds": 1, "word": "hello"})
    network.be("swallow")
    network.be("good")

    wait_for(lambda: "hello" in twins.heard(), COMES_BACK_SECONDS)
