"""What agents sent is kept for a term, and gone after it, in a daily round."""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_partner_messages_received_at", "partner_messages", ["received_at"])
    op.execute(
        "INSERT INTO reminders (id, due_at, name, ids, correlation_id, causation_id) "
        "VALUES ('old_partner_messages_due', now(), 'old_partner_messages_due', '{}', '', '')"
    )


def downgrade() -> None:
    op.execute("DELETE FROM reminders WHERE name = 'old_partner_messages_due'")
    op.drop_index("ix_partner_messages_received_at", "partner_messages")
