"""The outbox, the inbox, held messages, reminders, kept answers, persons' keys and rule tables."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
NOW = sa.text("clock_timestamp()")

# Wakes the relay in whichever process of the service it runs.
NOTIFY = """
CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$;
CREATE TRIGGER outbox_notify AFTER INSERT ON outbox
FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
"""

# Partitions of last month to the month after next; what is older than `months` is dropped whole.
# A mark with a month outside of them goes to the default partition, which is never dropped but
# emptied: a partition is not made for a month that it already holds.
INBOX = """
CREATE TABLE inbox (
    queue text NOT NULL,
    message_id text NOT NULL,
    fact_month date NOT NULL,
    handled_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_inbox PRIMARY KEY (queue, message_id, fact_month)
) PARTITION BY RANGE (fact_month);
CREATE TABLE inbox_default PARTITION OF inbox DEFAULT;
CREATE INDEX ix_inbox_default_handled_at ON inbox_default (handled_at);
CREATE FUNCTION inbox_keep(months integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    this_month date := date_trunc('month', now());
    month date;
    old record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('inbox_keep'));
    FOR ahead IN -1..2 LOOP
        month := this_month + make_interval(months => ahead);
        CONTINUE WHEN to_regclass(format('inbox_%s', to_char(month, 'YYYY_MM'))) IS NOT NULL
            OR EXISTS (SELECT FROM inbox_default WHERE fact_month = month);
        EXECUTE format('CREATE TABLE inbox_%s PARTITION OF inbox FOR VALUES FROM (%L) TO (%L)',
            to_char(month, 'YYYY_MM'), month, month + interval '1 month');
    END LOOP;
    FOR old IN SELECT relname FROM pg_class WHERE relname ~ '^inbox_[0-9]{4}_[0-9]{2}$'
        AND relname < 'inbox_' || to_char(this_month - make_interval(months => months), 'YYYY_MM')
    LOOP
        EXECUTE format('DROP TABLE %I', old.relname);
    END LOOP;
    DELETE FROM inbox_default WHERE handled_at < now() - make_interval(months => months);
END $$;
SELECT inbox_keep(2);
"""


def upgrade() -> None:
    op.create_table(
        "outbox",
        sa.Column("position", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("broker", sa.Text, nullable=False),
        sa.Column("exchange", sa.Text, nullable=False),
        sa.Column("routing_key", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False, server_default=NOW),
        sa.Column("again_at", INSTANT),
        sa.PrimaryKeyConstraint("position", name="pk_outbox"),
    )
    op.create_index("ix_outbox_broker_position", "outbox", ["broker", "position"])
    op.execute(NOTIFY)
    op.execute(INBOX)
    create_held_messages()
    create_reminders_and_answers()
    create_keys_and_rules()


def create_held_messages() -> None:
    op.create_table(
        "held_messages",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("queue", sa.Text, nullable=False),
        sa.Column("identity", sa.Text, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        sa.Column("headers", JSONB, nullable=False),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("cause", sa.Text, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("traceback", sa.Text, nullable=False, server_default=""),
        sa.Column("subject", sa.Text, nullable=False, server_default=""),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("first_at", INSTANT, nullable=False, server_default=NOW),
        sa.Column("last_at", INSTANT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("id", name="pk_held_messages"),
        sa.UniqueConstraint("queue", "identity", name="uq_held_messages_queue"),
    )
    op.create_index("ix_held_messages_due", "held_messages", ["state", "due_at"])
    op.create_index("ix_held_messages_cause", "held_messages", ["state", "cause", "id"])


def create_reminders_and_answers() -> None:
    op.create_table(
        "reminders",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("due_at", INSTANT, nullable=False),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("ids", JSONB, nullable=False),
        sa.Column("correlation_id", sa.Text, nullable=False),
        sa.Column("causation_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_reminders"),
    )
    op.create_index("ix_reminders_due_at", "reminders", ["due_at"])
    op.create_table(
        "idempotency",
        sa.Column("principal", sa.Text, nullable=False),
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("method", sa.Text, nullable=False),
        sa.Column("fingerprint", sa.Text, nullable=False),
        sa.Column("outcome", sa.LargeBinary, nullable=False),
        sa.Column("created_at", INSTANT, nullable=False, server_default=NOW),
        sa.PrimaryKeyConstraint("principal", "key", name="pk_idempotency"),
    )
    op.create_index("ix_idempotency_created_at", "idempotency", ["created_at"])


def create_keys_and_rules() -> None:
    op.create_table(
        "person_keys",
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary),
        sa.Column("master_key_id", sa.Text),
        sa.Column("created_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.Column("forgotten_at", INSTANT),
        sa.PrimaryKeyConstraint("person_id", name="pk_person_keys"),
    )
    op.create_index("ix_person_keys_master_key_id", "person_keys", ["master_key_id"])
    op.create_table(
        "rule_tables",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("version", sa.Text, nullable=False),
        sa.Column("rows", JSONB, nullable=False),
        sa.Column("in_force", sa.Boolean, nullable=False),
        sa.Column("loaded_at", INSTANT, nullable=False, server_default=sa.func.now()),
        sa.PrimaryKeyConstraint("name", "version", name="pk_rule_tables"),
    )
    op.create_index(
        "uq_rule_tables_in_force",
        "rule_tables",
        ["name"],
        unique=True,
        postgresql_where=sa.text("in_force"),
    )


def downgrade() -> None:
    raise NotImplementedError("what every service has is not taken away")
