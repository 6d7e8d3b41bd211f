"""Reading and writing in gulps: what comes and goes is the same, in fewer calls."""

from types import SimpleNamespace

import pytest
from amqp.transport import TCPTransport

from services.chassis.wire.gulps import GULP_BYTES, drain, read_ahead, written_together

FRAME = b"\x01\x00\x05\x00\x00\x00\x03abc\xce"


class Socket:
    """Hands out what it holds, no more than asked for; silent after that."""

    def __init__(self, *pieces):
        self.pieces, self.asked, self.sent = list(pieces), [], []

    def recv(self, wanted):
        self.asked.append(wanted)
        if not self.pieces:
            raise TimeoutError
        piece = self.pieces.pop(0)
        assert len(piece) <= wanted
        return piece

    def sendall(self, piece):
        self.sent.append(bytes(piece))

    def gettimeout(self):
        return None

    def settimeout(self, _):
        pass


@pytest.fixture
def line():
    """A connection as kombu gives it, over a socket of ours; what came is in `.came`."""

    def over(*pieces):
        transport = TCPTransport("nowhere")
        transport.sock = Socket(*pieces)
        transport._setup_transport()  # noqa: SLF001 - as py-amqp does once connected
        came = []
        inner = SimpleNamespace(transport=transport, on_inbound_frame=came.append)

        def drain_events(timeout):
            came.append(transport.read_frame())

        connection = SimpleNamespace(connection=inner, drain_events=drain_events, came=came)
        read_ahead(connection)
        return connection

    return over


def test_all_frames_of_a_gulp_are_read_with_one_call(line):
    connection = line(FRAME * 3)

    drain(connection, 1)

    assert connection.came == [(1, 5, b"abc")] * 3
    assert connection.connection.transport.sock.asked == [GULP_BYTES]


def test_half_a_frame_is_kept_until_the_rest_comes(line):
    connection = line(FRAME + FRAME[:8])
    with pytest.raises(TimeoutError):
        drain(connection, 1)
    assert len(connection.came) == 1

    connection.connection.transport.sock.pieces.append(FRAME[8:] + FRAME)
    drain(connection, 1)

    assert connection.came == [(1, 5, b"abc")] * 3


def test_a_frame_larger_than_a_gulp_is_read_whole(line):
    body = b"x" * (3 * GULP_BYTES)
    frame = b"\x03\x00\x05" + len(body).to_bytes(4, "big") + body + b"\xce"
    rest = frame[GULP_BYTES:]
    connection = line(frame[:GULP_BYTES], rest[:900], rest[900:-1], rest[-1:])

    drain(connection, 1)

    assert connection.came == [(3, 5, body)]


def test_a_window_is_written_at_once_and_in_order(line):
    connection = line()
    transport = connection.connection.transport

    with written_together(connection):
        for piece in (b"a", b"b", b"c"):
            transport.write(memoryview(piece))
        assert transport.sock.sent == []

    assert transport.sock.sent == [b"abc"]
    transport.write(b"d")
    assert transport.sock.sent == [b"abc", b"d"]


def test_what_was_held_back_is_not_written_when_the_block_fails(line):
    connection = line()
    transport = connection.connection.transport

    def half_a_window():
        with written_together(connection):
            transport.write(b"a")
            raise ValueError("half")

    with pytest.raises(ValueError, match="half"):
        half_a_window()

    assert transport.sock.sent == []
