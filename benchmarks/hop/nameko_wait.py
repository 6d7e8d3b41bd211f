"""Lets other greenthreads go on while psycopg2 waits for the database."""

from __future__ import annotations

from typing import Any

import psycopg2.extensions
from eventlet.hubs import trampoline


def wait(connection: Any) -> None:
    """Given to psycopg2 as its wait callback."""
    while True:
        state = connection.poll()
        if state == psycopg2.extensions.POLL_OK:
            return
        reading = state == psycopg2.extensions.POLL_READ
        trampoline(connection.fileno(), read=reading, write=not reading)
