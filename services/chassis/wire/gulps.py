"""Reads from a broker and writes to it in gulps, where py-amqp does so for each piece.

Every piece is a call to the system, and under eventlet some Python beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from amqp.transport import TCPTransport

# A message is three frames, and a frame three reads. py-amqp cuts what it wants off the front of
# what was read, and copies the rest each time: a larger gulp would cost more than it saves.
GULP_BYTES = 8192
WRITTEN_BYTES = 262_144


def read_ahead(connection: Any) -> None:
    """Have this connection take from the socket whatever is there, up to a gulp."""
    transport = connection.connection.transport
    if type(transport) is TCPTransport:
        receive = transport.sock.recv
        transport._quick_recv = lambda wanted: receive(max(wanted, GULP_BYTES))  # noqa: SLF001


def drain(connection: Any, seconds: float) -> None:
    """Wait so long for a first event, then take all that have been read already.

    Raises TimeoutError when nothing came, or when the rest of a frame did not: what there is of
    it is kept.
    """
    connection.drain_events(timeout=seconds)
    inner = connection.connection
    transport = inner.transport
    with transport.having_timeout(seconds):
        while transport._read_buffer:  # noqa: SLF001 - it has no public name
            inner.on_inbound_frame(transport.read_frame())


@contextmanager
def written_together(connection: Any) -> Iterator[None]:
    """Keep back what the block sends over this connection, and write it all at once."""
    transport = connection.connection.transport
    write = transport._write  # noqa: SLF001 - the one place through which py-amqp writes
    held = bytearray()

    def hold(piece: Any) -> None:
        held.extend(piece)
        if len(held) > WRITTEN_BYTES:
            flush()

    def flush() -> None:
        whole = bytes(held)
        held.clear()
        write(whole)

    transport._write = hold  # noqa: SLF001
    try:
        yield
        flush()
    finally:
        transport._write = write  # noqa: SLF001
