"""Vouching for a caller: a call says on whose behalf it is made, and only a holder of the key may.

Whoever has the broker's password can put any words on a queue. The gateway has looked at the
caller's token and the services have not, so it signs what it says, with a key that never travels.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from pathlib import Path

from services.chassis.errors import Forbidden, Invalid

FILE = "vouching.key"
KEY_BYTES = 32
SIGNATURE = "vouched"


class Voucher:
    """Signs calls, and tells whether a call was signed by a holder of the same key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def of(cls, file: Path) -> Voucher:
        """Read the key's file, 32 bytes in hexadecimal."""
        try:
            key = bytes.fromhex(file.read_text().strip())
        except (OSError, ValueError) as error:
            raise Invalid("bad-key-file", f"{file.name} cannot be read.") from error
        if len(key) != KEY_BYTES:
            raise Invalid("bad-key-file", f"{file.name} does not hold {KEY_BYTES} bytes.")
        return cls(key)

    def sign(self, headers: Mapping[str, str], body: bytes) -> dict[str, str]:
        """Return the headers with the signature of all of them and of the body."""
        said = {name: value for name, value in headers.items() if name != SIGNATURE}
        return {**said, SIGNATURE: self._signature(said, body)}

    def check(self, headers: Mapping[str, object], body: bytes) -> None:
        """Refuse a call that nobody with the key has signed, or that was touched since."""
        said = {name: str(value) for name, value in headers.items() if name != SIGNATURE}
        given = str(headers.get(SIGNATURE, ""))
        if not hmac.compare_digest(given.encode(), self._signature(said, body).encode()):
            raise Forbidden("not-vouched", "Nobody whom we trust vouches for this call.")

    def _signature(self, headers: Mapping[str, str], body: bytes) -> str:
        # Lengths first, so that no two different calls read the same.
        parts = [part for name in sorted(headers) for part in (name, headers[name])]
        told = b"".join(
            len(part).to_bytes(4, "big") + part for part in [*(p.encode() for p in parts), body]
        )
        return hmac.new(self._key, told, hashlib.sha256).hexdigest()


def fresh_key() -> str:
    """Make the content of a key's file."""
    return secrets.token_hex(KEY_BYTES)
