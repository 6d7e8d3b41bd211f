"""When a child was signed for, and since when and why an escort keeps one (R-UAM-07)."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("travellers", sa.Column("handed_over_at", sa.DateTime(timezone=True)))
    op.add_column("travellers", sa.Column("kept_at", sa.DateTime(timezone=True)))
    op.add_column("travellers", sa.Column("kept_because", sa.String()))


def downgrade() -> None:
    for name in ("handed_over_at", "kept_at", "kept_because"):
        op.drop_column("travellers", name)
