"""How many departed, counted without anybody's id."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "departure_counts",
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("nationality", sa.Text(), nullable=False),
        sa.Column("group", sa.Text(), nullable=False),
        sa.Column("departures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(
            "month", "kind", "nationality", "group", name="pk_departure_counts"
        ),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("departure_counts")
