"""Who settled and who rejected a payment; and one person under two spellings is one person."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def folded(column: str) -> str:
    """As near to the code's own comparison as SQL comes: `Ünal`, composed or not, is `ünal`."""
    return f"lower(normalize(btrim({column}), NFC))"


def differ(one: str, other: str) -> str:
    return f"{folded(one)} <> {folded(other)}"


def upgrade() -> None:
    for column in ("settled_by", "rejected_by", "bank_reference"):
        op.add_column("payments", sa.Column(column, sa.Text))
    rule(
        "payments",
        "three_people",
        f"{differ('approved_by', 'created_by')} AND {differ('released_by', 'created_by')}"
        f" AND {differ('released_by', 'approved_by')}",
        instead=True,
    )
    # A proof is free again when its payment is rejected; what was sent is rejected by its return.
    rule(
        "payments",
        "truly_returned",
        "status <> 'rejected' OR released_by IS NULL OR (rejected_by IS NOT NULL"
        f" AND bank_reference IS NOT NULL AND {differ('rejected_by', 'created_by')}"
        f" AND {differ('rejected_by', 'approved_by')})",
    )
    rule("payments", "settled_by", "status <> 'settled' OR settled_by IS NOT NULL")
    rule("vendors", "two_people", differ("verified_by", "registered_by"), instead=True)


def rule(table: str, name: str, holds: str, *, instead: bool = False) -> None:
    """Hold it for every row from now on; rows of before were written without these columns."""
    if instead:
        # The history's first page named its checks twice over.
        op.drop_constraint(op.f(f"ck_{table}_ck_{table}_{name}"), table)
    op.create_check_constraint(name, table, holds, postgresql_not_valid=True)
