"""Travel hears whether the letter about the money was issued; also of cases accepted before."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "departure_letters",
        sa.Column("case_ref", sa.Text(), sa.ForeignKey("cases.case_ref"), primary_key=True),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.execute(
        "INSERT INTO reminders (id, due_at, name, ids, correlation_id, causation_id) "
        "SELECT 'departure_letter/' || case_ref, now(), 'departure_letter_due', "
        "jsonb_build_object('case_ref', case_ref), case_ref, '' FROM cases "
        "WHERE was_accepted AND status IN ('accepted', 'booked', 'announced', 'departed', "
        "'arrived', 'no_show', 'withdrawing')"
    )


def downgrade() -> None:
    op.execute("DELETE FROM reminders WHERE name = 'departure_letter_due'")
    op.drop_table("departure_letters")
