"""`python -m infra.demo`: a day of real cases through the running system."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from infra.demo import (
    casebook,
    outcomes,
    outcomes_of_rights,
    phrases,
    steps_access,
    steps_counselling,
    steps_decisions,
    steps_experts,
    steps_hand_over,
    steps_intake,
    steps_kinds,
    steps_papers,
    steps_protection,
    steps_reintegration,
    steps_retention,
    steps_rights,
    steps_travel,
    steps_victims,
    steps_world,
)
from infra.demo.casebook import BadCasebook, Casebook
from infra.demo.day import Day, report_file
from infra.demo.door import Mint
from infra.demo.story import TRY
from infra.local import settings
from infra.local.addresses import AUDIENCE, ISSUER
from infra.local.place import Place, main_home
from services.chassis.callers import tokens

# Importing them is what teaches the runner its sentences.
VOCABULARY = (
    steps_counselling,
    steps_hand_over,
    steps_intake,
    steps_kinds,
    steps_protection,
    steps_travel,
    steps_decisions,
    steps_reintegration,
    steps_experts,
    steps_access,
    steps_papers,
    steps_victims,
    steps_retention,
    steps_rights,
    outcomes_of_rights,
    steps_world,
)
NOT_UP = "The system was never started here; run 'make up' first."


def main() -> int:
    asked = _arguments()
    try:
        book = _chosen(casebook.read(asked.cases), asked.only)
        _refuse_unknown_words(book)
    except BadCasebook as bad:
        sys.stderr.write(f"{bad}\n")
        return 2
    told = settings.read(asked.home / "env")
    if "HOMEWARD_PORT_BASE" not in told:
        sys.stderr.write(f"{NOT_UP}\n")
        return 2
    place = Place(asked.home, int(told["HOMEWARD_PORT_BASE"]))
    report = Day(place, book, _mint(place), asked.patience, asked.photograph).play()
    file = report_file(place)
    report.write(file)
    if asked.trace:
        for story in report.stories:
            sys.stderr.write(story.kept.get("traceback", ""))
    return report.show(file)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description=__doc__)
    parser.add_argument("--cases", type=Path, default=casebook.FILE, help="another casebook")
    parser.add_argument("--only", default="", help="only cases whose name contains this")
    parser.add_argument("--home", type=Path, default=main_home(), help="folder of the system")
    parser.add_argument(
        "--patience", type=float, default=20.0, help="seconds that the last facts get to arrive"
    )
    parser.add_argument("--photograph", type=Path, help="draw the watcher's view halfway as SVG")
    parser.add_argument("--trace", action="store_true", help="show where a case went wrong")
    return parser.parse_args()


def _chosen(book: Casebook, word: str) -> Casebook:
    cases = tuple(one for one in book.cases if word.lower() in one.name.lower())
    if not cases:
        raise BadCasebook(f"No case has '{word}' in its name.")
    return replace(book, cases=cases, not_reached=None if word else book.not_reached)


def _refuse_unknown_words(book: Casebook) -> None:
    """Find what nobody understands before the day begins, and not in the middle of it."""
    for case in book.cases:
        for sentence in case.steps:
            try:
                phrases.find(sentence.removeprefix(TRY))
            except LookupError as unknown:
                raise BadCasebook(f"{case.name}: {unknown}") from unknown
        for word in case.expected:
            if word not in outcomes.ANSWERS:
                known = ", ".join(sorted(outcomes.ANSWERS))
                raise BadCasebook(f"{case.name}: '{word}' cannot be expected; known are {known}.")


def _mint(place: Place) -> Mint:
    key = tokens.load_signing_key(place.keys)

    def mint(role: str, subject: str) -> str:
        return tokens.mint(key, issuer=ISSUER, audience=AUDIENCE, subject=subject, roles=[role])

    return mint


if __name__ == "__main__":
    sys.exit(main())
