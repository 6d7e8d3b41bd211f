"""Movements, their travellers, and what was called off."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_withdrawals()
    create_movements()
    create_travellers()


def create_withdrawals() -> None:
    op.create_table(
        "withdrawals",
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("reason_code", sa.Text, nullable=False),
        sa.Column("heard_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("subject", name="pk_withdrawals"),
    )


def create_movements() -> None:
    op.create_table(
        "movements",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("case_ref", sa.Text),
        sa.Column("assignment_id", sa.Text),
        sa.Column("origin_airport", sa.Text, nullable=False),
        sa.Column("destination_airport", sa.Text, nullable=False),
        sa.Column("destination_country", sa.Text, nullable=False),
        sa.Column("not_before", sa.Date, nullable=False),
        sa.Column("not_after", sa.Date, nullable=False),
        sa.Column("escort_required", sa.Boolean, nullable=False),
        sa.Column("opened_at", INSTANT, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("quote_round", sa.Integer, nullable=False),
        sa.Column("offer_id", sa.Text),
        sa.Column("offer_reference", sa.Text),
        sa.Column("agent", sa.Text),
        sa.Column("price_minor", sa.BigInteger),
        sa.Column("currency", sa.Text),
        sa.Column("price_accepted", sa.Boolean, nullable=False),
        sa.Column("valid_until", INSTANT),
        sa.Column("departs_at", INSTANT),
        sa.Column("arrives_at", INSTANT),
        sa.Column("escort_returns_at", INSTANT),
        sa.Column("choice", JSONB),
        sa.Column("escort_staff_id", sa.Text),
        sa.Column("escort_details", sa.LargeBinary),
        sa.Column("cancel_reason", sa.Text),
        sa.Column("waits_for", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("due_at", INSTANT),
        sa.Column("stuck_told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_movements"),
    )
    op.create_index("ix_movements_assignment_id", "movements", ["assignment_id"])
    op.create_index("ix_movements_case_ref", "movements", ["case_ref"])
    op.create_index("ix_movements_status_id", "movements", ["status", "id"])


def create_travellers() -> None:
    op.create_table(
        "travellers",
        sa.Column(
            "movement_id",
            sa.Text,
            sa.ForeignKey("movements.id", name="fk_travellers_movement_id_movements"),
            nullable=False,
        ),
        sa.Column("position", sa.Integer, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("person_type", sa.String, nullable=False),
        sa.Column("details", sa.LargeBinary, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("declared_at", INSTANT),
        sa.Column("departed_at", INSTANT),
        sa.Column("evidence", sa.String),
        sa.Column("arrived_at", INSTANT),
        sa.Column("airline_says", sa.Text),
        sa.PrimaryKeyConstraint("movement_id", "position", name="pk_travellers"),
    )
    op.create_index("ix_travellers_person_id", "travellers", ["person_id"])
