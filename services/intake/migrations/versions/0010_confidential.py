"""What is kept apart: under a keyed token and nothing else; and journeys that are hidden."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TABLES = ("trafficking_records", "medical_records")


def upgrade() -> None:
    """Make the tables."""
    op.add_column(
        "cases", sa.Column("restricted", sa.Boolean(), nullable=False, server_default=sa.false())
    )
    for table in TABLES:
        op.create_table(
            table,
            sa.Column("token", sa.Text(), nullable=False),
            sa.Column("sealed", sa.LargeBinary(), nullable=False),
            sa.Column("version", sa.Integer(), nullable=False),
            sa.PrimaryKeyConstraint("token", name=f"pk_{table}"),
        )


def downgrade() -> None:
    """Take them away."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_column("cases", "restricted")
