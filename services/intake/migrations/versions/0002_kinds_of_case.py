"""What a case of each kind has prepared and holds, and what is watched until it breaks."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Add them to the cases, and the alerts beside them."""
    for name in ("prepared", "held"):
        op.add_column("cases", sa.Column(name, JSONB(), nullable=False, server_default="[]"))
    op.create_index("ix_cases_due_at", "cases", ["due_at"])
    op.create_table(
        "alerts",
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("breaks_on", sa.Date(), nullable=False),
        sa.Column("alert_on", sa.Date(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("alerted_at", INSTANT),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("case_ref", "about", "what", name="pk_alerts"),
    )
    op.create_index("ix_alerts_alert_on", "alerts", ["alert_on", "case_ref"])
    op.create_table(
        "detentions",
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("order_date", sa.Date(), nullable=False),
        sa.Column("term_months", sa.Integer(), nullable=False),
        sa.Column("sealed_place", sa.LargeBinary(), nullable=False),
        sa.Column("released_on", sa.Date()),
        sa.Column("told", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_detentions_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("case_ref", name="pk_detentions"),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("detentions")
    op.drop_table("alerts")
    op.drop_index("ix_cases_due_at", "cases")
    for name in ("held", "prepared"):
        op.drop_column("cases", name)
