"""`homeward parked`: messages that a service could not handle, and what becomes of them."""

from __future__ import annotations

import argparse
import json
from typing import Any

from infra.local import addresses, columns
from infra.local.addresses import Addresses
from infra.local.calls import ask
from infra.local.place import SERVICES
from infra.local.trouble import Trouble

PAGE = 200
GROUP = ("cause", "queue", "count", "first_at")
ROW = ("id", "cause", "subject", "attempts", "reason")
TRYING = ("cause", "queue", "count", "first_at", "attempts", "next_at", "reason")


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("parked", help="messages that could not be handled")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="grouped by cause, then one by one")
    listing.add_argument("service", nargs="?", choices=SERVICES)
    _add_filters(listing)
    listing.set_defaults(run=show_list)
    show = actions.add_parser("show", help="one message, with personal data masked")
    replay = actions.add_parser("replay", help="handle one, a group or all of a service again")
    discard = actions.add_parser("discard", help="give one up for good")
    for action, run in ((show, show_one), (replay, replay_some), (discard, discard_one)):
        action.add_argument("service", choices=SERVICES)
        action.add_argument("id", nargs="?" if action is replay else None)
        action.set_defaults(run=run)
    _add_filters(replay)
    replay.add_argument("--all", action="store_true", dest="everything")
    discard.add_argument("--reason", required=True, help="why it need not be handled")


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cause", help="only those of this cause")
    parser.add_argument("--queue", help="only those of this queue")


def show_list(asked: argparse.Namespace) -> int:
    """Of those that answer; a service that does not is named, and the others are shown."""
    answers, silent = _ask_all(addresses.known(), asked)
    groups, rows, trying = [], [], []
    for service, answer in answers.items():
        groups += [(service, *_told(one, GROUP)) for one in answer["groups"]]
        trying += [(service, *_told(one, TRYING)) for one in answer["retrying"]]
        rows += [(service, *_told(one, ROW)) for one in answer["items"]]
        if answer["next"]:
            rows.append((service, "and more", "narrow it with --cause or --queue", "", "", ""))
    if trying:
        print("Tried again by itself; what goes on failing will be parked:")
        columns.show(
            ("service", "cause", "queue", "count", "since", "tries", "next", "why"), trying
        )
        print()
    if groups:
        columns.show(("service", "cause", "queue", "count", "since"), groups)
        print()
        columns.show(("service", "id", "cause", "subject", "attempts", "reason"), rows)
    elif answers:
        print("Nothing is parked.")
    for sentence in silent:
        print(sentence)
    return int(bool(silent))


def _ask_all(where: Addresses, asked: argparse.Namespace) -> tuple[dict[str, Any], list[str]]:
    if where.own_broker and not where.api.answers():
        raise Trouble("The message broker does not answer; what is parked cannot be asked for now.")
    answers, silent = {}, []
    for service in [asked.service] if asked.service else SERVICES:
        query = {**_filters(asked), "limit": PAGE}
        try:
            answers[service] = _read(where, service, "parked_list", query=query)
        except Trouble as trouble:
            silent.append(f"Not in this list is what {service} has parked: {trouble}")
    return answers, silent


def _told(one: dict[str, Any], names: tuple[str, ...]) -> tuple[Any, ...]:
    return tuple(one[name] for name in names)


def show_one(asked: argparse.Namespace) -> None:
    answer = _read(addresses.known(), asked.service, "parked_show", held_id=asked.id)
    print(json.dumps(answer, indent=2, ensure_ascii=False))


def replay_some(asked: argparse.Namespace) -> None:
    where, choice = addresses.known(), _filters(asked)
    if bool(asked.id) + bool(choice) + asked.everything != 1:
        raise Trouble("Say which: an id, or --cause and --queue, or --all.")
    if asked.id:
        answer = _write(where, asked.service, "parked_replay", held_id=asked.id)
    else:
        body = choice or {"everything": True}
        answer = _write(where, asked.service, "parked_replay_all", body=body)
    print(f"{answer['replaying']} being handled again by {asked.service}.")


def discard_one(asked: argparse.Namespace) -> None:
    body = {"reason": asked.reason}
    _write(addresses.known(), asked.service, "parked_discard", held_id=asked.id, body=body)
    print("Discarded; who did so and why stands in the log.")


def _filters(asked: argparse.Namespace) -> dict[str, str]:
    return {key: getattr(asked, key) for key in ("cause", "queue") if getattr(asked, key)}


def _read(where: Addresses, service: str, method: str, **kwargs: Any) -> Any:
    return ask(where, service, method, kwargs, scopes=[f"{service}:parked:read"])


def _write(where: Addresses, service: str, method: str, **kwargs: Any) -> Any:
    return ask(where, service, method, kwargs, scopes=[f"{service}:parked:write"])
