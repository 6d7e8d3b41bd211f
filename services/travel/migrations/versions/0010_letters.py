"""What intake says of the letter of a case, and what somebody left without."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "case_letters",
        sa.Column("case_ref", sa.Text(), primary_key=True),
        sa.Column("sequence", sa.BigInteger(), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("letter_id", sa.Text()),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.add_column("travellers", sa.Column("left_without", sa.dialects.postgresql.JSONB()))
    # Journeys that were booked before wait for the letter from now on, and say so.
    op.execute(
        "UPDATE movements SET waits_for = 'R-AVRR-09: intake''s word whether the letter with the "
        "amount and the contact is issued', owner = 'counsellor', due_at = departs_at "
        "WHERE status = 'booked' AND case_ref IS NOT NULL AND destination_country <> 'NL'"
    )


def downgrade() -> None:
    op.drop_column("travellers", "left_without")
    op.drop_table("case_letters")
