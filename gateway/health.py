"""Whether the gateway lives, whether it can do its work, and what it has counted."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, Response
from kombu.connection import Connection

from gateway import measures
from gateway.identity import Identities
from gateway.settings import Settings
from services.chassis.wire.publisher import BROKER_ERRORS

CONNECT_SECONDS_MAX = 2


@dataclass(frozen=True)
class Health:
    """The three pages for whoever runs the process."""

    settings: Settings
    identities: Identities

    def healthz(self) -> Response:
        return as_json({"status": "alive"}, 200)

    def readyz(self) -> Response:
        """Answer 503 with what is wrong, by the name of the check."""
        checks: dict[str, Callable[[], str | None]] = {"broker": self._broker, "keys": self._keys}
        answers = {name: check() for name, check in checks.items()}
        red = {name: reason for name, reason in answers.items() if reason}
        if red:
            return as_json({"status": "not ready", "red": red}, 503)
        return as_json({"status": "ready"}, 200)

    def metrics(self) -> Response:
        text, kind = measures.page()
        return Response(text, content_type=kind)

    def _broker(self) -> str | None:
        try:
            with Connection(
                self.settings.amqp_uri, connect_timeout=CONNECT_SECONDS_MAX
            ) as connection:
                connection.ensure_connection(max_retries=1, interval_start=0)
        except BROKER_ERRORS:
            return "The message broker cannot be reached."
        return None

    def _keys(self) -> str | None:
        return None if self.identities.ready else "There is no key to check tokens with."


def install(app: Flask, settings: Settings, identities: Identities) -> None:
    health = Health(settings, identities)
    app.add_url_rule("/healthz", view_func=health.healthz)
    app.add_url_rule("/readyz", view_func=health.readyz)
    app.add_url_rule("/metrics", view_func=health.metrics)


def as_json(answer: dict[str, object], status: int) -> Response:
    return Response(json.dumps(answer), status=status, content_type="application/json")
