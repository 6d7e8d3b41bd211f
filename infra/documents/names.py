"""Names that others rely on, in docs/published-names.txt: the file may only grow.

What runs elsewhere, or lies in a queue or a database, knows these names. A changed one orphans a
queue with what is in it; another argument makes the broker refuse the queue.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

from infra.documents import house
from infra.local import broker
from partner_kit import contract
from services.chassis.wire.topology import declare_dead_letters, declare_queue

FILE = house.ROOT / "docs" / "published-names.txt"
RETIRED = "retired "
HEADING = """\
# Queues, exchanges, bindings, message types and reminders that were published.
# Written by `make docs`, which adds and never removes; a test holds both this file and the code to it.
# To retire a name, leave its line and add another: `retired ` and the whole line again.
"""  # noqa: E501 - lines of a text file


class Noted:
    """Takes note of what is declared, where a channel or the broker's interface would be asked."""

    def __init__(self, place: str) -> None:
        self._place, self.user = place, ""
        self.names: set[str] = set()

    def exchange_declare(self, name: str, kind: str, **_: Any) -> None:
        self._note("exchange", name, kind)

    def queue_declare(self, name: str, *, arguments: dict[str, Any], **_: Any) -> SimpleNamespace:
        told = (f"{key}={value}" for key, value in sorted(arguments.items()))
        self._note("queue", name, *told)
        return SimpleNamespace(consumer_count=1)

    def queue_bind(self, queue: str, exchange: str, key: str) -> None:
        self._note("binding", exchange, key, queue)

    def add_topic_exchange(self, _vhost: str, name: str) -> None:
        self._note("exchange", name, "topic")

    def add_quorum_queue(self, _vhost: str, name: str) -> None:
        self._note("queue", name, "x-queue-type=quorum")

    def bind(self, _vhost: str, exchange: str, queue: str, key: str) -> None:
        self._note("binding", exchange, key, queue)

    def add_user(self, *_: Any) -> None:
        """Accounts are the broker's, and no name of a message."""

    add_vhost = permit = permit_topics = add_user

    def _note(self, *words: str) -> None:
        self.names.add(" ".join((self._place, *words)))


def published() -> set[str]:
    """Every name that the code would publish now, one line each."""
    inside, outside = Noted("internal"), Noted("partners")
    for service in house.services():
        declare_dead_letters(inside, service)
    for entry in house.entries():
        if entry.kind in {"EventHandler", "RawHandler"}:
            subscription = house.subscription(entry)
            channel = outside if subscription.broker == "partners" else inside
            declare_queue(channel, entry.service, subscription)
            declare_dead_letters(channel, entry.service)
    broker.open_vhosts(cast("Any", outside), "", "")
    broker.admit_agent(cast("Any", outside), "", "{agent}", "")
    messages = {
        f"partners key {exchange} {{agent}}.{kind}"
        for exchange, way in (
            (broker.TO_AGENTS, contract.TO_AGENT),
            (broker.FROM_AGENTS, contract.FROM_AGENT),
        )
        for kind in contract.types(way)
    }
    reminders = {
        f"reminder {entry.service} {entry.extension.name}"
        for entry in house.entries()
        if entry.kind == "Reminder"
    }
    return inside.names | outside.names | messages | reminders


def kept() -> set[str]:
    """The lines of the file, those that retire a name included."""
    lines = FILE.read_text().splitlines() if FILE.exists() else []
    return {line for line in lines if line and not line.startswith("#")}


def text() -> str:
    """The file with what the code has added."""
    return HEADING + "".join(f"{line}\n" for line in sorted(kept() | published()))
