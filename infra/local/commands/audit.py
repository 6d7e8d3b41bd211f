"""`homeward audit verify`: whether anybody changed, removed or put in an entry of the audit."""

from __future__ import annotations

import argparse
from typing import Any

from infra.local import addresses
from infra.local.addresses import Addresses
from infra.local.commands.rules import session_of
from infra.local.place import SERVICES
from services.chassis.audit import anchors
from services.chassis.audit.chain import Chain, Verdict
from services.chassis.privacy.keyring import load_keyring


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("audit", help="who read or wrote what")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    verify = actions.add_parser("verify", help="find a changed, removed or forged entry")
    verify.add_argument("service", nargs="?", choices=SERVICES)
    verify.set_defaults(run=verify_chains)


def verify_chains(asked: argparse.Namespace) -> int:
    """Walk each service's chain and what waits to be linked; 1 when something is wrong."""
    where = addresses.known()
    sound = True
    for service in [asked.service] if asked.service else SERVICES:
        known = anchors.read_anchors(where.place.audit, service)
        verdict = _walk(where, service, known)
        sound = sound and not verdict.faults
        print(
            f"{'ok   ' if not verdict.faults else 'WRONG'}  {service}:"
            f" {verdict.entries} entries, {len(known)} anchors, {_waiting(verdict)}"
        )
        for fault in verdict.faults:
            print(f"       {fault}")
    return 0 if sound else 1


def _waiting(verdict: Verdict) -> str:
    if verdict.waiting_since is None:
        return "none waits to be linked"
    since = verdict.waiting_since.isoformat(timespec="seconds")
    return f"{verdict.waiting} wait to be linked, the first since {since}"


def _walk(where: Addresses, service: str, known: list[anchors.Anchor]) -> Verdict:
    index_key = load_keyring(where.place.keys).index
    with session_of(where, service) as session:
        return Chain(session, index_key).verify(known)
