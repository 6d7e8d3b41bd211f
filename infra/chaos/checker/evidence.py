"""What the checker is given: where everything is, and what the run itself has seen."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg2
import requests

ASK_SECONDS = 15


@dataclass(frozen=True, kw_only=True)
class Published:
    """One message that the tap heard on an exchange."""

    id: str
    exchange: str
    routing_key: str
    digest: str
    subject: str = ""
    sequence: int = 0
    case_ref: str = ""

    @property
    def owner(self) -> str:
        return self.exchange.partition(".")[0]


@dataclass(kw_only=True)
class Evidence:
    """Everything that there is to look at. What a run did not do stays empty."""

    databases: Mapping[str, str]
    broker_url: str
    broker_auth: tuple[str, str]
    vhost: str
    facts: list[Published] = field(default_factory=list)
    partner_messages: list[Published] = field(default_factory=list)
    poison: frozenset[str] = frozenset()
    calls: list[dict[str, Any]] = field(default_factory=list)
    books: Mapping[str, Path] = field(default_factory=dict)
    faults: list[dict[str, Any]] = field(default_factory=list)
    logs: Path | None = None
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    processes: Mapping[str, int] = field(default_factory=dict)
    gateway_url: str = ""
    token: Callable[[str, str], str] = lambda _role, _subject: ""
    metrics: Mapping[str, str] = field(default_factory=dict)

    def rows(self, service: str, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """Ask a service's database."""
        with (
            closing(psycopg2.connect(self.databases[service])) as connection,
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values or None)
            return cursor.fetchall()

    def broker(self, *path: str) -> Any:
        """Ask the broker's management interface."""
        address = "/".join([self.broker_url, "api", *(quote(part, safe="") for part in path)])
        answer = requests.get(address, auth=self.broker_auth, timeout=ASK_SECONDS)
        answer.raise_for_status()
        return answer.json()

    def book(self, agent: str, statement: str) -> list[tuple[Any, ...]]:
        """Ask an agent's own book."""
        with closing(sqlite3.connect(f"file:{self.books[agent]}?mode=ro", uri=True)) as connection:
            return connection.execute(statement).fetchall()

    def papers(self, agent: str, kind: str) -> dict[str, dict[str, Any]]:
        """The agent's papers of one kind, by their reference."""
        found = self.book(agent, f"SELECT reference, body FROM papers WHERE kind = '{kind}'")  # noqa: S608 - our own word
        return {reference: json.loads(body) for reference, body in found}

    def bindings(self) -> dict[tuple[str, str], list[str]]:
        """The queues of listeners, by exchange and routing key."""
        found: dict[tuple[str, str], list[str]] = {}
        for row in self.broker("bindings", self.vhost):
            queue, exchange = row["destination"], row["source"]
            if exchange.endswith(".events") and queue.partition(".")[0] in self.databases:
                found.setdefault((exchange, row["routing_key"]), []).append(queue)
        return found
