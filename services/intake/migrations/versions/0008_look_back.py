"""Who was compared with whom, what was decided, and who let a case go on without."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "identity_decisions",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("one_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("agreements", JSONB(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["one_id"], ["persons.person_id"], name="fk_identity_decisions_one_id_persons"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["persons.person_id"], name="fk_identity_decisions_other_id_persons"
        ),
        sa.PrimaryKeyConstraint("decision_id", name="pk_identity_decisions"),
    )
    op.create_index(
        "ix_identity_decisions_pair", "identity_decisions", ["one_id", "other_id", "decided_at"]
    )
    op.create_index("ix_identity_decisions_other_id", "identity_decisions", ["other_id"])
    op.create_table(
        "look_back_overrides",
        sa.Column("override_id", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["case_ref"], ["cases.case_ref"], name="fk_look_back_overrides_case_ref_cases"
        ),
        sa.PrimaryKeyConstraint("override_id", name="pk_look_back_overrides"),
    )
    op.create_index("ix_look_back_overrides_case_ref", "look_back_overrides", ["case_ref"])


def downgrade() -> None:
    op.drop_table("look_back_overrides")
    op.drop_table("identity_decisions")
