"""Messages that nobody can handle, in every way that a message can be wrong."""

from __future__ import annotations

import hashlib
import json
from random import Random
from typing import Any
from uuid import UUID

from amqp.basic_message import Message
from kombu import Connection

from infra.chaos.taps import POISON

KINDS = ("not JSON", "no id", "another type", "no version", "wrong content", "not an event")


class Poisoner:
    """Puts poison on the exchanges of the services, and remembers every drop."""

    def __init__(self, uri: str, dice: Random) -> None:
        self._uri = uri
        self._dice = dice
        self.digests: list[str] = []

    def drop(self, exchange: str, routing_key: str) -> str:
        """Publish one poisonous message where a fact would be; say which kind it was."""
        kind = self._dice.choice(KINDS)
        body = self._body(kind, exchange.partition(".")[0], routing_key)
        with Connection(self._uri, connect_timeout=5) as connection:
            channel = connection.channel()
            channel.confirm_select()
            message = Message(
                body,
                content_type="application/cloudevents+json",
                delivery_mode=2,
                application_headers={POISON: "1"},
            )
            # Noted first: what was sent and not confirmed may have arrived all the same.
            self.digests.append(hashlib.sha256(body).hexdigest())
            channel.basic_publish_confirm(message, exchange, routing_key)
        return kind

    def _body(self, kind: str, service: str, routing_key: str) -> bytes:
        number = str(UUID(int=self._dice.getrandbits(128)))
        event: dict[str, Any] = {
            "specversion": "1.0",
            "id": number,
            "source": f"/homeward/{service}",
            "type": f"{service}.{routing_key}",
            "time": "2026-11-24T10:00:00+00:00",
            "subject": f"poison-{number}",
            "sequence": 1,
            "data": {},
        }
        match kind:
            case "not JSON":
                return f"{{ {number}".encode()
            case "no id":
                event["poison"] = event.pop("id")
            case "another type":
                event["type"] = f"{service}.weather_forecast.v1"
            case "no version":
                event["type"] = event["type"].rpartition(".")[0]
            case "wrong content":
                event["data"] = {"case_ref": [{"no": True}], "movement_id": 7, "poison": number}
            case _:
                return json.dumps(["good morning", number]).encode()
        return json.dumps(event).encode()
