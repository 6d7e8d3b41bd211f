"""Collections are read from an index, page by page, and nothing is skipped."""

import psycopg2
import pytest

FILTERS = {
    "entitlements": ("status = 'reserved'",),
    "allowances": ("case_ref = 'c'", "status = 'paid'"),
    "plans": ("case_ref = 'c'", "status = 'draft'"),
    "vendors": ("country = 'IQ'", "status = 'verified'"),
    "payments": ("case_ref = 'c'", "status = 'drafted'", "plan_id = 'p'"),
    "follow_ups": ("case_ref = 'c'", "status = 'due'"),
    "ledger_transactions": ("case_ref = 'c'", "kind = 'travel_ticket'"),
}


def test_pages_go_on_where_the_last_one_ended(place, wait_for):
    refs = [f"NL-2026-00005{number}-0" for number in range(5)]
    for ref in refs:
        place.accept(ref)
    counted = "SELECT count(*) FROM entitlements WHERE case_ref = ANY(%s)"
    wait_for(lambda: place.database.value(counted, refs) == 5)

    read, after = [], None
    while True:
        query = {"status": "reserved", "limit": 2} | ({"after": after} if after else {})
        page = place.ask("entitlements", query=query)
        read += [each["case_ref"] for each in page["items"]]
        after = page["next"]
        if after is None:
            break

    assert sorted(read) == refs


@pytest.mark.parametrize(
    ("table", "condition"), [(table, each) for table, many in FILTERS.items() for each in many]
)
def test_each_filter_is_answered_by_an_index(ground, table, condition):
    connection = psycopg2.connect(ground.database.uri)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")
            cursor.execute("SET LOCAL enable_bitmapscan = off")
            cursor.execute(
                f"EXPLAIN SELECT * FROM {table} WHERE {condition} AND id > '0'"  # noqa: S608
                " ORDER BY id LIMIT 50"
            )
            plan = "\n".join(row[0] for row in cursor.fetchall())
    finally:
        connection.close()

    column = condition.split(" ")[0]
    assert "Index" in plan
    assert f"({column} = " in plan or f"(({column} = " in plan
    assert "Filter" not in plan
    assert "Sort" not in plan
