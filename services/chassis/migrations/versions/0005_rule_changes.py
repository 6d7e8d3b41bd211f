"""Changes of rule tables that two people decide on."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("rule_tables", sa.Column("change_id", sa.Text))
    op.create_table(
        "rule_changes",
        sa.Column("change_id", sa.Text, nullable=False),
        sa.Column("table", sa.Text, nullable=False),
        sa.Column("added", JSONB, nullable=False),
        sa.Column("without", JSONB, nullable=False),
        sa.Column("base_version", sa.Text, nullable=False),
        sa.Column("draft_version", sa.Text, nullable=False),
        sa.Column("takes_effect_on", sa.Date, nullable=False),
        sa.Column("touches_past", sa.Boolean, nullable=False),
        sa.Column("reason", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("proposed_by", sa.Text, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tried", JSONB, nullable=False),
        sa.Column("decided_by", sa.Text),
        sa.Column("decided_at", sa.DateTime(timezone=True)),
        sa.Column("decision_reason", sa.Text),
        sa.Column("ended_by", sa.Text),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("overdue", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("change_id", name="pk_rule_changes"),
    )
    op.create_index("ix_rule_changes_status_change_id", "rule_changes", ["status", "change_id"])


def downgrade() -> None:
    op.drop_table("rule_changes")
    op.drop_column("rule_tables", "change_id")
