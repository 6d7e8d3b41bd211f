"""Documents on paper: who holds each, through which hands it went, check-lists and copies."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
# Whoever can write the table still cannot rewrite through whose hands a passport went.
KEPT = """
CREATE FUNCTION handovers_are_only_added() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A hand-over is never changed or removed.';
END $$;
CREATE TRIGGER document_handovers_kept BEFORE UPDATE OR DELETE ON document_handovers
FOR EACH ROW EXECUTE FUNCTION handovers_are_only_added();
"""


def upgrade() -> None:
    """Make the tables, and what keeps the chain whole."""
    op.create_table(
        "documents",
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("held_since", INSTANT, nullable=False),
        sa.Column("registered_by", sa.Text(), nullable=False),
        sa.Column("handovers", sa.Integer(), nullable=False),
        sa.Column("asked_of", sa.Text()),
        sa.Column("requested_on", sa.Date()),
        sa.Column("answer_by", sa.Date()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_documents_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("document_id", name="pk_documents"),
    )
    op.create_index("ix_documents_case_ref", "documents", ["case_ref"])
    _handovers()
    _checklists()
    _copies()
    op.execute(KEPT)


def _handovers() -> None:
    op.create_table(
        "document_handovers",
        sa.Column("handover_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("giver", sa.Text(), nullable=False),
        sa.Column("receiver", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.Column("checklist_id", sa.Text()),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name="fk_document_handovers_document_id_documents",
        ),
        sa.PrimaryKeyConstraint("handover_id", name="pk_document_handovers"),
        sa.UniqueConstraint(
            "document_id", "number", name="uq_document_handovers_document_id_number"
        ),
    )


def _checklists() -> None:
    op.create_table(
        "airport_checklists",
        sa.Column("checklist_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("document_ids", JSONB(), nullable=False),
        sa.Column("money", JSONB(), nullable=False),
        sa.Column("signed_at", INSTANT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_airport_checklists_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("checklist_id", name="pk_airport_checklists"),
    )
    op.create_index("ix_airport_checklists_case_ref", "airport_checklists", ["case_ref"])


def _copies() -> None:
    op.create_table(
        "document_copies",
        sa.Column("copy_id", sa.Text(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("added_at", INSTANT, nullable=False),
        sa.Column("added_by", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name="fk_document_copies_document_id_documents",
        ),
        sa.ForeignKeyConstraint(
            ["file_id"], ["files.file_id"], name="fk_document_copies_file_id_files"
        ),
        sa.PrimaryKeyConstraint("copy_id", name="pk_document_copies"),
    )
    op.create_index("ix_document_copies_document_id", "document_copies", ["document_id"])


def downgrade() -> None:
    """Take them away."""
    op.execute("DROP TRIGGER document_handovers_kept ON document_handovers")
    op.execute("DROP FUNCTION handovers_are_only_added()")
    for table in ("document_copies", "airport_checklists", "document_handovers", "documents"):
        op.drop_table(table)
