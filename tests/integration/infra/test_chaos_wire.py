"""The wire between our processes and the broker: what each of its moods does to the bytes."""

import socket
import subprocess
import sys
from contextlib import suppress
from types import SimpleNamespace

import pytest

from infra.chaos.network import Network
from infra.local.place import Place

PATIENCE_SECONDS = 10
SILENCE_SECONDS = 0.5
ECHO = """
import asyncio, sys
async def echo(reader, writer):
    while piece := await reader.read(100):
        writer.write(piece)
async def main():
    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


@pytest.fixture
def wire(tmp_path):
    with subprocess.Popen([sys.executable, "-c", ECHO], stdout=subprocess.PIPE, text=True) as far:
        network = Network(Place(tmp_path), int(far.stdout.readline()))
        network.open()
        connections = []

        def call():
            connections.append(socket.create_connection(("127.0.0.1", network.port)))
            connections[-1].settimeout(PATIENCE_SECONDS)
            return connections[-1]

        yield SimpleNamespace(network=network, call=call)
        for one in connections:
            one.close()
        network.close()
        far.terminate()


def says(connection, word):
    connection.sendall(word)
    return connection.recv(100)


def stays_silent(connection, word=b"hello"):
    connection.settimeout(SILENCE_SECONDS)
    try:
        return says(connection, word) == b""
    except TimeoutError:
        return True
    finally:
        connection.settimeout(PATIENCE_SECONDS)


def test_a_good_wire_passes_everything(wire):
    assert says(wire.call(), b"hello") == b"hello"


def test_a_dropped_connection_is_broken_and_the_next_one_works(wire, wait_for):
    old = wire.call()
    says(old, b"hello")

    wire.network.be("drop")

    with suppress(ConnectionError):
        assert old.recv(100) == b""
    assert says(wire.call(), b"again") == b"again"


@pytest.mark.parametrize("mood", ["hold_up", "hold_down"])
def test_what_is_held_back_arrives_when_the_mood_ends(wire, wait_for, mood):
    line = wire.call()
    says(line, b"hello")
    wire.network.be(mood)
    wait_for(lambda: stays_silent(line, b"x"))

    wire.network.be("good")

    assert line.recv(100).startswith(b"x")


def test_a_swallowed_connection_never_hears_again_and_a_new_one_does(wire, wait_for):
    line = wire.call()
    says(line, b"hello")
    wire.network.be("swallow")
    wait_for(lambda: stays_silent(line))

    wire.network.be("good")

    assert says(wire.call(), b"new") == b"new"
    assert stays_silent(line)
