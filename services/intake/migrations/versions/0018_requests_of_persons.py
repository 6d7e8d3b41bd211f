"""What a person asked for by right, and by which day it is answered."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_requests",
        sa.Column("request_id", sa.Text, nullable=False),
        sa.Column("right", sa.String, nullable=False),
        sa.Column("subject", sa.String, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("case_ref", sa.Text),
        sa.Column("received_on", sa.Date, nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("rules_version", sa.Text, nullable=False),
        sa.Column("first_due_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("extended_on", sa.Date),
        sa.Column("extension_reason", sa.Text),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("answer", sa.String),
        sa.Column("closed_on", sa.Date),
        sa.Column("closed_by", sa.Text),
        sa.Column("reason", sa.Text),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("waits_for", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("due_at", sa.DateTime(timezone=True)),
        sa.Column("reminded_for", sa.DateTime(timezone=True)),
        sa.Column("overdue", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("request_id", name="pk_person_requests"),
    )
    op.create_index("ix_person_requests_person_id", "person_requests", ["person_id"])
    op.create_index("ix_person_requests_due_at", "person_requests", ["due_at", "request_id"])
    op.create_index("ix_person_requests_status", "person_requests", ["status", "request_id"])
    op.create_index("ix_person_requests_right", "person_requests", ["right", "request_id"])
    op.create_index("ix_erasures_due_at", "erasures", ["due_at", "erasure_id"])
    op.create_index("ix_retentions_due_at", "retentions", ["due_at", "case_ref"])


def downgrade() -> None:
    op.drop_index("ix_retentions_due_at", "retentions")
    op.drop_index("ix_erasures_due_at", "erasures")
    op.drop_table("person_requests")
