"""Bearer tokens: JWTs of an issuer that we know, verified strictly, and minted for local use."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any
from unicodedata import category, normalize
from urllib.parse import urlsplit

import requests
from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidKeyIdError, JoseError, MissingClaimError
from joserfc.jwk import ECKey, KeySet
from joserfc.util import urlsafe_b64decode

from services.chassis.callers.identity import Principal
from services.chassis.errors import Forbidden, Invalid

ALGORITHMS = ("ES256", "RS256")
PRIVATE_FILE, JWKS_FILE = "token.private.jwk", "token.jwks"
LEEWAY_SECONDS = 30
REFRESH_SECONDS_MIN = 10
REFRESH_SECONDS_MAX = 600
FETCH_SECONDS_MAX = 3
TOKEN_LENGTH_MAX = 8192
# Beyond this many tokens of one set of keys all are forgotten, and computed again.
SIGNED_MAX = 10_000
LIFETIME_SECONDS = 8 * 3600
SUBJECT_LENGTH_MAX = 200
# So are programs and operators called in what we write down; no token may pass for one of them.
OURS = ("service:", "operator:")

Scopes = Callable[[frozenset[str]], Iterable[str]]


class Keys:
    """The issuer's public keys, from a file or an address, fetched anew when they may be stale."""

    def __init__(self, source: str | Path, now: Callable[[], float] = time.monotonic) -> None:
        self._source = str(source)
        self._now = now
        self._known: KeySet | None = None
        self._fetched_at = 0.0

    def find(self, token: str) -> KeySet:
        """Return the keys, new ones if the token names one that is not among them."""
        age = self._now() - self._fetched_at
        if self._known is None or age > REFRESH_SECONDS_MAX:
            return self._fetch()
        # A stranger's kid must not make us knock at the issuer's door for every request.
        if age > REFRESH_SECONDS_MIN and not self._has(_kid(token.partition(".")[0])):
            return self._fetch()
        return self._known

    def _has(self, kid: str | None) -> bool:
        return any(key.kid == kid for key in self._known or ())

    def _fetch(self) -> KeySet:
        self._fetched_at = self._now()
        try:
            self._known = _signing_keys(self._read())
        except (OSError, ValueError, KeyError, TypeError, JoseError) as error:
            # With keys in hand an issuer that is away for a while stops nobody.
            if self._known is None:
                reason = type(error).__name__
                raise Invalid(
                    "no-token-keys", f"The issuer's keys cannot be read: {reason}."
                ) from error
        return self._known

    def _read(self) -> Any:
        if urlsplit(self._source).scheme in {"http", "https"}:
            answer = requests.get(self._source, timeout=FETCH_SECONDS_MAX)
            answer.raise_for_status()
            return answer.json()
        return json.loads(Path(self._source).read_text())


class Signed:
    """What tokens say whose signatures were found good: each is computed once, which takes 450 µs.

    Only the signature is remembered, and only as long as the keys are the same: whether the token
    is still valid is asked each time. Tokens themselves are not kept, but their hashes.
    """

    def __init__(self) -> None:
        # One pair, so that no thread takes the claims of old keys for those of new ones.
        self._known: tuple[KeySet | None, dict[bytes, dict[str, Any]]] = (None, {})

    @property
    def size(self) -> int:
        return len(self._known[1])

    def claims_of(self, token: str, keys: KeySet) -> dict[str, Any]:
        """Return the claims; raise what joserfc raises when the signature is not good."""
        name = hashlib.sha256(token.encode()).digest()
        of_keys, known = self._known
        if of_keys is not keys or len(known) >= SIGNED_MAX:
            known = {}
            self._known = keys, known
        if name not in known:
            # The list of algorithms is ours; the token's header cannot choose another.
            known[name] = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
        return known[name]


class Verifier:
    """Says who a token speaks for, or refuses it as `unauthenticated`, which is HTTP 401."""

    def __init__(
        self,
        keys: Keys,
        *,
        issuer: str,
        audience: str,
        scopes_of: Scopes,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._keys = keys
        self._scopes_of = scopes_of
        self._signed = Signed()
        self._claims = jwt.JWTClaimsRegistry(
            now=lambda: int(now()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            aud={"essential": True, "value": audience},
            exp={"essential": True},
            sub={"essential": True},
        )

    def verify(self, token: str) -> Principal:
        """Return the principal of a token: its subject, its roles, and the scopes they grant."""
        if len(token) > TOKEN_LENGTH_MAX or not token.isascii():
            raise _unauthenticated("The token is not a JWT.")
        keys = self._keys.find(token)
        try:
            claims = self._signed.claims_of(token, keys)
            self._claims.validate(claims)
        except InvalidKeyIdError as error:
            raise _unauthenticated("The token was signed with a key that is not known.") from error
        except (JoseError, ValueError, TypeError, KeyError, RecursionError) as error:
            raise _unauthenticated(_why(error)) from error
        roles = claims.get("roles", [])
        if not isinstance(roles, list) or not all(isinstance(role, str) for role in roles):
            raise _unauthenticated("The token's roles are not a list of words.")
        held = frozenset(roles)
        return Principal(_subject(claims["sub"]), held, frozenset(self._scopes_of(held)))


def _subject(said: object) -> str:
    """Return who the token speaks for, when that name can be written down and compared."""
    if not isinstance(said, str) or not 0 < len(said) <= SUBJECT_LENGTH_MAX:
        raise _unauthenticated(f"The token's sub has 1 to {SUBJECT_LENGTH_MAX} characters.")
    if said != said.strip() or any(category(sign).startswith("C") for sign in said):
        raise _unauthenticated("The token's sub has outer spaces or characters that do not show.")
    if normalize("NFKC", said).casefold().startswith(OURS):
        raise _unauthenticated("The token's sub is a name of our own programs.")
    return said


def mint(
    key: ECKey,
    *,
    issuer: str,
    audience: str,
    subject: str,
    roles: Iterable[str],
    lifetime_seconds: int = LIFETIME_SECONDS,
    now: Callable[[], float] = time.time,
) -> str:
    """Make a token for local use; a real issuer does this elsewhere."""
    at = int(now())
    claims = {
        "iss": issuer,
        "aud": audience,
        "sub": subject,
        "roles": sorted(roles),
        "iat": at,
        "nbf": at,
        "exp": at + lifetime_seconds,
    }
    key.ensure_kid()
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key, algorithms=["ES256"])


def new_signing_key() -> ECKey:
    """Make a key to sign tokens with; its thumbprint is its `kid`."""
    return ECKey.generate_key("P-256", {"use": "sig", "alg": "ES256"}, auto_kid=True)


def load_signing_key(folder: Path) -> ECKey:
    """Read the key that was made at the first start."""
    try:
        return ECKey.import_key(json.loads((folder / PRIVATE_FILE).read_text()))
    except (OSError, ValueError, TypeError, KeyError, JoseError) as error:
        reason = type(error).__name__
        raise Invalid("bad-key-file", f"{PRIVATE_FILE} cannot be read: {reason}.") from error


def _signing_keys(jwks: Any) -> KeySet:
    """Keep the keys for signatures with the public half alone; no symmetric key ever counts."""
    usable = [
        key
        for key in jwks["keys"]
        if key.get("kty") in {"EC", "RSA"} and key.get("use", "sig") == "sig"
    ]
    return KeySet.import_key_set({"keys": usable})


@lru_cache(maxsize=256)
def _kid(header: str) -> str | None:
    """Return the key that a token's first part names; they are few, and 40 µs each time."""
    try:
        kid = jwt_header(header).get("kid")
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    return kid if isinstance(kid, str) else None


def jwt_header(token: str) -> dict[str, Any]:
    """Read a token's header without believing it."""
    header: dict[str, Any] = json.loads(urlsafe_b64decode(token.partition(".")[0].encode()))
    return header


def _why(error: Exception) -> str:
    if isinstance(error, ExpiredTokenError):
        return "The token has expired."
    if isinstance(error, MissingClaimError):
        return f"The token lacks {', '.join(error.claim.split(','))}."
    known = {
        "nbf": "The token is not valid yet.",
        "iat": "The token is not valid yet.",
        "iss": "The token comes from an issuer that is not ours.",
        "aud": "The token was made for someone else.",
    }
    return known.get(getattr(error, "claim", ""), "The token is not one that we can trust.")


def _unauthenticated(sentence: str) -> Forbidden:
    return Forbidden("unauthenticated", sentence)
