"""The ledger: balanced by constraint, never changed, never deleted."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ACCOUNTS = (
    "fund_commitments",
    "reserved_allowances",
    "reserved_reintegration",
    "cash_at_schiphol",
    "bank",
    "payments_in_transit",
    "allowances_paid",
    "reintegration_support",
    "travel_tickets",
    "travel_penalties",
    "agents_payable",
)


def upgrade() -> None:
    create_accounts()
    create_transactions()
    create_entries()
    balance()
    keep_together()
    seal()


def create_accounts() -> None:
    accounts = op.create_table("ledger_accounts", sa.Column("code", sa.Text, primary_key=True))
    op.bulk_insert(accounts, [{"code": code} for code in ACCOUNTS])


def create_transactions() -> None:
    op.create_table(
        "ledger_transactions",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("posting_key", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("funding_source", sa.Text, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Text, nullable=False),
        sa.Column("case_ref", sa.Text),
        sa.Column("assignment_id", sa.Text),
        sa.Column("reverses", sa.Text),
        sa.Column("reason", sa.Text),
        sa.UniqueConstraint("posting_key", name="uq_ledger_transactions_posting_key"),
        sa.UniqueConstraint("reverses", name="uq_ledger_transactions_reverses"),
    )
    # In which database transaction it was written: later ones may not add entries to it.
    op.execute(
        "ALTER TABLE ledger_transactions"
        " ADD COLUMN written_in xid8 NOT NULL DEFAULT pg_current_xact_id()"
    )
    op.create_index("ix_ledger_transactions_case", "ledger_transactions", ["case_ref", "id"])
    op.create_index("ix_ledger_transactions_kind", "ledger_transactions", ["kind", "id"])


def create_entries() -> None:
    op.create_table(
        "ledger_entries",
        sa.Column("transaction_id", sa.Text, primary_key=True),
        sa.Column("position", sa.BigInteger, primary_key=True),
        sa.Column("account", sa.Text, sa.ForeignKey("ledger_accounts.code"), nullable=False),
        sa.Column("currency", sa.Text, nullable=False),
        sa.Column("debit_minor", sa.BigInteger, nullable=False),
        sa.Column("credit_minor", sa.BigInteger, nullable=False),
        sa.Column("case_ref", sa.Text),
        sa.CheckConstraint(
            "debit_minor >= 0 AND credit_minor >= 0 AND (debit_minor = 0) <> (credit_minor = 0)",
            name="ck_ledger_entries_one_side",
        ),
    )
    op.create_index(
        "ix_ledger_entries_account_case",
        "ledger_entries",
        ["account", "case_ref", "currency"],
        postgresql_include=["debit_minor", "credit_minor"],
    )


def balance() -> None:
    """At commit, each transaction has entries, and they balance in each currency."""
    op.execute(
        """
        CREATE FUNCTION ledger_must_balance() RETURNS trigger LANGUAGE plpgsql AS $$
        DECLARE
            named text := CASE TG_TABLE_NAME
                WHEN 'ledger_entries' THEN to_jsonb(NEW) ->> 'transaction_id'
                ELSE to_jsonb(NEW) ->> 'id' END;
            entries bigint;
        BEGIN
            SELECT count(*) INTO entries FROM ledger_entries WHERE transaction_id = named;
            IF entries = 0 OR EXISTS (
                SELECT 1 FROM ledger_entries WHERE transaction_id = named
                GROUP BY currency HAVING sum(debit_minor) <> sum(credit_minor)
            ) THEN
                RAISE EXCEPTION 'ledger transaction % does not balance', named
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        END $$
        """
    )
    for table in ("ledger_transactions", "ledger_entries"):
        op.execute(
            f"CREATE CONSTRAINT TRIGGER {table}_balance AFTER INSERT ON {table}"
            " DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION ledger_must_balance()"
        )


def keep_together() -> None:
    """An entry is written with its transaction, and never added later."""
    # No foreign key: its check locks the row, which needs the right to update that nobody has.
    op.execute(
        """
        CREATE FUNCTION ledger_entry_belongs() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF NOT EXISTS (
                SELECT 1 FROM ledger_transactions
                WHERE id = NEW.transaction_id AND written_in = pg_current_xact_id()
            ) THEN
                RAISE EXCEPTION 'an entry is written with its transaction, not after it'
                    USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$
        """
    )
    op.execute(
        "CREATE TRIGGER ledger_entries_belong BEFORE INSERT ON ledger_entries"
        " FOR EACH ROW EXECUTE FUNCTION ledger_entry_belongs()"
    )


def seal() -> None:
    """What is written stays; it is corrected by its reversal."""
    op.execute(
        """
        CREATE FUNCTION ledger_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION 'the ledger is never changed; record a reversal'
                USING ERRCODE = 'restrict_violation';
        END $$
        """
    )
    for table in ("ledger_transactions", "ledger_entries", "ledger_accounts"):
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}"
            " FOR EACH ROW EXECUTE FUNCTION ledger_is_kept()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_kept_whole BEFORE TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION ledger_is_kept()"
        )
    for table in ("ledger_transactions", "ledger_entries"):
        op.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM CURRENT_USER, PUBLIC")
