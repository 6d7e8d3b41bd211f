"""A message to a partner that has not left yet is found by its id; other facts pay nothing."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("CREATE INDEX ix_outbox_partners ON outbox (message_id) WHERE broker = 'partners'")


def downgrade() -> None:
    op.drop_index("ix_outbox_partners", "outbox")
