"""`homeward keys`: new keys for old ones, so that nothing that is locked away is locked out."""

from __future__ import annotations

import argparse
from contextlib import suppress
from typing import Any

import psutil

from infra.local import addresses, programs
from infra.local.addresses import Addresses
from infra.local.commands.rules import session_of
from infra.local.place import SERVICES, Place
from infra.local.trouble import Trouble
from services.chassis.privacy import keyring, keys, vault

AFTERWARDS = "Restart every process ('make down', 'make up'): keys are read at the start."


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("keys", help="rotate the keys that lock people's data away")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    service = actions.add_parser("rotate", help="a new key to seal with for one service")
    service.add_argument("service", choices=SERVICES)
    service.set_defaults(run=rotate_service)
    master = actions.add_parser("rotate-master", help="a new master key beside the present one")
    master.set_defaults(run=rotate_master)
    retire = actions.add_parser("retire-master", help="lock everything with the new one alone")
    retire.set_defaults(run=retire_master)


def rotate_service(asked: argparse.Namespace) -> None:
    """The key before still opens what is on its way."""
    keys.rotate_service(addresses.known().place.keys, asked.service)
    print(f"{asked.service} has a new key; the one before still opens. {AFTERWARDS}")


def rotate_master(_: argparse.Namespace) -> None:
    ring = keys.rotate_master(addresses.known().place.keys)
    print(f"{ring.current} is the master key from the next start on. {AFTERWARDS}")
    print("Then lock everything with it: homeward keys retire-master.")


def retire_master(_: argparse.Namespace) -> None:
    """Lock each person's own key with the current master key; the data is not touched."""
    where = addresses.known()
    _refuse_early_retirement(where.place)
    ring = keyring.load_keyring(where.place.keys)
    for service in SERVICES:
        print(f"{service}: {_rewrap(where, service, ring)} keys locked anew.")
    keys.retire_master(where.place.keys)
    print(f"{ring.current} is the only master key now.")


def _refuse_early_retirement(place: Place) -> None:
    """A process that knows only the old key would go on locking with it."""
    rotated_at = (place.keys / keyring.FILE).stat().st_mtime
    for name in programs.wanted(place):
        pid = programs.pid_of(place, name)
        with suppress(psutil.NoSuchProcess):
            if pid and psutil.Process(pid).create_time() < rotated_at:
                raise Trouble(f"{name} runs since before the rotation. {AFTERWARDS}")


def _rewrap(where: Addresses, service: str, ring: keyring.Keyring) -> int:
    total, done = 0, -1
    while done:
        with session_of(where, service) as session:
            done = vault.rewrap(session, ring)
        total += done
    return total
