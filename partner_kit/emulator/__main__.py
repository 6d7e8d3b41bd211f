"""Start an agent: `python -m partner_kit.emulator --name polder --key … --state …`, told where."""

import argparse
import secrets
import signal
from pathlib import Path

from partner_kit.address import add_address, address_of
from partner_kit.emulator import ops
from partner_kit.emulator.agent import Agent
from partner_kit.emulator.behaviour import BEHAVIOURS, Behaviour, Rule
from partner_kit.emulator.book import Book
from partner_kit.emulator.clock import Clock
from partner_kit.emulator.link import Link
from partner_kit.emulator.passengers import Keys


def main() -> None:
    """Read the command line and work until SIGTERM."""
    arguments = _arguments()
    given = arguments.parse_args()
    address = address_of(arguments, given)
    given.state.mkdir(parents=True, exist_ok=True)
    clock = Clock(given.clock)
    counters = ops.Counters()
    book = Book(given.state / "book.sqlite")
    agent = Agent(
        given.name,
        book=book,
        keys=Keys(given.key, _secret(given.state / "secret")),
        behaviour=Behaviour(given.name, Rule(given.behaviour), given.state / "control.json"),
        now=clock.now,
        seed=given.seed,
    )
    link = Link(address, agent, clock, counters)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: link.stop())
    if given.ops_port:
        ops.serve(given.ops_port, counters)
    link.run()
    book.close()


def _arguments() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m partner_kit.emulator")
    parser.add_argument("--name", required=True, help="the name under which Homeward knows it")
    add_address(parser, "amqp://NAME:PASSWORD@HOST:PORT/partners")
    parser.add_argument("--key", required=True, type=Path, help="private JWK or JWK set")
    parser.add_argument("--state", required=True, type=Path, help="folder of its book")
    parser.add_argument("--ops-port", type=int, default=0, help="port of /healthz and /metrics")
    parser.add_argument("--behaviour", choices=BEHAVIOURS, default="good")
    parser.add_argument("--seed", type=int, default=0, help="the same seed, the same prices")
    parser.add_argument("--clock", type=Path, help='file with {"offset_seconds": N}')
    return parser


def _secret(path: Path) -> bytes:
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(secrets.token_bytes(32))
    return path.read_bytes()


if __name__ == "__main__":
    main()
