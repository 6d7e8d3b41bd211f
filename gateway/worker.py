"""gunicorn's threaded worker, which answers with problems what never reaches the application."""

from __future__ import annotations

import json
import select
import socket
import struct
from http import HTTPStatus
from typing import Any

from gunicorn import util
from gunicorn.http.errors import LimitRequestHeaders, LimitRequestLine, ParseException
from gunicorn.workers.gthread import ThreadWorker

from gateway import settings
from gateway.problem_kinds import KINDS, Kind
from services.chassis.ids import new_id
from services.chassis.watch import tracing

SILENCE_SECONDS_MAX = settings.number_or("HOMEWARD_GATEWAY_SILENCE_SECONDS_MAX", 10)

LINGER_MILLISECONDS = 2


class Worker(ThreadWorker):
    """Bounds how long a caller may fall silent, and says in our words what cannot be parsed."""

    def handle(self, conn: Any) -> Any:
        # By the kernel: gunicorn makes the socket blocking again and again, which lifts Python's.
        limit = struct.pack("ll", SILENCE_SECONDS_MAX, 0)
        conn.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, limit)
        more = super().handle(conn)
        # Only a plain yes: what gunicorn puts off is an object of its own.
        while more is True and self.alive and self._has_threads_for_all and _has_asked_again(conn):
            more = super().handle(conn)
        return more

    @property
    def _has_threads_for_all(self) -> bool:
        """Whether nobody waits longer because a caller keeps its thread."""
        return bool(self.nr_conns <= self.cfg.threads)

    def handle_error(self, req: Any, client: Any, addr: Any, exc: BaseException) -> None:  # noqa: ARG002
        """Answer on the bare socket; there is no request to speak of."""
        kind = kind_of(exc)
        if kind.status == HTTPStatus.INTERNAL_SERVER_ERROR:
            self.log.error("Error handling request: %s", type(exc).__name__)
        try:
            util.write_nonblock(client, answer(kind))
        except OSError:
            self.log.debug("The caller is gone.")


def _has_asked_again(conn: Any) -> bool:
    """Whether the next request is here, or comes at once, as it does from a program.

    To go back to the thread that waits for all connections, and from there to another one of these,
    was two fifths of what the gateway's Python did at sixteen callers.
    """
    if conn.parser.unreader.buf.getvalue():
        return True
    answer = select.poll()
    answer.register(conn.sock, select.POLLIN)
    return bool(answer.poll(LINGER_MILLISECONDS))


def kind_of(error: BaseException) -> Kind:
    if isinstance(error, LimitRequestLine):
        return KINDS["address-too-long"]
    if isinstance(error, LimitRequestHeaders):
        return KINDS["headers-too-large"]
    return KINDS["unreadable" if isinstance(error, ParseException) else "defect"]


def answer(kind: Kind) -> bytes:
    """Return the whole answer as it goes over the wire."""
    body = json.dumps(
        {
            "type": kind.address,
            "title": kind.title,
            "status": int(kind.status),
            "detail": kind.advice,
            "code": kind.code,
            "errors": [],
            "request_id": new_id(),
            "trace_id": tracing.trace_id_of(tracing.child("")),
        }
    ).encode()
    head = (
        f"HTTP/1.1 {int(kind.status)} {kind.status.phrase}\r\n"
        "Connection: close\r\nCache-Control: no-store\r\n"
        f"Content-Type: application/problem+json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode("ascii") + body
