"""Why a change of a rule was withdrawn, beside why it was approved; and trials name no case."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# What was approved and then withdrawn has lost the reason of its approval already.
MOVE = """
UPDATE rule_changes SET ended_reason = decision_reason, decision_reason = NULL
WHERE status = 'withdrawn'
"""
FORGET = """
UPDATE rule_changes SET tried = (
    SELECT jsonb_agg(trial || jsonb_build_object('following', NULL, 'changes', (
        SELECT coalesce(jsonb_agg(change - 'case_ref' - 'sentences'), '[]')
        FROM jsonb_array_elements(trial -> 'changes') AS change
    )) ORDER BY place)
    FROM jsonb_array_elements(tried) WITH ORDINALITY AS one (trial, place)
) WHERE jsonb_array_length(tried) > 0
"""
BACK = "UPDATE rule_changes SET decision_reason = ended_reason WHERE status = 'withdrawn'"


def upgrade() -> None:
    op.add_column("rule_changes", sa.Column("ended_reason", sa.Text()))
    op.execute(MOVE)
    op.execute(FORGET)


def downgrade() -> None:
    op.execute(BACK)
    op.drop_column("rule_changes", "ended_reason")
