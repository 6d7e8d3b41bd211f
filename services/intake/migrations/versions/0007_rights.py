"""What was recorded before a correction, and who was forgotten."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "former_records",
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("replaced_at", INSTANT, nullable=False),
        sa.Column("replaced_by", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name="fk_former_records_person_id_persons"
        ),
        sa.PrimaryKeyConstraint("record_id", name="pk_former_records"),
    )
    op.create_index("ix_former_records_person_id", "former_records", ["person_id"])
    op.create_table(
        "erasures",
        sa.Column("erasure_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("awaited", JSONB(), nullable=False),
        sa.Column("acknowledged", JSONB(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("waits_for", sa.Text()),
        sa.Column("owner", sa.Text()),
        sa.Column("due_at", INSTANT),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_erasures_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("erasure_id", name="pk_erasures"),
        sa.UniqueConstraint("person_id", name="uq_erasures_person_id"),
    )
    op.create_index("ix_erasures_status_erasure_id", "erasures", ["status", "erasure_id"])


def downgrade() -> None:
    op.drop_table("erasures")
    op.drop_table("former_records")
