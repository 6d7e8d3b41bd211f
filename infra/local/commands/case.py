"""`homeward case why`: where a case stands, what it waits for, who must act and by when."""

from __future__ import annotations

import argparse
from typing import Any
from urllib.parse import quote

import requests

from infra.local import addresses
from infra.local.addresses import AUDIENCE, ISSUER, Addresses
from infra.local.trouble import Trouble
from services.chassis import tokens

TIMEOUT_SECONDS = 20


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("case", help="explain a case")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    why = actions.add_parser("why", help="what it waits for, who must act and by when")
    why.add_argument("reference", help="such as NL-2026-004635-7")
    why.set_defaults(run=explain)


def explain(asked: argparse.Namespace) -> None:
    where = addresses.known()
    path = f"/v1/cases/{quote(asked.reference, safe='')}"
    waits = _get(where, f"{path}/waits")
    told = _get(where, f"{path}/timeline")
    print(f"{asked.reference}")
    for moment in told.get("items", []):
        print(f"  {_in_words(moment)}")
    print("It waits for:" if waits.get("items") else "It waits for nobody.")
    for wait in waits.get("items", []):
        print(f"  {_in_words(wait)}")


def _in_words(row: dict[str, Any]) -> str:
    return ", ".join(f"{key} {value}" for key, value in row.items() if value not in (None, "", []))


def _get(where: Addresses, path: str) -> Any:
    key = tokens.load_signing_key(where.place.keys)
    token = tokens.mint(
        key,
        issuer=ISSUER,
        audience=AUDIENCE,
        subject="operator",
        roles=["supervisor"],
        lifetime_seconds=60,
    )
    headers = {"Authorization": f"Bearer {token}"}
    try:
        answer = requests.get(where.gateway + path, headers=headers, timeout=TIMEOUT_SECONDS)
    except requests.RequestException as broken:
        raise Trouble("The gateway does not answer; is the system up?") from broken
    if not answer.ok:
        raise Trouble(_sentence(answer))
    return answer.json()


def _sentence(answer: requests.Response) -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"The gateway answers {answer.status_code}."
