"""`homeward search-leaks`: looks for people who are readable in what the system keeps or shows."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import requests

from infra.local import addresses, rotation, settings
from infra.local.addresses import Addresses
from infra.local.leaks import Hit, Word, read_words, search, search_files, tally
from infra.local.place import CHECKOUT
from infra.local.planting import Proof, checkpoint, planted
from infra.local.readable import search_tables
from infra.local.trouble import Trouble

CASES = CHECKOUT / "infra/demo/cases.yaml"
SHOWN_MAX = 20
FOLDERS = {
    "broker": "rabbitmq",
    "database files": "postgres",
    "logs": "logs",
    "series": "prometheus",
    "agents": "agents",
}
NOT_SEARCHED = {
    "people.json": "the list of whom to search for",
    "demo.json": "the demo's report, which tells of its invented people by name",
}
# Every metrics page tells this of its process, so a page that lacks it was not read.
ON_EVERY_PAGE = Word("metric", "process_start_time_seconds")


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser(
        "search-leaks", help="search broker, logs, metrics and databases for any person's details"
    )
    parser.add_argument("--words", type=Path, action="append", help="another list of people")
    parser.set_defaults(run=look)


def look(asked: argparse.Namespace) -> int:
    """Search for the demo's people, and for a planted word that must be found."""
    where = addresses.known()
    people = where.place.home / "people.json"
    words = read_words([CASES, people, *(asked.words or [])])
    if not words:
        raise Trouble(f"Nobody is known to search for: {CASES} names no person.")
    if not (where.own_broker and where.own_postgres):
        raise Trouble("The files of a broker or database elsewhere cannot be searched from here.")
    with planted(where) as proof:
        checkpoint(where)
        wanted = [*words, *proof.in_tables]
        found = {"tables": list(search_tables(where, wanted))}
        with rotation.held_still(where.place):
            for place, folder in FOLDERS.items():
                found[place] = list(search_files(where.place.home / folder, wanted))
        found["other files"] = list(_search_the_rest(where, words))
    found["metrics"] = [*_search_metrics(where, words)]
    _demand_sight(found, proof)
    return _report(found, words)


def _search_the_rest(where: Addresses, words: Iterable[Word]) -> Iterable[Hit]:
    for path in sorted(where.place.home.iterdir()):
        if path.name not in {*FOLDERS.values(), *NOT_SEARCHED}:
            yield from search_files(path, words)


def _search_metrics(where: Addresses, words: Iterable[Word]) -> Iterable[Hit]:
    told = settings.read(where.place.env_file)
    doors = {key: value for key, value in told.items() if key.startswith("HOMEWARD_METRICS_")}
    for door in doors.values():
        try:
            page = requests.get(door, timeout=10).content
        except requests.RequestException as broken:
            raise Trouble(f"{door} does not answer; is the system up?") from broken
        if not list(search(page, door, [ON_EVERY_PAGE])) and b"# TYPE" not in page:
            raise Trouble(f"{door} shows no metrics, so nothing can be said about them.")
        yield from search(page, door, words)


def _demand_sight(found: dict[str, list[Hit]], proof: Proof) -> None:
    """A search that cannot see what was planted proves nothing: one word per kind and place."""
    demanded = dict.fromkeys(("broker", "logs", "agents"), proof.in_files)
    demanded |= {"tables": proof.in_tables, "database files": proof.in_database_files}
    for place, words in demanded.items():
        seen = {hit.word for hit in found[place]}
        for word in words:
            if word not in seen:
                raise Trouble(f"The {word.kind} was not found in the {place}; the search is blind.")


def _report(found: dict[str, list[Hit]], words: set[Word]) -> int:
    kinds = sorted({word.kind for word in words})
    print(f"Searched for {len(words)} words: {', '.join(kinds)}; what was planted was found.")
    for file, reason in NOT_SEARCHED.items():
        print(f"Not searched: {file}, {reason}.")
    leaks = 0
    for place, hits in found.items():
        real = [hit for hit in hits if hit.word in words]
        counted = tally(real)
        print(f"{place}: " + ", ".join(f"{kind} {counted[kind]}" for kind in kinds))
        for hit in real[:SHOWN_MAX]:
            print(f"  {hit.count} times the {hit.word.kind} '{hit.word.text}' in {hit.place}")
        leaks += len(real)
    print("Nobody is readable." if not leaks else f"{leaks} leaks.")
    return int(bool(leaks))
