"""Two checkouts never meet, and a busy port is told by its number."""

import socket
from pathlib import Path

import pytest

from infra.local import ports
from infra.local.place import PORT_SPAN, PORTS, PROCESSES_MAX, SERVICES, Place
from infra.local.trouble import Trouble


def test_no_two_servers_or_processes_share_a_port():
    place = Place(Path("/somewhere"), 20000)
    names = [name for name in PORTS if name not in SERVICES]
    names += [f"{service}-{n}" for service in SERVICES for n in range(1, PROCESSES_MAX + 1)]
    numbers = [place.port(name) for name in names]

    assert len(set(numbers)) == len(numbers)
    assert max(numbers) < 20000 + PORT_SPAN


def test_two_checkouts_begin_at_ports_of_their_own():
    first, second = Path("/home/anna/homeward"), Path("/home/bram/homeward")

    assert Place(first).name != Place(second).name
    assert ports.choose(first, wished=None, remembered=None) != ports.choose(
        second, wished=None, remembered=None
    )


def test_the_ports_of_last_time_are_kept_while_they_are_free():
    assert ports.choose(Path("/a"), wished=None, remembered="21030") == 21030


def test_ports_that_a_stranger_took_are_left_to_it():
    with socket.create_server(("127.0.0.1", 0)) as stranger:
        base = str(stranger.getsockname()[1] - PORTS["postgres"])

        assert str(ports.choose(Path("/a"), wished=None, remembered=base)) != base
        # Which port is another matter: some other program may hold one before it.
        with pytest.raises(Trouble, match=r"Port \d+ is taken by another program"):
            ports.choose(Path("/a"), wished=base, remembered=None)


@pytest.mark.parametrize("wished", ["abc", "80", "65530", "-1"])
def test_a_port_that_cannot_be_is_refused(wished):
    with pytest.raises(Trouble, match="HOMEWARD_PORT_BASE must be a port number"):
        ports.choose(Path("/a"), wished=wished, remembered=None)
