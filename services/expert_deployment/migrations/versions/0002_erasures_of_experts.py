"""Which experts were forgotten, and who has not said so yet."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "expert_erasures",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("expert_id", sa.String, nullable=False),
        sa.Column("ground", sa.String, nullable=False),
        sa.Column("asked_by", sa.String, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("awaited", JSONB, nullable=False),
        sa.Column("acknowledged", JSONB, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("waits_for", sa.String),
        sa.Column("owner", sa.String),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("overdue", sa.Boolean, nullable=False),
        sa.ForeignKeyConstraint(
            ["expert_id"], ["experts.id"], name="fk_expert_erasures_expert_id_experts"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_expert_erasures"),
        sa.UniqueConstraint("expert_id", name="uq_expert_erasures_expert_id"),
    )
    op.create_index("ix_expert_erasures_status_id", "expert_erasures", ["status", "id"])


def downgrade() -> None:
    op.drop_table("expert_erasures")
