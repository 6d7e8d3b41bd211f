"""Plants rows in the services' own tables: what a test does not name is filled in."""

from datetime import UTC, datetime

NOT_NAMED = """
SELECT column_name, data_type FROM information_schema.columns
WHERE table_name = %s AND is_nullable = 'NO' AND column_default IS NULL
"""
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
FILLED = {
    "text": "-",
    "character varying": "-",
    "integer": 1,
    "bigint": 1,
    "boolean": False,
    "date": NOW.date(),
    "timestamp with time zone": NOW,
    "bytea": b"-",
    "jsonb": "[]",
}


def plant(database, table, **named):
    """Put one row into a table, with the columns that matter as `named`."""
    needed = {name: FILLED[kind] for name, kind in database.rows(NOT_NAMED, table)}
    row = needed | named
    names, places = ", ".join(f'"{name}"' for name in row), ", ".join(["%s"] * len(row))
    database.rows(f"INSERT INTO {table} ({names}) VALUES ({places})", *row.values())  # noqa: S608
