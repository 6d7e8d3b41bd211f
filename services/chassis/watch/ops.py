"""The operators' door of a process: /metrics, /healthz and /readyz, on the loopback."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable
from typing import Any

import eventlet
import eventlet.wsgi
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, generate_latest

CHECK_SECONDS_MAX = 2
JSON_TYPE = "application/json"

# A check answers nothing when all is well, and otherwise a sentence that says what is wrong.
Check = Callable[[], str | None]
StartResponse = Callable[[str, list[tuple[str, str]]], Any]
Answer = tuple[str, str, bytes]

log = logging.getLogger(__name__)


class Readiness:
    """The named checks that say whether this process can do its work now."""

    def __init__(self) -> None:
        self._checks: dict[str, Check] = {}

    def add(self, name: str, check: Check) -> None:
        """Register or replace a check."""
        self._checks[name] = check

    def red(self) -> dict[str, str]:
        """Return what is wrong, by the name of the check; nothing when ready."""
        answers = {name: self._ask(check) for name, check in list(self._checks.items())}
        return {name: reason for name, reason in answers.items() if reason}

    @staticmethod
    def _ask(check: Check) -> str | None:
        limit = eventlet.Timeout(CHECK_SECONDS_MAX)
        try:
            return check()
        except eventlet.Timeout as late:
            if late is not limit:
                raise
            return f"No answer within {CHECK_SECONDS_MAX} seconds."
        except Exception as error:  # noqa: BLE001 - whatever broke the check, it is red
            return f"The check failed: {type(error).__name__}."
        finally:
            limit.cancel()


class OpsApp:
    """A WSGI application with three pages, for whoever runs the process."""

    def __init__(self, registry: CollectorRegistry, readiness: Readiness) -> None:
        self._readiness = readiness
        self._registry = registry
        self._pages: dict[str, Callable[[], Answer]] = {
            "/metrics": self._metrics,
            "/healthz": self._healthz,
            "/readyz": self._readyz,
        }

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        page = self._pages.get(environ.get("PATH_INFO", ""), self._unknown)
        status, kind, body = page()
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(body)))])
        return [body]

    def _metrics(self) -> Answer:
        return "200 OK", CONTENT_TYPE_LATEST, generate_latest(self._registry)

    def _healthz(self) -> Answer:
        return "200 OK", JSON_TYPE, b'{"status": "alive"}'

    def _readyz(self) -> Answer:
        red = self._readiness.red()
        if red:
            body = json.dumps({"status": "not ready", "red": red}).encode()
            return "503 Service Unavailable", JSON_TYPE, body
        return "200 OK", JSON_TYPE, b'{"status": "ready"}'

    def _unknown(self) -> Answer:
        return "404 Not Found", JSON_TYPE, b'{"status": "no such page"}'


class OpsServer:
    """Serves the pages from a greenthread until it is stopped."""

    def __init__(self, app: OpsApp, port: int, host: str = "127.0.0.1") -> None:
        self._socket = eventlet.listen((host, port))
        self.port: int = self._socket.getsockname()[1]
        self._thread = eventlet.spawn(
            eventlet.wsgi.server, self._socket, app, log=log, log_output=False, debug=False
        )

    def stop(self) -> None:
        """Stop answering and give the port back."""
        self._thread.kill()
        self._socket.close()
