"""What the gateway is told by its environment, read once at start and refused when incomplete."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from services.chassis.callers import vouching
from services.chassis.errors import Invalid

NEEDED = (
    "HOMEWARD_AMQP_URI",
    "HOMEWARD_TOKEN_ISSUER",
    "HOMEWARD_TOKEN_AUDIENCE",
    "HOMEWARD_JWKS_FILE",
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The limits are the caller's as much as ours, so each is named in the problem it causes."""

    amqp_uri: str = field(repr=False)
    token_issuer: str
    token_audience: str
    jwks_file: str
    vouching_key_file: str = ""
    body_bytes_max: int = 262_144
    header_bytes_max: int = 16_384
    requests_per_second: int = 100
    requests_burst: int = 200
    deadline_seconds_max: int = 30

    @classmethod
    def of(cls, environ: Mapping[str, str] | None = None) -> Settings:
        """Read the environment; refuse with every missing name in one sentence."""
        names = os.environ if environ is None else environ
        missing = [name for name in NEEDED if not names.get(name)]
        if missing:
            raise Invalid("missing-setting", f"The gateway needs {', '.join(missing)}, not set.")
        return cls(
            amqp_uri=names["HOMEWARD_AMQP_URI"],
            token_issuer=names["HOMEWARD_TOKEN_ISSUER"],
            token_audience=names["HOMEWARD_TOKEN_AUDIENCE"],
            jwks_file=names["HOMEWARD_JWKS_FILE"],
            vouching_key_file=names.get("HOMEWARD_VOUCHING_KEY_FILE")
            or str(Path(names["HOMEWARD_JWKS_FILE"]).with_name(vouching.FILE)),
            **{
                limit: whole_number(names, f"HOMEWARD_GATEWAY_{limit.upper()}")
                for limit in LIMITS
                if names.get(f"HOMEWARD_GATEWAY_{limit.upper()}")
            },
        )


LIMITS = (
    "body_bytes_max",
    "header_bytes_max",
    "requests_per_second",
    "requests_burst",
    "deadline_seconds_max",
)


def whole_number(environ: Mapping[str, str], name: str) -> int:
    """Read a limit; zero or less would shut the door, so it is refused."""
    text = environ[name]
    if not (text.isascii() and text.isdecimal() and int(text) > 0):
        raise Invalid("invalid-setting", f"{name} must be a whole number above zero.")
    return int(text)


def number_or(name: str, usual: int) -> int:
    """Read a limit of the server itself, which has one when nothing is set."""
    return whole_number(os.environ, name) if os.environ.get(name) else usual
