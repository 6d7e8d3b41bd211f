"""The unit of work: all that one entrypoint may touch, committed whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

import structlog
from sqlalchemy import Text, bindparam, insert, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.chassis import tables
from services.chassis.audit.anchors import write_anchor
from services.chassis.audit.chain import Chain
from services.chassis.callers import identity
from services.chassis.errors import Conflict
from services.chassis.frame import Frame
from services.chassis.ids import new_id
from services.chassis.messages import Envelope, Event
from services.chassis.privacy import sealing
from services.chassis.privacy.vault import Vault
from services.chassis.rules.rulebook import RuleTable
from services.chassis.watch import tracing
from services.chassis.wire import envelope as envelopes
from services.chassis.wire.bell import SENDS_TO

Store = TypeVar("Store")

log = structlog.get_logger(__name__)

# One constant statement for any number of rows: nothing is compiled, and bodies go as text, which
# is a third of the bytes that they would have as hexadecimal.
SEND = (
    "INSERT INTO outbox (message_id, broker, exchange, routing_key, body) "
    "SELECT id, broker, exchange, key, convert_to(body, 'UTF8') FROM "
    "unnest(:ids, :brokers, :exchanges, :keys, :bodies) WITH ORDINALITY "
    "AS rows (id, broker, exchange, key, body, place) ORDER BY place"
)
COLUMNS = ("ids", "brokers", "exchanges", "keys", "bodies")
NONE: list[list[str]] = [[] for _ in COLUMNS]
OF_COLUMNS = [bindparam(name, type_=ARRAY(Text)) for name in COLUMNS]
OUTGOING = text(SEND).bindparams(*OF_COLUMNS)


class Circumstances(NamedTuple):
    """Who asks, in which thread of work, and what the caller believes the state to be."""

    principal: identity.Principal
    correlation_id: str = ""
    causation_id: str = ""
    trace_parent: str = ""
    expected_version: int | None = None
    message: Envelope | None = None


@dataclass(frozen=True)
class Address:
    """Where an order to another organisation goes."""

    broker: str
    exchange: str
    routing_key: str


class Unit:
    """One transaction of one service. Nobody commits it but the entrypoint that opened it."""

    def __init__(self, frame: Frame, session: Session, circumstances: Circumstances) -> None:
        self._frame = frame
        self._stores: dict[type, Any] = {}
        self._circumstances = circumstances
        self.session = session
        self.service = frame.service
        self.grounds: list[str] = []
        self.outgoing: list[tuple[str, str, str, str, str]] = []
        self.reminders: list[dict[str, Any]] = []

    @property
    def principal(self) -> identity.Principal:
        return self._circumstances.principal

    @property
    def correlation_id(self) -> str:
        return self._circumstances.correlation_id

    @property
    def message(self) -> Envelope | None:
        """The envelope of the fact that is being handled, if one is."""
        return self._circumstances.message

    @cached_property
    def _trace_parent(self) -> str:
        return tracing.child(self._circumstances.trace_parent)

    @cached_property
    def vault(self) -> Vault:
        """Where personal data is locked away, each person's under a key of their own."""
        return Vault(self.session, self._frame.keyring, self._frame.lasting_keys)

    @property
    def audit(self) -> Chain:
        """Who read or wrote what here; what waited is linked first, in a transaction of its own."""
        with self._frame.session() as session:
            Chain(session, self._frame.keyring.index).link_all()
        return Chain(self.session, self._frame.keyring.index)

    def account_for(self, ground: str) -> None:
        """Say in the audit on which ground this call was allowed; codes and ids, no free text."""
        self.grounds.append(ground)

    def now(self) -> datetime:
        return self._frame.clock.now()

    def today(self) -> date:
        return self._frame.clock.today()

    def new_id(self) -> str:
        return new_id()

    def store(self, kind: type[Store]) -> Store:
        """Return the store of this kind in this transaction."""
        if kind not in self._stores:
            self._stores[kind] = kind(self)  # type: ignore[call-arg]
        return self._stores[kind]

    def rules(self, name: str, version: str | None = None) -> RuleTable:
        """Return a dated rule table of this service, in the version in force or another."""
        return self._frame.rulebook.table(self.session, name, version)

    def expects(self, version: int) -> None:
        """Refuse as `stale` when the caller's If-Match names another version."""
        expected = self._circumstances.expected_version
        if expected is not None and expected != version:
            raise Conflict(
                "stale", f"It has changed since you read it; it is at version {version}."
            )

    def publish(self, event: Event, *, sequence: int = 0) -> None:
        """Record a fact; it is sent after, and only if, this transaction commits."""
        self._record(
            broker="internal",
            exchange=f"{self._frame.service}.events",
            routing_key=event.key,
            envelope=self._envelope(
                type_=f"{self._frame.service}.{event.key}",
                subject=event.subject,
                sequence=sequence,
                correlation_id=envelopes.correlation_of(event, self._circumstances.correlation_id),
            ),
            content=event.data(),
        )

    def post(
        self,
        address: Address,
        type: str,  # noqa: A002 - CloudEvents calls it so
        subject: str,
        data: dict[str, Any],
        *,
        message_id: str | None = None,
    ) -> str:
        """Record an order to another organisation, and return the message's id."""
        envelope = self._envelope(type_=type, subject=subject, message_id=message_id)
        self._record(**vars(address), envelope=envelope, content=data)
        return envelope.id

    def remind(self, at: datetime, name: str, **ids: str) -> None:
        """Have this service's reminder `name` called with `ids` once the clock has reached `at`."""
        self.reminders.append(
            {
                "id": new_id(),
                "due_at": at,
                "name": name,
                "ids": ids,
                "correlation_id": self._circumstances.correlation_id,
                "causation_id": self._cause(),
            }
        )

    def seal_for(self, recipient: str | dict[str, Any], content: dict[str, Any]) -> str:
        """Encrypt for one recipient alone: a service by name, or whoever holds a public JWK."""
        key = self._frame.public_key(recipient) if isinstance(recipient, str) else recipient
        return sealing.seal_for(key, content)

    def open_sealed(self, token: str) -> dict[str, Any]:
        """Open what was sealed for this service."""
        return sealing.open_sealed(self._frame.private_keys, token)

    def anchor_audit(self) -> None:
        """Write the head of the audit where whoever can change the database cannot reach."""
        head = self.audit.head()
        log.info("audit_anchored", position=head.position, hash=head.hash)
        if self._frame.settings.audit_dir is not None:
            write_anchor(self._frame.settings.audit_dir, self._frame.service, self.now(), head)

    def _cause(self) -> str:
        return self.message.id if self.message else self._circumstances.causation_id

    def _envelope(
        self,
        *,
        type_: str,
        subject: str,
        sequence: int = 0,
        correlation_id: str | None = None,
        message_id: str | None = None,
    ) -> Envelope:
        return Envelope(
            id=message_id or new_id(),
            source=f"/homeward/{self._frame.service}",
            type=type_,
            time=self.now(),
            subject=subject,
            sequence=sequence,
            correlation_id=correlation_id or self._circumstances.correlation_id or subject,
            causation_id=self._cause(),
            trace_parent=self._trace_parent,
        )

    def _record(
        self, *, broker: str, exchange: str, routing_key: str, envelope: Envelope, content: Any
    ) -> None:
        body = envelopes.write(envelope, content).decode()
        self.outgoing.append((envelope.id, broker, exchange, routing_key, body))


def write_down(session: Session, units: list[Unit]) -> None:
    """Write what the units said to the outbox and the reminders, last of all in the transaction."""
    outgoing = write_but_outgoing(session, units)
    if outgoing["ids"]:
        session.execute(OUTGOING, outgoing)


def write_but_outgoing(session: Session, units: list[Unit]) -> dict[str, list[str]]:
    """Write all but the outbox's rows, which are returned by column for `OUTGOING`."""
    # With the rows of the aggregates locked, an aggregate's facts take positions as they commit.
    session.flush()
    reminders = [row for unit in units for row in unit.reminders]
    if reminders:
        session.execute(insert(tables.reminders), reminders)
    rows = [row for unit in units for row in unit.outgoing]
    session.info.setdefault(SENDS_TO, set()).update(broker for _, broker, *_ in rows)
    return dict(zip(COLUMNS, map(list, zip(*rows, strict=True)) if rows else NONE, strict=True))
