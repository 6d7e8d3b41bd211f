"""What decides a person's money and is nobody's to read is ciphertext, and no longer in a list."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "person_grounds",
        sa.Column("person_id", sa.Text(), primary_key=True),
        sa.Column("case_ref", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
    )
    op.create_index("ix_person_grounds_case_ref", "person_grounds", ["case_ref"])
    # Nobody was ever told of an asylum background, and detention alone changed no amount.
    op.execute(
        "UPDATE entitlements SET persons = (SELECT coalesce(jsonb_agg(one - 'asylum_background' "
        "- 'in_detention' ORDER BY place), '[]') FROM jsonb_array_elements(persons) "
        "WITH ORDINALITY AS people (one, place))"
    )


def downgrade() -> None:
    op.drop_table("person_grounds")
