"""A door between a program and a server that a test can shut: `python -m … LISTEN TARGET`.

Shutting cuts every connection at once and refuses new ones; the server itself stays up, because
other tests use it too. A program of its own, so that a test that waits never holds it up.
"""

import selectors
import signal
import socket
import sys
from contextlib import suppress

CHUNK = 65536


class Gate:
    """Passes bytes both ways while it is open."""

    def __init__(self, listen_port: int, target_port: int) -> None:
        self._listen_port = listen_port
        self._target_port = target_port
        self._selector = selectors.DefaultSelector()
        self._listener: socket.socket | None = None
        self._peers: dict[socket.socket, socket.socket] = {}
        self._wish: str | None = None

    def wish(self, number: int, _: object) -> None:
        self._wish = "shut" if number == signal.SIGUSR1 else "open"

    def open(self) -> None:
        if self._listener is None:
            self._listener = socket.create_server(("127.0.0.1", self._listen_port))
            self._selector.register(self._listener, selectors.EVENT_READ)

    def shut(self) -> None:
        if self._listener is not None:
            self._selector.unregister(self._listener)
            self._listener.close()
            self._listener = None
        for end in list(self._peers):
            self._cut(end)

    def run(self) -> None:
        self.open()
        while True:
            for key, _ in self._selector.select(0.05):
                if key.fileobj is self._listener:
                    self._let_in()
                elif key.fileobj in self._peers:
                    self._pass_on(key.fileobj)  # type: ignore[arg-type]
            wish, self._wish = self._wish, None
            if wish == "shut":
                self.shut()
            elif wish == "open":
                self.open()

    def _let_in(self) -> None:
        assert self._listener is not None  # noqa: S101
        near, _ = self._listener.accept()
        try:
            far = socket.create_connection(("127.0.0.1", self._target_port))
        except OSError:
            near.close()
            return
        for end, other in ((near, far), (far, near)):
            self._peers[end] = other
            self._selector.register(end, selectors.EVENT_READ)

    def _pass_on(self, end: socket.socket) -> None:
        try:
            chunk = end.recv(CHUNK)
            if chunk:
                self._peers[end].sendall(chunk)
                return
        except OSError:
            chunk = b""
        self._cut(end)

    def _cut(self, end: socket.socket) -> None:
        other = self._peers.pop(end, None)
        for one in (end, other):
            if one is not None:
                self._peers.pop(one, None)
                with suppress(KeyError, ValueError):
                    self._selector.unregister(one)
                one.close()


if __name__ == "__main__":
    gate = Gate(int(sys.argv[1]), int(sys.argv[2]))
    signal.signal(signal.SIGUSR1, gate.wish)
    signal.signal(signal.SIGUSR2, gate.wish)
    gate.run()
