"""Contacts that ended without a case are forgotten at the end of their term, in a daily round."""

from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_contacts_status_entered_at", "contacts", ["status", "entered_at"])
    op.execute(
        "INSERT INTO reminders (id, due_at, name, ids, correlation_id, causation_id) "
        "VALUES ('old_contacts_due', now(), 'old_contacts_due', '{}', '', '')"
    )


def downgrade() -> None:
    op.execute("DELETE FROM reminders WHERE name = 'old_contacts_due'")
    op.drop_index("ix_contacts_status_entered_at", "contacts")
