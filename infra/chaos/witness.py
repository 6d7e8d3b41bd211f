"""A witness in each database: it writes down every fact that a committed transaction recorded.

The relay takes a row from the outbox when it was sent; the witness keeps that it was there.
"""

from __future__ import annotations

from contextlib import closing

import psycopg2

TABLE = """
CREATE TABLE IF NOT EXISTS chaos_recorded (
    message_id text NOT NULL, broker text NOT NULL, routing_key text NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE OR REPLACE FUNCTION chaos_witness() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    INSERT INTO chaos_recorded (message_id, broker, routing_key)
    VALUES (NEW.message_id, NEW.broker, NEW.routing_key);
    RETURN NULL;
END $$;
DROP TRIGGER IF EXISTS chaos_witness ON outbox;
CREATE TRIGGER chaos_witness AFTER INSERT ON outbox
FOR EACH ROW EXECUTE FUNCTION chaos_witness();
"""


def call_in(database: str) -> None:
    """Have the witness stand by in this database."""
    with closing(psycopg2.connect(database)) as connection, connection:
        connection.cursor().execute(TABLE)
