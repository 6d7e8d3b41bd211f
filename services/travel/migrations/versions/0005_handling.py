"""How a party is handled: a fast track at the airport, a journey that is hidden."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

COLUMNS = ("restricted", "fast_track")


def upgrade() -> None:
    for name in COLUMNS:
        op.add_column(
            "movements", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
        )


def downgrade() -> None:
    for name in COLUMNS:
        op.drop_column("movements", name)
