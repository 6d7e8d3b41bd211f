"""The operators' command: `homeward token`, `homeward partner add`, `homeward doctor`."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from infra.local.commands import (
    audit,
    case,
    clock,
    doctor,
    keys,
    parked,
    partner,
    rules,
    search_leaks,
    token,
    upkeep,
)
from infra.local.place import PRIVATE
from infra.local.trouble import Trouble
from services.chassis.errors import Refusal

COMMANDS = (
    upkeep,
    token,
    partner,
    parked,
    case,
    clock,
    rules,
    keys,
    audit,
    doctor,
    search_leaks,
)
REFUSED = 1


def main(words: Sequence[str] | None = None) -> int:
    """Do what was asked; what cannot be done is told in one sentence, with a non-zero exit."""
    asked = _parser().parse_args(words)
    os.umask(PRIVATE)
    try:
        outcome = asked.run(asked)
    except (Trouble, Refusal) as trouble:
        print(f"homeward: {trouble}", file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("homeward: stopped by you.", file=sys.stderr)
        return REFUSED
    except BrokenPipeError:
        sys.stderr.close()
        return REFUSED
    return int(outcome or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="homeward", description="Operates Homeward.")
    subcommands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add_to(subcommands)
    return parser


if __name__ == "__main__":
    sys.exit(main())
