"""Personal data at rest: sealed under a key of each person's own, which can be destroyed."""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from functools import partial
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, LargeBinary, Table, Text, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.chassis.database import UtcDateTime, chassis_metadata
from services.chassis.errors import NotFound
from services.chassis.messages import as_json
from services.chassis.privacy.answers import OUTCOMES, forget_answers
from services.chassis.privacy.keyring import KEY_BYTES, Keyring, load_keyring

__all__ = ["Keyring", "Vault", "load_keyring", "person_keys", "rewrap"]

NONCE_BYTES = 12
FORMAT = b"\x01"

# A row whose wrapped key is gone says that the person was forgotten, so that no new key is made
# by mistake for someone who asked to be erased.
person_keys = Table(
    "person_keys",
    chassis_metadata,
    Column("person_id", Text, primary_key=True),
    Column("wrapped_key", LargeBinary),
    Column("master_key_id", Text, index=True),
    Column("created_at", UtcDateTime, nullable=False, server_default=func.now()),
    Column("forgotten_at", UtcDateTime),
)


class Vault:
    """Seals and opens within one transaction; keys are fetched once in it."""

    def __init__(
        self, session: Session, keyring: Keyring, lasting: dict[str, bytes] | None = None
    ) -> None:
        self._session = session
        self._ring = keyring
        self._lasting = {} if lasting is None else lasting
        self._keys: dict[str, bytes] = dict(self._lasting)

    def make_lasting(self, owner: str) -> None:
        """Keep a key of the service's own for the life of the process, once it is committed.

        Never a person's: that one must be gone at once when it is destroyed.
        """
        if owner in self._keys:
            self._lasting[owner] = self._keys[owner]

    def seal(self, person_id: str, content: dict[str, Any]) -> bytes:
        """Encrypt for storage: it opens for this person only, and never looks the same twice."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        plain = json.dumps(as_json(content), ensure_ascii=False, separators=(",", ":")).encode()
        key = self._key(person_id) or self._make(person_id)
        # The person is the associated data: moved to another person's row it does not open.
        return FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, FORMAT + person_id.encode())

    def open(self, person_id: str, sealed: bytes) -> dict[str, Any]:
        """Decrypt what was sealed; once the person is forgotten it is refused as `erased`."""
        key = self._key(person_id)
        if key is None:
            raise NotFound("no-such-person", f"There is nothing locked away for {person_id}.")
        blob = bytes(sealed)
        form, nonce, locked = blob[:1], blob[1 : 1 + NONCE_BYTES], blob[1 + NONCE_BYTES :]
        try:
            plain = AESGCM(key).decrypt(nonce, locked, form + person_id.encode())
        except (InvalidTag, ValueError) as error:
            # Not a refusal: somebody moved or changed what nobody may, and must be heard.
            raise ValueError(f"What was locked away for {person_id} is damaged.") from error
        content: dict[str, Any] = json.loads(plain)
        return content

    def remembers(self, person_id: str) -> bool:
        """Whether the person was not forgotten: what is sealed can still be read."""
        query = select(person_keys.c.forgotten_at).where(person_keys.c.person_id == person_id)
        return self._session.scalar(query) is None

    def forget(self, person_id: str, *about: str) -> None:
        """Destroy the person's key: nothing sealed under it can ever be read again.

        Answers that are kept lie under a key of ours: those about the person, or about these
        further ids, are deleted.
        """
        gone = {"wrapped_key": None, "master_key_id": None, "forgotten_at": func.now()}
        row = insert(person_keys).values(person_id=person_id, **gone)
        self._session.execute(
            row.on_conflict_do_update(
                index_elements=["person_id"],
                set_=gone,
                where=person_keys.c.forgotten_at.is_(None),
            )
        )
        self._keys.pop(person_id, None)
        forget_answers(self._session, partial(self.open, OUTCOMES), [person_id, *about])

    def token(self, text: str) -> str:
        """Return a keyed token by which equal texts are found without being read.

        The caller normalises: case, accents and spaces make another token.
        """
        return hmac.new(self._ring.index, text.encode(), hashlib.sha256).hexdigest()

    def _key(self, person_id: str) -> bytes | None:
        if person_id not in self._keys:
            query = select(person_keys).where(person_keys.c.person_id == person_id)
            row = self._session.execute(query).one_or_none()
            if row is None:
                return None
            if row.wrapped_key is None:
                raise NotFound("erased", f"What was kept about {person_id} was erased.")
            self._keys[person_id] = self._ring.unwrap(row.master_key_id, row.wrapped_key)
        return self._keys[person_id]

    def _make(self, person_id: str) -> bytes:
        """Make the person's key; of two transactions that do so at once, the first one's counts."""
        row = insert(person_keys).values(
            person_id=person_id,
            wrapped_key=self._ring.wrap(secrets.token_bytes(KEY_BYTES)),
            master_key_id=self._ring.current,
        )
        self._session.execute(row.on_conflict_do_nothing())
        key = self._key(person_id)
        if key is None:
            raise LookupError(f"The key of {person_id} was made and is not there.")
        return key


def rewrap(session: Session, ring: Keyring, limit: int = 1000) -> int:
    """Lock up to `limit` persons' keys with the current master key, and return how many.

    Repeat until it returns zero; the data itself is not touched. Then retire the old master key.
    """
    query = (
        select(person_keys)
        .where(person_keys.c.master_key_id != ring.current)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    rows = session.execute(query).all()
    for row in rows:
        session.execute(
            update(person_keys)
            .where(person_keys.c.person_id == row.person_id)
            .values(
                wrapped_key=ring.wrap(ring.unwrap(row.master_key_id, row.wrapped_key)),
                master_key_id=ring.current,
            )
        )
    return len(rows)
