"""No trigger says any more that the outbox has rows: its NOTIFY made all commits queue."""

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

NOTIFY = """
CREATE FUNCTION outbox_notify() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('outbox', ''); RETURN NULL; END $$;
CREATE TRIGGER outbox_notify AFTER INSERT ON outbox
FOR EACH STATEMENT EXECUTE FUNCTION outbox_notify();
"""


def upgrade() -> None:
    op.execute("DROP TRIGGER outbox_notify ON outbox; DROP FUNCTION outbox_notify()")


def downgrade() -> None:
    op.execute(NOTIFY)
