"""The contacts in a state are listed without reading all others."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_contacts_status", "contacts", ["status", "contact_id"])


def downgrade() -> None:
    op.drop_index("ix_contacts_status", "contacts")
