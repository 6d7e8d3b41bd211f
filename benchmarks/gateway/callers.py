"""Clients that ask, read the whole answer and ask again: `… PORT CLIENTS SECONDS < request.json`.

One thread and bare sockets, so that the clients cost next to nothing beside what they measure.
"""

from __future__ import annotations

import json
import selectors
import socket
import sys
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

READ_BYTES = 65536


@dataclass
class Client:
    """One connection that is kept open."""

    port: int
    request: dict[str, Any]
    started: float = 0.0
    came: bytes = b""
    seconds: list[float] = field(default_factory=list)
    failures: int = 0

    def connect(self) -> socket.socket:
        self.socket = socket.create_connection(("127.0.0.1", self.port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return self.socket

    def ask(self) -> None:
        lines = [f"{self.request['method']} {self.request['path']} HTTP/1.1", "Host: bench"]
        lines += [f"{name}: {value}" for name, value in self.request["headers"].items()]
        if self.request["method"] == "POST":
            lines += [f"Idempotency-Key: {uuid.uuid4()}", "Content-Type: application/json"]
            lines += [f"Content-Length: {len(self.request['body'])}"]
        said = "\r\n".join(lines) + "\r\n\r\n" + self.request["body"]
        self.came, self.started = b"", time.perf_counter()
        self.socket.sendall(said.encode())

    def listen(self) -> bool:
        """Read what there is; whether the answer is complete."""
        chunk = self.socket.recv(READ_BYTES)
        if not chunk:
            raise ConnectionError("the server hung up")
        self.came += chunk
        head, found, body = self.came.partition(b"\r\n\r\n")
        if not found:
            return False
        length = next(
            int(line.partition(b":")[2])
            for line in head.split(b"\r\n")
            if line.lower().startswith(b"content-length")
        )
        if len(body) < length:
            return False
        self.seconds.append(time.perf_counter() - self.started)
        self.failures += head.split(b" ", 2)[1] not in {b"200", b"201"}
        return True


def main(port: int, clients: int, seconds: float, request: dict[str, Any]) -> dict[str, Any]:
    """Return what was measured."""
    selector = selectors.DefaultSelector()
    all_of_them = [Client(port, request) for _ in range(clients)]
    for client in all_of_them:
        selector.register(client.connect(), selectors.EVENT_READ, client)
    started = time.perf_counter()
    for client in all_of_them:
        client.ask()
    waiting = clients
    while waiting:
        for key, _ in selector.select():
            if key.data.listen():
                if time.perf_counter() - started < seconds:
                    key.data.ask()
                else:
                    waiting -= 1
                    selector.unregister(key.data.socket)
    took = time.perf_counter() - started
    answered = [one for client in all_of_them for one in client.seconds]
    failures = sum(client.failures for client in all_of_them)
    return {"per_second": len(answered) / took, "seconds": answered, "failures": failures}


if __name__ == "__main__":
    outcome = main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), json.load(sys.stdin))
    json.dump(outcome, sys.stdout)
