"""The tables that every service's database has: what goes out, what came in, what waits."""

from sqlalchemy import (
    BigInteger,
    Column,
    Date,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)

from services.chassis.database import JsonOf, UtcDateTime, chassis_metadata

outbox = Table(
    "outbox",
    chassis_metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("message_id", Text, nullable=False),
    Column("broker", Text, nullable=False),
    Column("exchange", Text, nullable=False),
    Column("routing_key", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False, server_default=func.clock_timestamp()),
    # Set when the broker returned the message as unroutable; it is tried again then.
    Column("again_at", UtcDateTime),
    Index("ix_outbox_broker_position", "broker", "position"),
    Index("ix_outbox_partners", "message_id", postgresql_where=text("broker = 'partners'")),
)

# Partitioned by the month of the fact, so that old marks are dropped whole (bus.md 3). The month
# comes from the message itself: a duplicate carries the same one, however late it arrives.
inbox = Table(
    "inbox",
    chassis_metadata,
    Column("queue", Text, primary_key=True),
    Column("message_id", Text, primary_key=True),
    Column("fact_month", Date, primary_key=True),
    Column("handled_at", UtcDateTime, nullable=False, server_default=func.clock_timestamp()),
    postgresql_partition_by="RANGE (fact_month)",
)

# Messages that could not be handled: `retrying` until due, or `parked` until a person decides.
held_messages = Table(
    "held_messages",
    chassis_metadata,
    Column("id", Text, primary_key=True),
    Column("queue", Text, nullable=False),
    Column("identity", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("headers", JsonOf, nullable=False),
    Column("state", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("traceback", Text, nullable=False, server_default=""),
    Column("subject", Text, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False),
    Column("due_at", UtcDateTime),
    Column("first_at", UtcDateTime, nullable=False, server_default=func.clock_timestamp()),
    Column("last_at", UtcDateTime, nullable=False, server_default=func.clock_timestamp()),
    UniqueConstraint("queue", "identity"),
    Index("ix_held_messages_due", "state", "due_at"),
    Index("ix_held_messages_cause", "state", "cause", "id"),
)

reminders = Table(
    "reminders",
    chassis_metadata,
    Column("id", Text, primary_key=True),
    Column("due_at", UtcDateTime, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("ids", JsonOf, nullable=False),
    Column("correlation_id", Text, nullable=False),
    Column("causation_id", Text, nullable=False),
)

idempotency = Table(
    "idempotency",
    chassis_metadata,
    Column("principal", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("method", Text, nullable=False),
    Column("fingerprint", Text, nullable=False),
    # Sealed: an answer may show personal data.
    Column("outcome", LargeBinary, nullable=False),
    Column(
        "created_at", UtcDateTime, nullable=False, index=True, server_default=func.clock_timestamp()
    ),
)
