"""Try a program: `python -m partner_kit.conformance --name polder --public-key FILE`."""

import argparse
import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from joserfc.jwk import ECKey

from partner_kit.address import add_address, address_of
from partner_kit.conformance.broker import BrokerLine, prepare
from partner_kit.conformance.orders import Route
from partner_kit.conformance.promises import PROMISES, Trial
from partner_kit.conformance.talk import Broken, Talk


def main() -> int:
    """Hold every conversation, report each promise on a line, and fail when one is broken."""
    arguments = _arguments()
    given = arguments.parse_args()
    address = address_of(arguments, given)
    if given.prepare:
        prepare(address, given.name)
    line = BrokerLine(address, given.name)
    talk = Talk(line, given.name, given.seconds)
    starts = datetime.now(UTC) + timedelta(days=given.days_ahead)
    route = Route(given.origin, given.destination, starts)
    key = ECKey.import_key(_first(json.loads(given.public_key.read_text())))
    outcomes = try_all(Trial(talk, route, key, lambda: datetime.now(UTC)))
    line.close()
    for sentence, fault in outcomes:
        print(f"{'BROKEN' if fault else 'kept  '}  {sentence}")
        if fault:
            print(f"        {fault}")
    broken = sum(fault is not None for _, fault in outcomes)
    print(f"{len(outcomes) - broken} promises kept, {broken} broken.")
    return 1 if broken else 0


def try_all(trial: Trial) -> list[tuple[str, str | None]]:
    """Return each promise as its sentence, with what breaks it."""
    outcomes = [(_sentence(promise.__doc__), _fault(promise, trial)) for promise in PROMISES]
    faults = sorted(set(trial.talk.faults))
    kept = "Every message keeps the contract, and comes under its sender's own name."
    return [*outcomes, (kept, " ".join(faults) or None)]


def _fault(promise: object, trial: Trial) -> str | None:
    try:
        promise(trial)  # type: ignore[operator]
    except Broken as broken:
        return str(broken)
    return None


def _sentence(text: str | None) -> str:
    return (text or "").strip()


def _first(content: dict[str, object]) -> dict[str, object]:
    keys = content.get("keys")
    return keys[0] if isinstance(keys, list) else content


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m partner_kit.conformance")
    add_address(parser, "credentials of Homeward's desk, or your own")
    parser.add_argument("--name", required=True, help="the agent's name")
    parser.add_argument("--public-key", required=True, type=Path, help="its public JWK or JWK set")
    parser.add_argument("--origin", default="AMS")
    parser.add_argument("--destination", default="CMN")
    parser.add_argument("--days-ahead", type=int, default=21)
    parser.add_argument(
        "--seconds", type=float, default=15.0, help="how long to wait for an answer"
    )
    parser.add_argument("--prepare", action="store_true", help="declare queue and exchanges first")
    return parser


if __name__ == "__main__":
    sys.exit(main())
