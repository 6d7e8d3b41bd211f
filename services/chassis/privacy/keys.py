"""The files of a keys' folder: made at the first start, rotated so that nothing is locked out."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path

from joserfc.jwk import ECKey, KeySet

from services.chassis.callers import tokens, vouching
from services.chassis.privacy import keyring, sealing


def ensure_keys(folder: Path, services: Iterable[str]) -> None:
    """Make every file that is missing; touch none that is there.

    `<service>.private.jwk` and `<service>.public.jwk` for sealing, `master.key` for the vault,
    `token.private.jwk` to mint tokens and `token.jwks` to verify them, `vouching.key` to say
    on whose behalf a call is made.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for service in services:
        if not (folder / f"{service}.private.jwk").exists():
            write_pair(folder, service, KeySet([sealing.new_private_key()]))
    if not (folder / keyring.FILE).exists():
        write_secret(folder / keyring.FILE, keyring.as_text(keyring.Keyring.fresh()))
    if not (folder / vouching.FILE).exists():
        write_secret(folder / vouching.FILE, vouching.fresh_key())
    if not (folder / tokens.PRIVATE_FILE).exists():
        key = tokens.new_signing_key()
        public = json.dumps(KeySet([key]).as_dict(private=False))
        write_secret(folder / tokens.JWKS_FILE, public)
        write_secret(folder / tokens.PRIVATE_FILE, json.dumps(key.as_dict(private=True)))


def rotate_service(folder: Path, service: str) -> None:
    """Give a service a new key; the one before still opens what is on its way."""
    old = [key for key in sealing.load_private(folder, service) if isinstance(key, ECKey)]
    write_pair(folder, service, KeySet([sealing.new_private_key(), *old[:1]]))


def rotate_master(folder: Path) -> keyring.Keyring:
    """Add a new master key that locks from now on. Rewrap every database, then retire the old."""
    ring = keyring.load_keyring(folder).rotated()
    write_secret(folder / keyring.FILE, keyring.as_text(ring))
    return ring


def retire_master(folder: Path) -> keyring.Keyring:
    """Drop the master key that locks nothing any more."""
    ring = keyring.load_keyring(folder).retired()
    write_secret(folder / keyring.FILE, keyring.as_text(ring))
    return ring


def write_pair(folder: Path, service: str, keys: KeySet) -> None:
    """Write the public half last, so that nobody seals for a key that is not there yet."""
    private, public = keys.as_dict(private=True), keys.as_dict(private=False)
    write_secret(folder / f"{service}.private.jwk", json.dumps(private))
    write_secret(folder / f"{service}.public.jwk", json.dumps(public))


def write_secret(path: Path, text: str) -> None:
    """Replace a file in one stroke, readable by its owner alone."""
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(text)
    fresh.replace(path)
