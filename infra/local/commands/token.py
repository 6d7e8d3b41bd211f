"""`homeward token`: a bearer token for the local gateway."""

from __future__ import annotations

import argparse
from typing import Any

from gateway.roles import ROLES
from infra.local import addresses
from infra.local.addresses import AUDIENCE, ISSUER
from infra.local.trouble import Trouble
from services.chassis.callers import tokens

MINUTES_MAX = 24 * 60


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("token", help="mint a token for the local gateway")
    parser.add_argument("--role", action="append", required=True, help="may be given twice")
    parser.add_argument("--subject", required=True, help="who acts, such as anna@example.org")
    parser.add_argument("--minutes", type=int, default=8 * 60, help="how long it is good for")
    parser.set_defaults(run=mint)


def mint(asked: argparse.Namespace) -> None:
    unknown = sorted(set(asked.role) - set(ROLES))
    if unknown:
        known = ", ".join(sorted(ROLES))
        raise Trouble(f"There is no role '{unknown[0]}'; the roles are {known}.")
    if not asked.subject.strip():
        raise Trouble("A token says who acts; give a --subject.")
    if not 1 <= asked.minutes <= MINUTES_MAX:
        raise Trouble(f"A token is good for 1 to {MINUTES_MAX} minutes.")
    key = tokens.load_signing_key(addresses.known().place.keys)
    print(
        tokens.mint(
            key,
            issuer=ISSUER,
            audience=AUDIENCE,
            subject=asked.subject,
            roles=asked.role,
            lifetime_seconds=asked.minutes * 60,
        )
    )
