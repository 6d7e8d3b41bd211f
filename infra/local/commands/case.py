"""`homeward case why`: where a case stands, what it waits for, who must act and by when."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import requests

from infra.local import addresses
from infra.local.addresses import AUDIENCE, ISSUER, Addresses
from infra.local.trouble import Trouble
from services.chassis.callers import tokens

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
    asking = _get(where, f"{path}/waits")
    print(f"{asked.reference} is {_plain(asking['status'])}.")
    print("What happened:")
    for entry in _entries(where, f"{path}/timeline"):
        print(f"  {entry['at'][:16].replace('T', ' ')}  {entry['sentence']}  ({entry['actor']})")
    print("What it waits for:" if asking["waits"] else "It waits for nothing.")
    for wait in asking["waits"]:
        print(f"  {_wait_in_words(wait)}")


def _entries(where: Addresses, path: str) -> Iterator[dict[str, Any]]:
    after: str | None = ""
    while after is not None:
        page = _get(where, f"{path}?limit=200" + (f"&after={quote(after)}" if after else ""))
        yield from page["items"]
        after = page["next"]


def _wait_in_words(wait: dict[str, Any]) -> str:
    about = "" if wait["about"] == "case" else f" ({wait['about']})"
    late = "OVERDUE: " if wait["overdue"] else ""
    due = f" by {wait['due_at'][:16].replace('T', ' ')} UTC" if wait["due_at"] else ""
    return f"{late}{wait['waits_for']}{about}; {_plain(wait['owner'])} must act{due}."


def _plain(word: str) -> str:
    return word.replace("_", " ")


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
