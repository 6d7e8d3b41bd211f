"""A deed is written without its place in the chain, and is linked a moment later."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# What is said of a deed is copied from the deed: whoever may call this can break the chain, which
# is found, but not put other words in it, and a deed goes only by becoming an entry.
LINK = """
CREATE FUNCTION audit_link(deeds bigint[], hashes text[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    last_position bigint;
    last_hash text;
    linked bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('audit_entries'));
    SELECT position, hash INTO last_position, last_hash FROM audit_entries
        ORDER BY position DESC LIMIT 1;
    INSERT INTO audit_entries (position, at, who, act, what, about, why, series, number, seal,
        hash_before, hash)
    SELECT coalesce(last_position, 0) + link.place, at, who, act, what, about, why, series, number,
        seal, coalesce(lag(link.hash) OVER (ORDER BY link.place), last_hash, repeat('0', 64)),
        link.hash
    FROM unnest(deeds, hashes) WITH ORDINALITY AS link (id, hash, place)
    JOIN audit_deeds USING (id);
    GET DIAGNOSTICS linked = ROW_COUNT;
    IF linked <> cardinality(deeds) THEN
        RAISE EXCEPTION 'a deed that is to be linked is not there';
    END IF;
    PERFORM set_config('homeward.audit_links', 'on', true);
    DELETE FROM audit_deeds WHERE id = ANY (deeds);
    PERFORM set_config('homeward.audit_links', 'off', true);
END $$;
REVOKE EXECUTE ON FUNCTION audit_link(bigint[], text[]) FROM PUBLIC;
DO $$ BEGIN
    EXECUTE format('ALTER FUNCTION audit_link(bigint[], text[]) SET search_path = %I, pg_temp',
        current_schema());
END $$;
"""

KEPT = """
CREATE FUNCTION audit_deed_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('homeward.audit_links', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'a deed of the audit is never changed or removed';
END $$;
CREATE TRIGGER audit_deed_is_kept BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_deeds
FOR EACH STATEMENT EXECUTE FUNCTION audit_deed_is_kept();
"""


def upgrade() -> None:
    op.create_table(
        "audit_deeds",
        sa.Column("id", sa.BigInteger, sa.Identity(always=True), nullable=False),
        sa.Column("series", sa.Text, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("act", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("about", sa.ARRAY(sa.Text), nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("seal", sa.Text, nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.text("clock_timestamp()"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_audit_deeds"),
    )
    op.add_column("audit_entries", sa.Column("series", sa.Text))
    op.add_column("audit_entries", sa.Column("number", sa.BigInteger))
    op.add_column("audit_entries", sa.Column("seal", sa.Text))
    op.execute(LINK)
    op.execute(KEPT)


def downgrade() -> None:
    raise NotImplementedError("deeds that wait are not thrown away")
