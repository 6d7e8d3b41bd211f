"""What the database itself refuses, whatever the code does."""

from datetime import datetime

import psycopg2
import pytest

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Conflict

HEAD = (
    "INSERT INTO ledger_transactions (id, posting_key, kind, funding_source, recorded_at,"
    " recorded_by) VALUES (%s, %s, 'test', 'nobody', now(), 'tester')"
)
SIDE = (
    "INSERT INTO ledger_entries (transaction_id, position, account, currency, debit_minor,"
    " credit_minor) VALUES (%s, %s, %s, %s, %s, %s)"
)


@pytest.fixture
def write(ground):
    """Write one transaction by hand, in one database transaction."""

    def once(transaction_id, *sides, head=True, key=None):
        connection = psycopg2.connect(ground.database.uri)
        try:
            with connection, connection.cursor() as cursor:
                if head:
                    cursor.execute(HEAD, (transaction_id, key or transaction_id))
                for position, side in enumerate(sides, start=1 if head else 50):
                    cursor.execute(SIDE, (transaction_id, position, *side))
        finally:
            connection.close()

    return once


def test_a_transaction_that_does_not_balance_is_refused_at_commit(write, ground):
    with pytest.raises(psycopg2.errors.CheckViolation, match="does not balance"):
        write("t-1", ("bank", "EUR", 100, 0), ("payments_in_transit", "EUR", 0, 99))

    assert ground.database.value("SELECT count(*) FROM ledger_entries") == 0


def test_currencies_balance_each_for_itself(write):
    with pytest.raises(psycopg2.errors.CheckViolation, match="does not balance"):
        write("t-2", ("bank", "EUR", 100, 0), ("payments_in_transit", "USD", 0, 100))


def test_a_transaction_without_entries_is_refused(write):
    with pytest.raises(psycopg2.errors.CheckViolation, match="does not balance"):
        write("t-3")


def test_an_entry_is_a_debit_or_a_credit(write):
    with pytest.raises(psycopg2.errors.CheckViolation, match="one_side"):
        write("t-4", ("bank", "EUR", 100, 100))


def test_an_account_that_is_not_in_the_chart_is_refused(write):
    with pytest.raises(psycopg2.errors.ForeignKeyViolation):
        write("t-5", ("slush", "EUR", 100, 0), ("bank", "EUR", 0, 100))


def test_what_was_committed_takes_no_more_entries(write):
    balanced = (("bank", "EUR", 7, 0), ("agents_payable", "EUR", 0, 7))
    write("t-6", *balanced)

    with pytest.raises(psycopg2.errors.RestrictViolation, match="with its transaction"):
        write("t-6", *balanced, head=False)


def test_a_fact_is_posted_once(write):
    balanced = (("bank", "EUR", 7, 0), ("agents_payable", "EUR", 0, 7))
    write("t-7", *balanced, key="a fact")

    with pytest.raises(psycopg2.errors.UniqueViolation):
        write("t-8", *balanced, key="a fact")


@pytest.fixture
def as_service(ground):
    """Say something to the database as the service's own role."""
    connection = psycopg2.connect(ground.database.uri)
    connection.autocommit = True
    with connection.cursor() as cursor:
        yield cursor.execute
    connection.close()


@pytest.mark.parametrize(
    "forging",
    [
        "GRANT UPDATE ON ledger_entries TO CURRENT_USER; UPDATE ledger_entries SET debit_minor = 8",
        "ALTER TABLE ledger_entries DISABLE TRIGGER USER",
        "SET session_replication_role = replica",
        "DELETE FROM ledger_transactions",
        "TRUNCATE ledger_entries",
        "UPDATE audit_entries SET who = 'nobody'",
        "ALTER TABLE audit_entries DISABLE TRIGGER USER",
        "DROP TABLE ledger_entries CASCADE",
        "DROP TRIGGER ledger_entries_kept ON ledger_entries",
        "DROP FUNCTION ledger_is_kept() CASCADE",
        "CREATE OR REPLACE FUNCTION ledger_is_kept() RETURNS trigger LANGUAGE sql AS ''",
        "ALTER TABLE payments DROP CONSTRAINT ck_payments_three_people",
        "INSERT INTO ledger_accounts VALUES ('slush')",
        "CREATE TABLE ledger_entries_2 (id text)",
        "CREATE SCHEMA forged",
        "SET ROLE homeward_reintegration_owner",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_the_services_own_role_cannot_forge_the_ledger(write, as_service, forging):
    write(f"s {forging}", ("bank", "EUR", 7, 0), ("agents_payable", "EUR", 0, 7))

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        as_service(forging)


def test_the_services_own_role_has_the_months_of_its_inbox_made(as_service, ground):
    ground.database.rows(
        "CREATE TABLE inbox_2020_01 PARTITION OF inbox FOR VALUES FROM ('2020-01-01') TO"
        " ('2020-02-01')"
    )

    as_service("SELECT inbox_keep(2)")

    assert ground.database.value("SELECT to_regclass('inbox_2020_01')") is None


@pytest.mark.parametrize("table", ["ledger_transactions", "ledger_entries", "ledger_accounts"])
@pytest.mark.parametrize(
    "change", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {} CASCADE"]
)
def test_not_even_the_owner_changes_or_deletes_the_ledger(write, ground, table, change):
    column = {"ledger_accounts": "code", "ledger_entries": "account"}.get(table, "kind")
    key = f"kept {table} {change[:6]}"
    write(key, ("bank", "EUR", 7, 0), ("agents_payable", "EUR", 0, 7))
    refusals = (psycopg2.errors.RestrictViolation, psycopg2.errors.InsufficientPrivilege)

    with pytest.raises(refusals):
        ground.database.rows(change.format(table, column, column))


def test_even_the_owner_of_the_tables_is_stopped_by_the_triggers(write, ground):
    write("t-9", ("bank", "EUR", 7, 0), ("agents_payable", "EUR", 0, 7))
    ground.database.rows("GRANT UPDATE, DELETE ON ledger_entries TO CURRENT_USER")

    with pytest.raises(psycopg2.errors.RestrictViolation, match="record a reversal"):
        ground.database.rows("UPDATE ledger_entries SET debit_minor = 8 WHERE debit_minor = 7")
    with pytest.raises(psycopg2.errors.RestrictViolation, match="record a reversal"):
        ground.database.rows("DELETE FROM ledger_entries")


def test_a_cost_is_posted_once_and_reversed_once(place, wait_for):
    ref = "NL-2026-000020-0"
    cost = {"movement_id": "m", "case_ref": ref, "assignment_id": None, "cost_id": "c-1"}
    cost |= {"kind": "ticket", "amount_minor": 41_250, "currency": "EUR", "agent": "polder"}
    for _ in range(2):
        place.hears("travel", "travel_cost_recorded", cost)
    place.hears("travel", "travel_cost_recorded", cost | {"cost_id": "c-2", "kind": "refund"})

    def posted():
        return place.ask("ledger_transactions", query={"case_ref": ref, "limit": 50})["items"]

    wait_for(lambda: len(posted()) == 2)
    ticket = next(one for one in posted() if one["kind"] == "travel_ticket")
    ask = {"transaction_id": ticket["transaction_id"], "body": {"reason": "Wrong case."}}
    reversal = place.ask("reverse_transaction", by="f.checker", **ask)

    assert reversal["reverses"] == ticket["transaction_id"]
    assert {(each["account"], each["debit_minor"]) for each in reversal["entries"]} == {
        ("travel_tickets", 0),
        ("agents_payable", 41_250),
    }
    with pytest.raises(Conflict, match="reversed before"):
        place.ask("reverse_transaction", by="f.checker", **ask)
    again = ask | {"transaction_id": reversal["transaction_id"]}
    with pytest.raises(Conflict, match="not reversed"):
        place.ask("reverse_transaction", by="f.checker", **again)


def test_an_account_is_explained_by_its_cases(place, wait_for):
    refs = [f"NL-2026-00003{number}-0" for number in range(3)]
    for ref in refs:
        place.accept(ref)
    query = {"account": "reserved_allowances", "limit": 2}

    def explained():
        first = place.ask("case_balances", query=query)
        if first["next"] is None:
            return first["items"]
        return (
            first["items"]
            + place.ask("case_balances", query=query | {"after": first["next"]})["items"]
        )

    wait_for(lambda: len(explained()) == 3)

    assert [(each["case_ref"], each["balance_minor"]) for each in explained()] == [
        (ref, 20_000) for ref in refs
    ]
    total = next(
        line
        for line in place.ask("trial_balance")["currencies"][0]["accounts"]
        if line["account"] == "reserved_allowances"
    )
    assert -total["balance_minor"] == sum(each["balance_minor"] for each in explained())


def test_the_books_are_told_apart_by_funder_and_by_day(place, wait_for):
    ref, funder = "NL-2026-000041-0", "ministry_of_justice_and_security_avrr"
    place.accept(ref)
    today, other = str(datetime.now(AMSTERDAM).date()), "2001-01-01"

    def posted(**named):
        query = {"case_ref": ref, "limit": 50, "recorded_from": today} | named
        return place.ask("ledger_transactions", query=query)["items"]

    def of(**named):
        return place.ask("trial_balance", query={"funding_source": funder} | named)["currencies"]

    wait_for(lambda: len(posted()) == 2)
    [reserved] = posted(funding_source=funder, recorded_until=today)
    [mine] = of(recorded_from=today, recorded_until=today)

    assert reserved["kind"] == "reintegration_reserved"
    assert reserved["about"].startswith("entitlement:")
    assert mine["difference_minor"] == 0
    assert "reserved_allowances" not in {line["account"] for line in mine["accounts"]}
    assert of(recorded_until=other) == []
    assert posted(recorded_until=other) == []
