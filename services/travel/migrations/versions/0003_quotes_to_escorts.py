"""Quote requests, offers, bookings, schedule changes and escorts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_quote_requests()
    create_offers()
    create_bookings()
    create_schedule_changes()
    create_escorts()


def create_quote_requests() -> None:
    op.create_table(
        "quote_requests",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("movement_id", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("asked_at", INSTANT, nullable=False),
        sa.Column("answer_by", INSTANT, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("answered_at", INSTANT),
        sa.Column("reason", sa.Text),
        sa.PrimaryKeyConstraint("id", name="pk_quote_requests"),
    )
    op.create_index("ix_quote_requests_movement_id", "quote_requests", ["movement_id"])


def create_offers() -> None:
    op.create_table(
        "offers",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("movement_id", sa.Text, nullable=False),
        sa.Column("quote_reference", sa.Text, nullable=False),
        sa.Column("round", sa.Integer, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("offer_reference", sa.Text, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("valid_until", INSTANT, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("total_minor", sa.BigInteger, nullable=False),
        sa.Column("content", JSONB, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("lost_reason", sa.Text),
        sa.Column("new_price", sa.Boolean, nullable=False),
        sa.Column("allowed", sa.Boolean, nullable=False),
        sa.Column("above_tariff", sa.Boolean, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_offers"),
    )
    op.create_index("ix_offers_movement_id", "offers", ["movement_id"])
    op.create_index(
        "uq_offers_agent_offer_reference", "offers", ["agent", "offer_reference"], unique=True
    )


def create_bookings() -> None:
    op.create_table(
        "bookings",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("movement_id", sa.Text, nullable=False),
        sa.Column("agent", sa.Text, nullable=False),
        sa.Column("offer_id", sa.Text, nullable=False),
        sa.Column("offer_reference", sa.Text, nullable=False),
        sa.Column("references", JSONB, nullable=False),
        sa.Column("price_minor", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("price_accepted", sa.Boolean, nullable=False),
        sa.Column("sealed_party", sa.Text, nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("record_locator", sa.Text),
        sa.Column("tickets", JSONB, nullable=False),
        sa.Column("ticketing_time_limit", INSTANT),
        sa.Column("failure", sa.Text),
        sa.Column("cancellation_reference", sa.Text),
        sa.Column("staying_behind", JSONB),
        sa.Column("penalty_minor", sa.BigInteger),
        sa.Column("refund_minor", sa.BigInteger),
        sa.Column("waits_for", sa.Text),
        sa.Column("owner", sa.Text),
        sa.Column("due_at", INSTANT),
        sa.Column("stuck_told", sa.Boolean, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_bookings"),
    )
    op.create_index("ix_bookings_movement_id", "bookings", ["movement_id"])


def create_schedule_changes() -> None:
    op.create_table(
        "schedule_changes",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("booking_reference", sa.Text, nullable=False),
        sa.Column("received_at", INSTANT, nullable=False),
        sa.Column("removed", JSONB, nullable=False),
        sa.Column("added", JSONB, nullable=False),
        sa.Column("touches", JSONB, nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_schedule_changes"),
    )
    op.create_index(
        "ix_schedule_changes_booking_reference", "schedule_changes", ["booking_reference"]
    )


def create_escorts() -> None:
    op.create_table(
        "escorts",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("movement_id", sa.Text, nullable=False),
        sa.Column("staff_id", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("credential_valid_until", sa.Date),
        sa.Column("busy_from", INSTANT, nullable=False),
        sa.Column("busy_until", INSTANT, nullable=False),
        sa.Column("named_at", INSTANT, nullable=False),
        sa.Column("released_at", INSTANT),
        sa.PrimaryKeyConstraint("id", name="pk_escorts"),
    )
    op.create_index("ix_escorts_movement_id", "escorts", ["movement_id"])
    op.create_index("ix_escorts_staff_id_busy_until", "escorts", ["staff_id", "busy_until"])
