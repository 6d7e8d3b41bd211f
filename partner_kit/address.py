"""Where an agent's program finds the broker: in the environment or a file, out of sight of `ps`."""

import argparse
import os
from pathlib import Path

VARIABLE = "HOMEWARD_AGENT_URI"


def add_address(parser: argparse.ArgumentParser, meaning: str) -> None:
    """Let a program be told its address; everybody on the machine can read a command line."""
    parser.add_argument("--uri", help=f"{meaning}; better {VARIABLE} in the environment")
    parser.add_argument("--uri-file", type=Path, help="file that holds the address")


def address_of(parser: argparse.ArgumentParser, given: argparse.Namespace) -> str:
    """Return the address that was told in one of the three ways, or end with what is missing."""
    told = given.uri
    if told is None and given.uri_file is not None:
        try:
            told = given.uri_file.read_text().strip()
        except OSError as error:
            parser.error(f"--uri-file {given.uri_file}: {error.strerror}")
    told = told or os.environ.get(VARIABLE)
    if not told:
        parser.error(f"say where the broker is: {VARIABLE}, --uri-file or --uri")
    return str(told)
