"""The offers that answer one quote request are counted without reading all others."""

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_offers_quote_reference", "offers", ["quote_reference"])


def downgrade() -> None:
    op.drop_index("ix_offers_quote_reference", "offers")
