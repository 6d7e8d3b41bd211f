"""Entitlements, allowances, plans, vendors, payments, reports and follow-ups."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_cases_and_entitlements()
    create_allowances()
    create_plans()
    create_vendors()
    create_payments()
    constrain_payments()
    create_monitoring()


def waiting() -> list[sa.Column[Any]]:
    """What every thing that waits carries."""
    return [
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("due_at", INSTANT),
        sa.Column("version", sa.Integer, nullable=False),
    ]


def by_case_and_status(table: str) -> None:
    """Index the filters of a collection, each ending in the id that its pages follow."""
    op.create_index(f"ix_{table}_case_ref_id", table, ["case_ref", "id"])
    op.create_index(f"ix_{table}_status_id", table, ["status", "id"])


def create_cases_and_entitlements() -> None:
    op.create_table(
        "cases",
        sa.Column("case_ref", sa.Text, primary_key=True),
        sa.Column("status", sa.Text, nullable=False),
        sa.Column("kind", sa.Text),
        sa.Column("opened_on", sa.Date),
        sa.Column("reason_code", sa.Text),
    )
    op.create_table(
        "entitlements",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("application_date", sa.Date, nullable=False),
        sa.Column("departs_on", sa.Date),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("persons", JSONB, nullable=False),
        sa.Column("lines", JSONB, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("reason_code", sa.Text),
        *waiting(),
    )
    by_case_and_status("entitlements")
    op.create_index(
        "uq_entitlements_case",
        "entitlements",
        ["case_ref"],
        unique=True,
        postgresql_where=sa.text("status <> 'released'"),
    )


def create_allowances() -> None:
    op.create_table(
        "allowances",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("entitlement_id", sa.Text, sa.ForeignKey("entitlements.id"), nullable=False),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("amount_minor", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("received_by", sa.Text),
        sa.Column("paid_at", INSTANT),
        sa.Column("paid_by", sa.Text),
        sa.Column("reason_code", sa.Text),
        sa.Column("movement_id", sa.Text),
        sa.Column("movement_sequence", sa.Integer, nullable=False),
        *waiting(),
        sa.CheckConstraint("amount_minor > 0", name="ck_allowances_amount"),
    )
    by_case_and_status("allowances")
    op.create_index(
        "uq_allowances_person",
        "allowances",
        ["entitlement_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'returned'"),
    )


def create_plans() -> None:
    op.create_table(
        "plans",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("entitlement_id", sa.Text, sa.ForeignKey("entitlements.id"), nullable=False),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("budget_minor", sa.BigInteger, nullable=False),
        sa.Column("cash_max_minor", sa.BigInteger, nullable=False),
        sa.Column("lines", JSONB, nullable=False),
        *waiting(),
    )
    by_case_and_status("plans")
    op.create_index(
        "uq_plans_person",
        "plans",
        ["case_ref", "person_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'cancelled'"),
    )
    op.create_index(
        "ix_plans_lines",
        "plans",
        ["lines"],
        postgresql_using="gin",
        postgresql_ops={"lines": "jsonb_path_ops"},
    )


def create_vendors() -> None:
    op.create_table(
        "vendors",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("country", sa.Text, nullable=False),
        sa.Column("registration_number", sa.Text, nullable=False),
        sa.Column("registered_by", sa.Text, nullable=False),
        sa.Column("verified_by", sa.Text),
        sa.Column("evidence", sa.Text),
        *waiting(),
        sa.UniqueConstraint("country", "registration_number", name="uq_vendors_country"),
        sa.CheckConstraint("verified_by <> registered_by", name="ck_vendors_two_people"),
    )
    op.create_index("ix_vendors_country_id", "vendors", ["country", "id"])
    op.create_index("ix_vendors_status_id", "vendors", ["status", "id"])


def create_payments() -> None:
    op.create_table(
        "payments",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("plan_id", sa.Text, sa.ForeignKey("plans.id"), nullable=False),
        sa.Column("plan_line_id", sa.Text, nullable=False),
        sa.Column("scheme", sa.Text, nullable=False),
        sa.Column("vendor_id", sa.Text, sa.ForeignKey("vendors.id")),
        sa.Column("amount_minor", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("proof_kind", sa.Text, nullable=False),
        sa.Column("proof_number", sa.Text, nullable=False),
        sa.Column("proof_sha256", sa.Text, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("approved_by", sa.Text),
        sa.Column("released_by", sa.Text),
        sa.Column("settled_on", sa.Date),
        sa.Column("reason_code", sa.Text),
        *waiting(),
    )
    by_case_and_status("payments")
    op.create_index("ix_payments_plan_id_id", "payments", ["plan_id", "id"])


def constrain_payments() -> None:
    """Three people, and one payment per document: held here whatever the code does."""
    op.create_check_constraint("ck_payments_amount", "payments", "amount_minor > 0")
    op.create_check_constraint(
        "ck_payments_three_people",
        "payments",
        "approved_by <> created_by AND released_by <> created_by AND released_by <> approved_by",
    )
    op.create_check_constraint(
        "ck_payments_nobody_skipped",
        "payments",
        "(status NOT IN ('approved', 'released', 'settled') OR approved_by IS NOT NULL)"
        " AND (status NOT IN ('released', 'settled') OR released_by IS NOT NULL)",
    )
    used = sa.text("status <> 'rejected'")
    op.create_index(
        "uq_payments_proof_file",
        "payments",
        ["proof_sha256"],
        unique=True,
        postgresql_where=used,
    )
    op.create_index(
        "uq_payments_proof_number",
        "payments",
        ["vendor_id", "proof_kind", "proof_number"],
        unique=True,
        postgresql_where=used,
    )


def create_monitoring() -> None:
    op.create_table(
        "final_reports",
        sa.Column("case_ref", sa.Text, primary_key=True),
        sa.Column("entitlement_id", sa.Text, sa.ForeignKey("entitlements.id"), nullable=False),
        sa.Column("outcome", sa.Text, nullable=False),
        sa.Column("feedback", sa.Text, nullable=False),
        sa.Column("spent_minor", sa.BigInteger, nullable=False),
        sa.Column("lapsed_minor", sa.BigInteger, nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("filed_by", sa.Text, nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
    )
    op.create_table(
        "follow_ups",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("case_ref", sa.Text, nullable=False),
        sa.Column("person_id", sa.Text, nullable=False),
        sa.Column("arrived_on", sa.Date, nullable=False),
        sa.Column("due_on", sa.Date, nullable=False),
        sa.Column("plan_id", sa.Text, sa.ForeignKey("plans.id")),
        sa.Column("mode", sa.Text),
        sa.Column("interviewed_on", sa.Date),
        sa.Column("interviewed_by", sa.Text),
        *waiting(),
        sa.UniqueConstraint("case_ref", "person_id", name="uq_follow_ups_case_ref"),
    )
    by_case_and_status("follow_ups")
