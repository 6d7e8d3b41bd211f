"""Who was let in to what."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_grants",
        sa.Column("grant_id", sa.Text, nullable=False),
        sa.Column("thing", sa.Text, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("until", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("grant_id", name="pk_access_grants"),
    )
    op.create_index("ix_access_grants_subject_thing", "access_grants", ["subject", "thing"])


def downgrade() -> None:
    op.drop_table("access_grants")
