"""Speaks with RabbitMQ's management interface: vhosts, users, permissions, queues."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import requests

from infra.local.trouble import Trouble

TIMEOUT_SECONDS = 15
NOT_FOUND = 404


@dataclass(frozen=True)
class BrokerApi:
    """The interface's address, and the administrator who speaks."""

    url: str
    user: str
    password: str

    def call(self, method: str, *path: str, body: Any = None, missing_ok: bool = False) -> Any:
        """One request; the parts of the path are names, quoted here."""
        address = "/".join([self.url, "api", *(quote(part, safe="") for part in path)])
        try:
            answer = requests.request(
                method, address, json=body, auth=(self.user, self.password), timeout=TIMEOUT_SECONDS
            )
        except requests.ConnectionError as broken:
            raise Trouble("The broker does not answer; is the system up?") from broken
        if answer.status_code == NOT_FOUND and missing_ok:
            return None
        if not answer.ok:
            what = f"{method} {'/'.join(path)}"
            raise Trouble(f"The broker refused {what}: {answer.status_code} {answer.text[:200]}")
        return answer.json() if answer.content else None

    def answers(self) -> bool:
        """Whether the node is up with its plugins, and takes our password."""
        address = f"{self.url}/api/overview"
        try:
            answer = requests.get(address, auth=(self.user, self.password), timeout=2)
        except requests.RequestException:
            return False
        return answer.ok

    def short_of(self) -> list[str]:
        """What the node lacks, such as disk space: it takes no message from anybody meanwhile."""
        address = f"{self.url}/api/health/checks/alarms"
        try:
            answer = requests.get(address, auth=(self.user, self.password), timeout=2).json()
        except (requests.RequestException, ValueError):
            return []
        return sorted({one["resource"] for one in answer.get("alarms", [])})

    def add_vhost(self, vhost: str) -> None:
        self.call("PUT", "vhosts", vhost, body={"default_queue_type": "quorum"})

    def remove_vhost(self, vhost: str) -> None:
        self.call("DELETE", "vhosts", vhost, missing_ok=True)

    def add_user(self, user: str, password: str, tags: str = "") -> None:
        self.call("PUT", "users", user, body={"password": password, "tags": tags})

    def remove_user(self, user: str) -> None:
        self.call("DELETE", "users", user, missing_ok=True)

    def users(self) -> list[str]:
        return [row["name"] for row in self.call("GET", "users")]

    def permit(self, vhost: str, user: str, configure: str, write: str, read: str) -> None:
        body = {"configure": configure, "write": write, "read": read}
        self.call("PUT", "permissions", vhost, user, body=body)

    def permit_topics(self, vhost: str, user: str, exchange: str, write: str, read: str) -> None:
        body = {"exchange": exchange, "write": write, "read": read}
        self.call("PUT", "topic-permissions", vhost, user, body=body)

    def add_topic_exchange(self, vhost: str, exchange: str) -> None:
        body = {"type": "topic", "durable": True, "auto_delete": False, "arguments": {}}
        self.call("PUT", "exchanges", vhost, exchange, body=body)

    def add_quorum_queue(self, vhost: str, queue: str, **arguments: Any) -> None:
        body = {"durable": True, "arguments": {"x-queue-type": "quorum", **arguments}}
        self.call("PUT", "queues", vhost, queue, body=body)

    def remove_queue(self, vhost: str, queue: str) -> None:
        self.call("DELETE", "queues", vhost, queue, missing_ok=True)

    def bind(self, vhost: str, exchange: str, queue: str, routing_key: str) -> None:
        body = {"routing_key": routing_key, "arguments": {}}
        self.call("POST", "bindings", vhost, "e", exchange, "q", queue, body=body)

    def queue(self, vhost: str, queue: str) -> dict[str, Any] | None:
        return self.call("GET", "queues", vhost, queue, missing_ok=True)

    def queues(self, vhost: str) -> list[dict[str, Any]]:
        return self.call("GET", "queues", vhost)

    def consumers(self, vhost: str) -> list[dict[str, Any]]:
        """Who reads from which queue: known at once, unlike the counts of messages."""
        return self.call("GET", "consumers", vhost)

    def publish(self, vhost: str, queue: str, text: str) -> None:
        """Put one lasting message straight into a queue."""
        body = {
            "routing_key": queue,
            "payload": text,
            "payload_encoding": "string",
            "properties": {"delivery_mode": 2},
        }
        answer = self.call("POST", "exchanges", vhost, "amq.default", "publish", body=body)
        if not answer["routed"]:
            raise Trouble(f"The broker has no queue {queue}.")
