"""Broken rules and questioned penalties, which an officer decides; ticket numbers, each once."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

NONE = sa.text("'[]'::jsonb")


def upgrade() -> None:
    op.add_column(
        "movements", sa.Column("broken_rules", JSONB, nullable=False, server_default=NONE)
    )
    op.add_column("bookings", sa.Column("penalty_choice", JSONB))
    op.add_column(
        "schedule_changes", sa.Column("broken_rules", JSONB, nullable=False, server_default=NONE)
    )
    op.execute("UPDATE schedule_changes SET answer = 'undecided' WHERE answer = 'change'")
    op.alter_column("schedule_changes", "answer", type_=sa.String)
    op.create_table(
        "ticket_numbers",
        sa.Column("number", sa.Text, nullable=False),
        sa.Column("booking_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_ticket_numbers"),
    )
    op.execute(
        "INSERT INTO ticket_numbers SELECT ticket ->> 'ticket_number', min(bookings.id)"
        " FROM bookings, jsonb_array_elements(bookings.tickets) AS ticket GROUP BY 1"
    )
