"""Details of a traveller say by which fact they were told, so that the last one counts."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # With a default of the server's: the version before this one writes travellers without it.
    told_by = sa.Column("told_by", sa.Integer(), nullable=False, server_default="0")
    op.add_column("travellers", told_by)


def downgrade() -> None:
    op.drop_column("travellers", "told_by")
