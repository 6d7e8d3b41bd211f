"""When a payment was drafted, approved and released; of those before this page nobody knows."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for column in ("drafted_at", "approved_at", "released_at"):
        op.add_column("payments", sa.Column(column, sa.DateTime(timezone=True)))
    op.create_index("ix_payments_released_at", "payments", ["released_at"])
    op.create_index("ix_ledger_transactions_recorded_at", "ledger_transactions", ["recorded_at"])
