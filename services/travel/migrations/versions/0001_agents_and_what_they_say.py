"""Agents, what was noted about them, and what they sent."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_agents()
    create_agent_marks()
    create_partner_messages()


def create_agents() -> None:
    op.create_table(
        "agents",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.Column("keys", JSONB, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_agents"),
    )


def create_agent_marks() -> None:
    op.create_table(
        "agent_marks",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("amount", sa.Integer, nullable=False),
        sa.Column("noted_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_agent_marks"),
    )
    op.create_index("ix_agent_marks_noted_at", "agent_marks", ["noted_at", "agent", "kind"])


def create_partner_messages() -> None:
    op.create_table(
        "partner_messages",
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("message_id", sa.Text, nullable=False),
        sa.Column("body_hash", sa.Text, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("outcome", sa.String, nullable=False),
        sa.Column("code", sa.Text),
        sa.Column("pointer", sa.Text),
        sa.Column("sentence", sa.Text),
        sa.Column("kept", sa.Text),
        sa.Column("answers", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("agent", "message_id", "body_hash", name="pk_partner_messages"),
    )
    op.create_index(
        "ix_partner_messages_outcome_received_at", "partner_messages", ["outcome", "received_at"]
    )
