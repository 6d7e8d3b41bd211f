"""An expert whom an agent must forget has no case."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.alter_column("agent_erasures", "case_ref", existing_type=sa.Text, nullable=True)


def downgrade() -> None:
    op.execute("DELETE FROM agent_erasures WHERE case_ref IS NULL")
    op.alter_column("agent_erasures", "case_ref", existing_type=sa.Text, nullable=False)
