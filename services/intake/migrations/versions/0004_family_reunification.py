"""What sponsors order, and the account of each family."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "reunifications",
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("sealed_sponsor", sa.LargeBinary(), nullable=False),
        *(
            sa.Column(name, JSONB(), nullable=False)
            for name in ("visas", "estimate", "received", "refunds", "costs")
        ),
        sa.Column("warned_minor", sa.Integer()),
        sa.Column("stated_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_reunifications_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("case_ref", name="pk_reunifications"),
    )


def downgrade() -> None:
    """Take it away."""
    op.drop_table("reunifications")
