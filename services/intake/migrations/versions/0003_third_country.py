"""The fees for a permanent permit, and the loans for a journey to it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def waiting() -> list[sa.Column]:
    """What everything that waits says of itself."""
    return [
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("waits_for", sa.Text()),
        sa.Column("owner", sa.Text()),
        sa.Column("due_at", INSTANT),
        sa.Column("reminded_for", INSTANT),
        sa.Column("overdue", sa.Boolean(), nullable=False),
    ]


def upgrade() -> None:
    """Make both tables."""
    permit_fees()
    loans()


def permit_fees() -> None:
    op.create_table(
        "permit_fees",
        sa.Column("fee_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("receipt_number", sa.Text(), nullable=False),
        sa.Column("receipt_sha256", sa.Text(), nullable=False),
        sa.Column("claimed_by", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text()),
        sa.Column("reason", sa.Text()),
        sa.Column("refunded_on", sa.Date()),
        sa.Column("reference", sa.Text()),
        *waiting(),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_permit_fees_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("fee_id", name="pk_permit_fees"),
        sa.UniqueConstraint("receipt_sha256", name="uq_permit_fees_receipt_sha256"),
    )
    op.create_index("ix_permit_fees_case_ref", "permit_fees", ["case_ref"])


def loans() -> None:
    op.create_table(
        "loans",
        sa.Column("loan_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("principal_minor", sa.Integer(), nullable=False),
        sa.Column("currency", sa.Text(), nullable=False),
        sa.Column("terms", JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date()),
        sa.Column("arrived_on", sa.Date()),
        sa.Column("repayments", JSONB(), nullable=False),
        *waiting(),
        sa.ForeignKeyConstraint(["case_ref"], ["cases.case_ref"], name="fk_loans_case_ref_cases"),
        sa.PrimaryKeyConstraint("loan_id", name="pk_loans"),
    )
    op.create_index("ix_loans_case_ref", "loans", ["case_ref"])


def downgrade() -> None:
    """Take both away."""
    op.drop_table("loans")
    op.drop_table("permit_fees")
