"""Brings a service's database up to date: `python -m services.chassis.migrate intake`.

The chassis's own tables and the service's are two histories in one database, each with its own
version table, so that either can move without the other.
"""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

from alembic import command, context
from alembic.config import Config
from sqlalchemy import MetaData, create_engine, pool

from services.chassis.database import chassis_metadata, mapping_of
from services.chassis.errors import Refusal
from services.chassis.settings import database_uri_of

SERVICES = Path(__file__).parents[1]


def migrate(service: str, uri: str | None = None) -> None:
    """Apply what is missing: first the chassis's history, then the service's."""
    address = uri or database_uri_of(service)
    for history in ("chassis", service):
        if (SERVICES / history / "migrations").is_dir():
            command.upgrade(config_of(history, address), "head")


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
        for module in ("tables", "vault", "rulebook", "audit"):
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
