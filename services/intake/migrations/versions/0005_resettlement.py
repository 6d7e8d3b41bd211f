"""The nominations of families for resettlement to the Netherlands."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "nominations",
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("entry", sa.Text(), nullable=False),
        sa.Column("sub_quota", sa.Text(), nullable=False),
        sa.Column("nominated_on", sa.Date(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=False),
        sa.Column("interviewed_on", sa.Date()),
        sa.Column("selected_on", sa.Date()),
        sa.Column("overridden_because", sa.Text()),
        *(
            sa.Column(name, JSONB(), nullable=False)
            for name in ("trainings", "examinations", "documents")
        ),
        sa.Column("exit_permit", JSONB()),
        sa.Column("municipality", sa.Text()),
        sa.Column("handed_over_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_nominations_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("case_ref", name="pk_nominations"),
    )
    op.create_index("ix_nominations_selected_on", "nominations", ["selected_on"])


def downgrade() -> None:
    """Take it away."""
    op.drop_table("nominations")
