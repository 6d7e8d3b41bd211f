"""`homeward partner`: which travel agents may speak with us."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from infra.local import addresses, columns, partners


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("partner", help="admit, list or dismiss travel agents")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    add = actions.add_parser("add", help="admit an agent, or give a known one its next key")
    add.add_argument("name")
    add.add_argument("--key", required=True, type=Path, help="its public key, a JWK")
    add.set_defaults(run=admit)
    listing = actions.add_parser("list", help="who is admitted")
    listing.set_defaults(run=show)
    remove = actions.add_parser("remove", help="dismiss an agent")
    remove.add_argument("name")
    remove.set_defaults(run=dismiss)


def admit(asked: argparse.Namespace) -> None:
    address = partners.admit(addresses.known(), asked.name, asked.key)
    if address is None:
        print(f"{asked.name} is known; its newest two keys are valid now.")
        return
    print(f"{asked.name} is admitted. Its address is shown this once; it holds the password:")
    print(address)
    print(f"It reads the queue agent.{asked.name} and publishes to the exchange")
    print(f"travel.from-agents with routing keys that begin with {asked.name}.")


def show(_: argparse.Namespace) -> None:
    rows = []
    for agent in partners.everyone(addresses.known()):
        name = agent["name"] if agent["active"] else f"{agent['name']} (dismissed)"
        counts = [agent[key] for key in ("asked", "answered", "offers_won")]
        rows.append((name, *counts, agent["rejected_messages"], " ".join(agent["kids"])))
    columns.show(("agent", "asked", "answers", "won", "rejected", "keys"), rows)


def dismiss(asked: argparse.Namespace) -> None:
    partners.dismiss(addresses.known(), asked.name)
    print(f"{asked.name} is dismissed; its account and queue are gone.")
