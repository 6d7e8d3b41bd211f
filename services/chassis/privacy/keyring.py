"""The master keys that lock up the persons' own keys, and the index key for look-up tokens."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.keywrap import (
    InvalidUnwrap,
    aes_key_unwrap,
    aes_key_wrap,
)

from services.chassis.errors import Conflict, Invalid

FILE = "master.key"
KEY_BYTES = 32
MASTERS_MAX = 2


@dataclass(frozen=True)
class Keyring:
    """One or, during a rotation, two master keys by id, of which one locks what is new."""

    current: str
    masters: Mapping[str, bytes] = field(repr=False)
    index: bytes = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse a ring that could lock up what nobody can open."""
        whole = all(len(key) == KEY_BYTES for key in (*self.masters.values(), self.index))
        if not whole or self.current not in self.masters or len(self.masters) > MASTERS_MAX:
            raise Invalid("bad-keyring", "A keyring has one or two keys of 32 bytes, one current.")

    @classmethod
    def fresh(cls) -> Keyring:
        """Make a ring with one new master key and a new index key."""
        name = _new_name()
        return cls(name, {name: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))

    def rotated(self) -> Keyring:
        """Return a ring with a new current key that still opens what the present one locked."""
        if len(self.masters) == MASTERS_MAX:
            raise Conflict(
                "rotation-unfinished",
                "The last rotation is not finished; one more would lock people's data out.",
            )
        name = _new_name()
        masters = {
            name: secrets.token_bytes(KEY_BYTES),
            self.current: self.masters[self.current],
        }
        return Keyring(name, masters, self.index)

    def retired(self) -> Keyring:
        """Return the ring with its current master key alone, once everything is rewrapped."""
        return Keyring(self.current, {self.current: self.masters[self.current]}, self.index)

    def wrap(self, key: bytes) -> bytes:
        """Lock a key with the current master key (AES key wrap, RFC 3394)."""
        return aes_key_wrap(self.masters[self.current], key)

    def unwrap(self, master: str, wrapped: bytes) -> bytes:
        """Unlock a key with the master key that locked it."""
        if master not in self.masters:
            raise LookupError(f"The master key {master} is not on this keyring.")
        try:
            return aes_key_unwrap(self.masters[master], wrapped)
        except InvalidUnwrap as error:
            raise LookupError(f"The master key {master} does not open this.") from error


def load_keyring(folder: Path) -> Keyring:
    """Read master.key from the keys' folder."""
    try:
        said = json.loads((folder / FILE).read_text())
        masters = {name: base64.b64decode(key) for name, key in said["masters"].items()}
        return Keyring(said["current"], masters, base64.b64decode(said["index"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Invalid(
            "bad-keyring", f"master.key cannot be read: {type(error).__name__}."
        ) from error


def as_text(ring: Keyring) -> str:
    """Return what `load_keyring` reads."""
    masters = {name: _text(key) for name, key in ring.masters.items()}
    return json.dumps({"current": ring.current, "masters": masters, "index": _text(ring.index)})


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _new_name() -> str:
    return f"m-{secrets.token_hex(4)}"
