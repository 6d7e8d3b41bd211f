"""Whom travel agents must forget, and whether they said so."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agent_erasures",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("erasure_id", sa.Text, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("bookings", JSONB, nullable=False),
        sa.Column("confirm_by", sa.Date, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_times", sa.Integer, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True)),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("waits_for", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("stuck_told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agent_erasures"),
    )
    op.create_index("ix_agent_erasures_erasure_id", "agent_erasures", ["erasure_id"])
    op.create_index("ix_agent_erasures_status_id", "agent_erasures", ["status", "id"])


def downgrade() -> None:
    op.drop_table("agent_erasures")
