"""A service makes no table: the months of its inbox are made for it, by the tables' owner."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# The path is fixed, so that nobody who calls it can have it find another table of the same name.
AS_OWNER = """
ALTER FUNCTION inbox_keep(integer) SECURITY DEFINER;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION inbox_keep(integer) SET search_path = %I, pg_temp',
        current_schema());
END $$;
REVOKE EXECUTE ON FUNCTION inbox_keep(integer) FROM PUBLIC;
"""


def upgrade() -> None:
    op.execute(AS_OWNER)


def downgrade() -> None:
    raise NotImplementedError("what every service has is not taken away")
