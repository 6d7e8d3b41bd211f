"""Cases and their people, what was signed, decided, asked and disclosed, and what happened."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table."""
    cases()
    people()
    what_happened()
    what_was_signed_and_asked()
    what_was_disclosed()


def cases() -> None:
    op.create_table(
        "case_numbers",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", name="pk_case_numbers"),
    )
    op.create_table(
        "cases",
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("application_date", sa.Date()),
        sa.Column("applicant_id", sa.Text(), nullable=False),
        sa.Column("destination_country", sa.Text(), nullable=False),
        sa.Column("destination_airport", sa.Text(), nullable=False),
        sa.Column("origin_airport", sa.Text(), nullable=False),
        sa.Column("not_before", sa.Date(), nullable=False),
        sa.Column("not_after", sa.Date(), nullable=False),
        sa.Column("sealed_facts", sa.LargeBinary(), nullable=False),
        sa.Column("entered_at", INSTANT, nullable=False),
        sa.Column("waits_for", sa.Text()),
        sa.Column("owner", sa.Text()),
        sa.Column("due_at", INSTANT),
        sa.Column("reminded_for", INSTANT),
        sa.Column("overdue", sa.Boolean(), nullable=False),
        sa.Column("was_accepted", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text()),
        sa.Column("journey", JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("case_ref", name="pk_cases"),
    )
    op.create_index("ix_cases_status_case_ref", "cases", ["status", "case_ref"])


def people() -> None:
    op.create_table(
        "persons",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("departed_on", sa.Date()),
        sa.ForeignKeyConstraint(["case_ref"], ["cases.case_ref"], name="fk_persons_case_ref_cases"),
        sa.PrimaryKeyConstraint("person_id", name="pk_persons"),
    )
    op.create_index("ix_persons_case_ref", "persons", ["case_ref"])
    op.create_table(
        "person_tokens",
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name="fk_person_tokens_person_id_persons"
        ),
        sa.PrimaryKeyConstraint("token", "person_id", name="pk_person_tokens"),
    )
    op.create_index("ix_person_tokens_person_id", "person_tokens", ["person_id"])
    op.create_table(
        "safeguards",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_safeguards_case_ref_cases"
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["persons.person_id"], name="fk_safeguards_person_id_persons"
        ),
        sa.PrimaryKeyConstraint("person_id", name="pk_safeguards"),
    )
    op.create_index("ix_safeguards_case_ref", "safeguards", ["case_ref"])


def what_happened() -> None:
    op.create_table(
        "timeline_entries",
        sa.Column("entry_id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("facts", JSONB(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_timeline_entries"),
    )
    op.create_index("ix_timeline_entries_about", "timeline_entries", ["about", "at", "entry_id"])
    op.create_table(
        "eligibility_decisions",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("reference_date", sa.Date(), nullable=False),
        sa.Column("codes", JSONB(), nullable=False),
        sa.Column("open_rules", JSONB(), nullable=False),
        sa.Column("versions", JSONB(), nullable=False),
        sa.Column("sealed_reasons", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_eligibility_decisions_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("decision_id", name="pk_eligibility_decisions"),
        sa.UniqueConstraint("case_ref", "number", name="uq_eligibility_decisions_case_ref_number"),
    )


def what_was_signed_and_asked() -> None:
    op.create_table(
        "consents",
        sa.Column("consent_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("valid_until", sa.Date()),
        sa.Column("sealed_witness", sa.LargeBinary()),
        sa.Column("withdrawn_on", sa.Date()),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_consents_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("consent_id", name="pk_consents"),
    )
    op.create_index("ix_consents_case_ref", "consents", ["case_ref"])
    op.create_table(
        "clearances",
        sa.Column("clearance_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("requested_at", INSTANT, nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("answered_on", sa.Date()),
        sa.Column("reference", sa.Text()),
        sa.Column("dtv_choice", sa.Text()),
        sa.Column("answers", JSONB(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_clearances_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("clearance_id", name="pk_clearances"),
    )
    op.create_index("ix_clearances_case_ref", "clearances", ["case_ref"])


def what_was_disclosed() -> None:
    op.create_table(
        "disclosures",
        sa.Column("disclosure_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("what", JSONB(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("disclosed_at", INSTANT, nullable=False),
        sa.Column("disclosed_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_disclosures_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("disclosure_id", name="pk_disclosures"),
    )
    op.create_index("ix_disclosures_case_ref", "disclosures", ["case_ref"])


def downgrade() -> None:
    """Take every table away."""
    for name in (
        "safeguards",
        "person_tokens",
        "persons",
        "eligibility_decisions",
        "consents",
        "clearances",
        "disclosures",
        "timeline_entries",
        "cases",
        "case_numbers",
    ):
        op.drop_table(name)
