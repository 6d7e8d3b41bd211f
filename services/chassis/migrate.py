"""Brings a service's database up to date: `python -m services.chassis.migrate intake`.

The chassis's own tables and the service's are two histories in one database, each with its own
version table, so that either can move without the other. The tables belong to a role that only
migrations use; the service's own role is let in here, and has no right that it does not need.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from alembic import command, context
from alembic.config import Config
from sqlalchemy import Connection, MetaData, create_engine, pool, text

from services.chassis.database import chassis_metadata, mapping_of
from services.chassis.errors import Refusal
from services.chassis.settings import database_uri_of, owner_uri_of

SERVICES = Path(__file__).parents[1]
EVERYTHING = "SELECT, INSERT, UPDATE, DELETE"
# Where the chassis declares its tables.
DECLARING = (
    "tables",
    "audit.chain",
    "audit.deeds",
    "privacy.vault",
    "rules.rulebook",
    "staff.grants",
    "answering.rule_changes",
)


def migrate(service: str) -> None:
    """Apply what is missing: first the chassis's history, then the service's."""
    owner = owner_uri_of(service)
    for history in histories(service):
        command.upgrade(config_of(history, owner), "head")
    role = urlsplit(database_uri_of(service)).username
    if role and role != urlsplit(owner).username:
        engine = create_engine(owner, poolclass=pool.NullPool, hide_parameters=True)
        with engine.begin() as connection:
            let_in(connection, service, role)
        engine.dispose()


def histories(service: str) -> list[str]:
    return [
        history
        for history in dict.fromkeys(("chassis", service))
        if (SERVICES / history / "migrations").is_dir()
    ]


def let_in(connection: Connection, service: str, role: str) -> None:
    """Give the service's role what it needs in each table, and take what it had beyond that.

    It makes, changes and drops no table, so it can neither empty the ledger nor lift its triggers.
    """
    name = connection.dialect.identifier_preparer.quote_identifier(unquote(role))
    connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"))
    for history in histories(service):
        for table in metadata_of(history).tables.values():
            rights = table.info.get("rights", EVERYTHING)
            connection.execute(text(f'GRANT {rights} ON "{table.name}" TO {name}'))
    connection.execute(text(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {name}"))
    connection.execute(text(f"GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {name}"))


def config_of(history: str, uri: str) -> Config:
    """Return Alembic's configuration of one history."""
    config = Config()
    config.set_main_option("script_location", str(SERVICES / history / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["uri"] = uri
    return config


def run_env(history: str) -> None:
    """What each migrations/env.py calls: run its history on the database that was asked for."""
    uri = context.config.attributes.get("uri") or database_uri_of(history)
    engine = create_engine(uri, poolclass=pool.NullPool, hide_parameters=True)
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata_of(history),
            version_table=f"{history}_version" if history == "chassis" else "alembic_version",
            include_object=lambda _, name, kind, *__: kind != "table" or name in names_of(history),
            compare_type=True,
        )
        with context.begin_transaction():
            context.run_migrations()
    engine.dispose()


def metadata_of(history: str) -> MetaData:
    """Return the tables as the code declares them, once all of the code is imported."""
    if history == "chassis":
        for module in DECLARING:
            importlib.import_module(f"services.chassis.{module}")
        return chassis_metadata
    importlib.import_module(f"services.{history}.service")
    return mapping_of(history).metadata


def names_of(history: str) -> set[str]:
    """Return the names of the tables of one history, to keep the other's out of its sight."""
    return set(metadata_of(history).tables)


if __name__ == "__main__":
    try:
        migrate(sys.argv[1])
    except Refusal as refusal:
        sys.exit(str(refusal))
