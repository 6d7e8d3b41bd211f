"""Whoever was forgotten is forgotten in the contact that led to the case, too.

Until now a contact's own key outlived the person. What is destroyed here does not come back.
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(
        "UPDATE person_keys SET wrapped_key = NULL, master_key_id = NULL, forgotten_at = now() "
        "FROM contacts JOIN erasures USING (case_ref) "
        "WHERE person_keys.person_id = contact_id AND person_keys.forgotten_at IS NULL"
    )
    op.execute(
        "UPDATE contacts SET sealed_person = NULL, referred_by = NULL, "
        "version = contacts.version + 1 "
        "FROM erasures WHERE contacts.case_ref = erasures.case_ref"
    )
    # Kept answers are sealed under one key for all, and may show who was forgotten.
    op.execute("DELETE FROM idempotency WHERE EXISTS (SELECT FROM erasures)")


def downgrade() -> None:
    """Nothing can be brought back."""
