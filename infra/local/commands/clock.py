"""`homeward clock`: the domain's clock, for tests and demonstrations."""

from __future__ import annotations

import argparse
import re
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local import addresses
from infra.local.trouble import Trouble
from services.chassis.calendar import AMSTERDAM
from services.chassis.clock import Clock, set_offset

SPAN = re.compile(r"(\d{1,6})([smhdw])")
UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def add_to(subcommands: Any) -> None:
    parser = subcommands.add_parser("clock", help="show, set, advance or reset the clock")
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    actions.add_parser("show", help="what time it is").set_defaults(run=show)
    setting = actions.add_parser("set", help="such as 2027-03-01T09:00, Amsterdam's time")
    setting.add_argument("moment")
    setting.set_defaults(run=set_to)
    advance = actions.add_parser("advance", help="such as 90s, 5m, 3h, 28d or 52w")
    advance.add_argument("span")
    advance.set_defaults(run=move)
    actions.add_parser("reset", help="back to the machine's time").set_defaults(run=reset)


def show(_: argparse.Namespace) -> None:
    now = Clock(addresses.known().place.clock_file).now()
    print(now.astimezone(AMSTERDAM).isoformat(timespec="seconds"))


def set_to(asked: argparse.Namespace) -> None:
    try:
        moment = datetime.fromisoformat(asked.moment)
    except ValueError as error:
        raise Trouble(f"'{asked.moment}' is not a moment such as 2027-03-01T09:00.") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=AMSTERDAM)
    set_offset(addresses.known().place.clock_file, moment - datetime.now(UTC))
    show(asked)


def move(asked: argparse.Namespace) -> None:
    found = SPAN.fullmatch(asked.span)
    if found is None:
        raise Trouble(f"'{asked.span}' is not a span such as 90s, 5m, 3h, 28d or 52w.")
    file = addresses.known().place.clock_file
    ahead = Clock(file).now() - datetime.now(UTC)
    set_offset(file, ahead + timedelta(**{UNITS[found[2]]: int(found[1])}))
    show(asked)


def reset(asked: argparse.Namespace) -> None:
    addresses.known().place.clock_file.unlink(missing_ok=True)
    show(asked)
