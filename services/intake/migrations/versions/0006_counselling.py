"""Who asked for advice, and what they were told."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "contacts",
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text()),
        sa.Column("referred_by", sa.Text()),
        sa.Column("sealed_person", sa.LargeBinary()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("appointment_at", INSTANT),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("talks", JSONB(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("case_ref", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("waits_for", sa.Text()),
        sa.Column("owner", sa.Text()),
        sa.Column("due_at", INSTANT),
        sa.Column("reminded_for", INSTANT),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("contact_id", name="pk_contacts"),
    )
    op.create_index("ix_contacts_place", "contacts", ["place", "appointment_at"])
    op.create_index("ix_contacts_asked_on", "contacts", ["asked_on"])
    op.create_index("uq_contacts_case_ref", "contacts", ["case_ref"], unique=True)


def downgrade() -> None:
    """Take it away."""
    op.drop_table("contacts")
