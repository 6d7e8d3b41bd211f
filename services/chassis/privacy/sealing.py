"""Sealing for one recipient alone: JWE compact (RFC 7516), ECDH-ES+A256KW with A256GCM."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet

from services.chassis.errors import Invalid
from services.chassis.messages import as_json

KEY_WRAP, CONTENT = "ECDH-ES+A256KW", "A256GCM"
CURVES = ("P-256", "P-384", "P-521")

_registry = jwe.JWERegistry(algorithms=[KEY_WRAP, CONTENT])


def seal_for(recipient: Mapping[str, Any] | ECKey, content: dict[str, Any]) -> str:
    """Encrypt for whoever holds the private half of a public JWK; its `kid` is in the header."""
    key = recipient if isinstance(recipient, ECKey) else public_key(recipient)
    key.ensure_kid()
    header = {"alg": KEY_WRAP, "enc": CONTENT, "kid": key.kid, "typ": "JOSE"}
    plain = json.dumps(as_json(content), ensure_ascii=False, separators=(",", ":")).encode()
    return jwe.encrypt_compact(header, plain, key, registry=_registry)


def open_sealed(keys: KeySet, token: str) -> dict[str, Any]:
    """Open what was sealed for one of these keys; refuse what was not, or was touched."""
    try:
        opened = jwe.decrypt_compact(token, keys, registry=_registry)
        content = json.loads(opened.plaintext or b"")
    except (JoseError, ValueError, TypeError, LookupError, ArithmeticError) as error:
        # The library lets a strange header fail as it falls, with a KeyError among others. The
        # reason is not passed on: it would tell a forger how far he came.
        raise Invalid("sealed-unreadable", "This is not sealed for us, or was damaged.") from error
    if not isinstance(content, dict):
        raise Invalid("sealed-unreadable", "What was sealed is not a JSON object.")
    return content


def public_key(jwk: Mapping[str, Any]) -> ECKey:
    """Read a public JWK that another party gave us; refuse what we cannot seal for."""
    try:
        key = ECKey.import_key(dict(jwk))
        curve = key.curve_name
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise Invalid("bad-key", "The key is not an elliptic curve key in JWK form.") from error
    if curve not in CURVES:
        raise Invalid("bad-key", f"The key must be on one of the curves {', '.join(CURVES)}.")
    if key.get("use", "enc") != "enc":
        raise Invalid("bad-key", "The key is not meant for encryption.")
    return ECKey.import_key(key.as_dict(private=False))


def new_private_key() -> ECKey:
    """Make a key pair; its thumbprint is its `kid`."""
    return ECKey.generate_key("P-256", {"use": "enc", "alg": KEY_WRAP}, auto_kid=True)


def load_private(folder: Path, service: str) -> KeySet:
    """Read a service's private keys: one JWK, or a set during a rotation."""
    return _read(folder / f"{service}.private.jwk")


def load_public(folder: Path, service: str) -> ECKey:
    """Read the key to seal with for a service: of two during a rotation, the first."""
    key = _read(folder / f"{service}.public.jwk").keys[0]
    return public_key(key.as_dict(private=False))


def _read(path: Path) -> KeySet:
    try:
        found = json.loads(path.read_text())
        return KeySet.import_key_set(found if "keys" in found else {"keys": [found]})
    except (OSError, JoseError, ValueError, TypeError, KeyError) as error:
        reason = (
            os.strerror(error.errno) if isinstance(error, OSError) and error.errno else "no JWK"
        )
        raise Invalid("bad-key-file", f"{path.name} cannot be read: {reason}.") from error
