"""Opening the sealed passengers of a booking, and checking them. Nothing here is kept or logged."""

import hmac
import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from partner_kit.emulator.envelope import Rejected

ALGORITHMS = ["ECDH-ES+A256KW", "A256GCM"]
SEXES = ("M", "F", "X")


class Invalid(Exception):  # noqa: N818 - it is the passenger who is invalid
    """A passenger who cannot get a ticket. The sentence never holds a name."""

    def __init__(self, sentence: str, passenger_reference: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.passenger_reference = passenger_reference


class Keys:
    """The agent's private keys. The file is read at each use, so that a key can be rotated."""

    def __init__(self, path: Path, secret: bytes) -> None:
        self._path = path
        self._secret = secret

    def open(self, sealed: str) -> dict[str, Any]:
        """Open a compact JWE with the key that it names."""
        wrong = Rejected("invalid", "/data/passengers", "No key of ours opens the passengers.")
        try:
            opened = jwe.decrypt_compact(sealed, self._keys(), algorithms=ALGORITHMS)
            content = json.loads(opened.plaintext or b"")
        except (JoseError, ValueError, KeyError, TypeError) as fault:
            raise wrong from fault
        if not isinstance(content, dict):
            raise wrong
        return content

    def hash(self, content: Mapping[str, Any]) -> str:
        """Return a hash that tells whether two lists of passengers are the same, and no more."""
        text = json.dumps(content, sort_keys=True).encode()
        return hmac.new(self._secret, text, sha256).hexdigest()

    def _keys(self) -> KeySet:
        content = json.loads(self._path.read_text())
        return KeySet.import_key_set(content if "keys" in content else {"keys": [content]})


def check(content: Mapping[str, Any], expected: set[str], last_flight: date) -> None:
    """Refuse a list on which anybody is missing, too many, unnamed or without a valid document."""
    people = content.get("passengers")
    if not isinstance(people, list) or not all(isinstance(one, dict) for one in people):
        raise Invalid("The sealed content has no list of passengers.")
    references = [one.get("passenger_reference") for one in people]
    if len(references) != len(expected) or set(map(str, references)) != expected:
        raise Invalid(f"The offer is for {len(expected)} passengers and not for these.")
    for one in people:
        _check_person(one, str(one["passenger_reference"]), last_flight)


def _check_person(person: Mapping[str, Any], reference: str, last_flight: date) -> None:
    for name in ("given_names", "family_name", "nationality"):
        if not isinstance(person.get(name), str) or not person[name].strip():
            raise Invalid(f"The passenger has no `{name}`.", reference)
    if person.get("sex") not in SEXES:
        raise Invalid("The passenger's `sex` is not M, F or X.", reference)
    born = _date(person.get("birth_date"))
    if born is None or born > last_flight:
        raise Invalid("The passenger's `birth_date` is not a date before the journey.", reference)
    document = person.get("document")
    if not isinstance(document, dict) or not document.get("number"):
        raise Invalid("The passenger has no travel document.", reference)
    expires_on = _date(document.get("expires_on"))
    if document.get("expires_on") and (expires_on is None or expires_on < last_flight):
        raise Invalid("The passenger's document expires before the journey ends.", reference)


def _date(text: Any) -> date | None:
    try:
        return date.fromisoformat(text)
    except (TypeError, ValueError):
        return None
