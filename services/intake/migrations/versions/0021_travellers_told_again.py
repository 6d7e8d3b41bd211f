"""Of everybody whose journey is being arranged, reintegration hears what decides the money."""

from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "INSERT INTO reminders (id, due_at, name, ids, correlation_id, causation_id) "
        "SELECT 'traveller_told_again/' || person_id, now(), 'traveller_told_again', "
        "jsonb_build_object('case_ref', case_ref, 'person_id', person_id), case_ref, '' "
        "FROM persons JOIN cases USING (case_ref) "
        "WHERE status IN ('accepted', 'booked', 'announced')"
    )


def downgrade() -> None:
    op.execute("DELETE FROM reminders WHERE id LIKE 'traveller_told_again/%'")
