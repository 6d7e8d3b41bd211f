"""`homeward rules`: the dated tables that decisions are taken by."""

from __future__ import annotations

import argparse
import importlib
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, pool
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from infra.local import addresses, columns
from infra.local.addresses import Addresses
from infra.local.place import SERVICES
from infra.local.trouble import Trouble
from services.chassis.rules import rulebook
from services.chassis.settings import with_psycopg2


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("rules", help="load or list rule tables")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    load = actions.add_parser("load", help="put the reviewed files in force")
    load.add_argument("service", nargs="?", choices=SERVICES)
    load.add_argument("table", nargs="?", help="only this table")
    load.add_argument("--file", type=Path, help="a file elsewhere; needs a service and a table")
    load.set_defaults(run=put_in_force)
    listing = actions.add_parser("list", help="which version of each table is in force")
    listing.set_defaults(run=show)


def put_in_force(asked: argparse.Namespace) -> None:
    """Every table that can be loaded is; a refused file leaves its old version in force."""
    if asked.file and not asked.table:
        raise Trouble("With --file, name the service and the table that it is for.")
    where = addresses.known()
    refused = []
    for service in [asked.service] if asked.service else SERVICES:
        for table in [asked.table] if asked.table else _tables(service):
            try:
                with session_of(where, service) as session:
                    version = rulebook.load_file(session, service, table, asked.file)
                print(f"{service} {table}: version {version} is in force.")
            except (rulebook.Invalid, LookupError) as refusal:
                refused.append(f"{service} {table}: {refusal}")
    if refused:
        raise Trouble("\n".join([*refused, "The old version stays in force."]))


def show(_: argparse.Namespace) -> None:
    where = addresses.known()
    rows = []
    for service in SERVICES:
        with session_of(where, service) as session:
            for name in _tables(service):
                version = rulebook.version_in_force(session, name)
                rows.append((service, name, version or "none"))
    columns.show(("service", "table", "version in force"), rows)


def _tables(service: str) -> list[str]:
    """A service's tables are declared by its modules, so these are read first."""
    with warnings.catch_warnings():
        # Eventlet's notice about itself is known (docs/decisions), and nothing to an operator.
        warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
        importlib.import_module(f"services.{service}.service")
    return rulebook.names_of(service)


@contextmanager
def session_of(where: Addresses, service: str) -> Iterator[Session]:
    uri = with_psycopg2(where.databases[service], f"HOMEWARD_DB_{service.upper()}")
    engine = create_engine(uri, poolclass=pool.NullPool, hide_parameters=True)
    try:
        with Session(engine) as session, session.begin():
            yield session
    except OperationalError as away:
        raise Trouble(f"The database of {service} does not answer; is the system up?") from away
    finally:
        engine.dispose()
