"""Vacancies, experts, candidates and assignments."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    create_vacancies()
    create_experts()
    create_candidates()
    create_assignments()


def waiting() -> list[sa.Column]:
    """What every thing that waits says of it, and its version."""
    return [
        sa.Column("waits_for", sa.String),
        sa.Column("owner", sa.String),
        sa.Column("due_at", INSTANT),
        sa.Column("version", sa.Integer, nullable=False),
    ]


def create_vacancies() -> None:
    op.create_table(
        "vacancies",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("programme", sa.String, nullable=False),
        sa.Column("country", sa.String, nullable=False),
        sa.Column("sector", sa.String, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("host_institution", sa.String, nullable=False),
        sa.Column("department", sa.String, nullable=False),
        sa.Column("terms_of_reference", sa.String, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("destination_airport", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("rules_version", sa.String, nullable=False),
        sa.Column("closing_reason", sa.String),
        *waiting(),
        sa.PrimaryKeyConstraint("id", name="pk_vacancies"),
    )
    op.create_index("ix_vacancies_status_id", "vacancies", ["status", "id"])
    op.create_index("ix_vacancies_country_id", "vacancies", ["country", "id"])
    op.create_index("ix_vacancies_sector_id", "vacancies", ["sector", "id"])


def create_experts() -> None:
    op.create_table(
        "experts",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("diaspora_of", JSONB, nullable=False),
        sa.Column("sectors", JSONB, nullable=False),
        sa.Column("residence_country", sa.String, nullable=False),
        sa.Column("residence_until", sa.Date),
        sa.Column("right_of_return", sa.Boolean, nullable=False),
        sa.Column("consent_signed_on", sa.Date, nullable=False),
        sa.Column("consent_language", sa.String, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("registered_at", INSTANT, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_experts"),
    )
    op.create_index("ix_experts_diaspora_of", "experts", ["diaspora_of"], postgresql_using="gin")
    op.create_index("ix_experts_sectors", "experts", ["sectors"], postgresql_using="gin")


def create_candidates() -> None:
    op.create_table(
        "candidates",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("vacancy_id", sa.String, sa.ForeignKey("vacancies.id"), nullable=False),
        sa.Column("expert_id", sa.String, sa.ForeignKey("experts.id"), nullable=False),
        sa.Column("case_ref", sa.String),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("approvals", JSONB, nullable=False),
        sa.Column("assignment_id", sa.String),
        *waiting(),
        sa.PrimaryKeyConstraint("id", name="pk_candidates"),
    )
    op.create_index("ix_candidates_vacancy_id_id", "candidates", ["vacancy_id", "id"])
    op.create_index("ix_candidates_expert_id", "candidates", ["expert_id"])


def create_assignments() -> None:
    op.create_table(
        "assignments",
        sa.Column("id", sa.String, nullable=False),
        sa.Column("vacancy_id", sa.String, sa.ForeignKey("vacancies.id"), nullable=False),
        sa.Column("expert_id", sa.String, sa.ForeignKey("experts.id"), nullable=False),
        sa.Column("programme", sa.String, nullable=False),
        sa.Column("country", sa.String, nullable=False),
        sa.Column("mode", sa.String, nullable=False),
        sa.Column("starts_on", sa.Date, nullable=False),
        sa.Column("ends_on", sa.Date, nullable=False),
        sa.Column("destination_airport", sa.String),
        sa.Column("origin_airport", sa.String, nullable=False),
        sa.Column("case_ref", sa.String),
        sa.Column("part", sa.Integer, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("on_file", JSONB, nullable=False),
        sa.Column("reasons", JSONB, nullable=False),
        sa.Column("movement_id", sa.String),
        sa.Column("heard", JSONB, nullable=False),
        sa.Column("expert_report", sa.String),
        sa.Column("host_report", sa.String),
        sa.Column("outcome", sa.String),
        sa.Column("reason_code", sa.String),
        *waiting(),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_vacancy_id_id", "assignments", ["vacancy_id", "id"])
    op.create_index("ix_assignments_expert_id_id", "assignments", ["expert_id", "id"])
    op.create_index("ix_assignments_status_id", "assignments", ["status", "id"])
    op.create_index("ix_assignments_case_ref", "assignments", ["case_ref"])


def downgrade() -> None:
    for table in ("assignments", "candidates", "experts", "vacancies"):
        op.drop_table(table)
