"""How long each ended case is kept, and who decides then."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "retentions",
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("record_class", sa.Text, nullable=False),
        sa.Column("rules_version", sa.Text, nullable=False),
        sa.Column("ended_on", sa.Date, nullable=False),
        sa.Column("review_on", sa.Date, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("reason", sa.Text),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("waits_for", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("reminded_for", sa.DateTime(timezone=True)),
        sa.Column("overdue", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_retentions_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("case_ref", name="pk_retentions"),
    )
    op.create_index("ix_retentions_status_case_ref", "retentions", ["status", "case_ref"])


def downgrade() -> None:
    op.drop_table("retentions")
