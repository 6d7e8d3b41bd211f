"""Who a bearer token speaks for. Nobody is let in without one."""

from __future__ import annotations

from collections.abc import Sequence

import structlog

from gateway.problems import Refused
from gateway.roles import scopes_of
from gateway.settings import Settings
from services.chassis.callers.identity import Principal
from services.chassis.callers.tokens import Keys, Verifier
from services.chassis.errors import Forbidden, Invalid

CHALLENGE = {"WWW-Authenticate": 'Bearer realm="homeward"'}
BAD_TOKEN = {"WWW-Authenticate": 'Bearer realm="homeward", error="invalid_token"'}

log = structlog.get_logger(__name__)


class Identities:
    """Reads tokens of one issuer, made for us."""

    def __init__(self, settings: Settings) -> None:
        self._keys = Keys(settings.jwks_file)
        self._verifier = Verifier(
            self._keys,
            issuer=settings.token_issuer,
            audience=settings.token_audience,
            scopes_of=scopes_of,
        )

    @property
    def ready(self) -> bool:
        """Whether there is a key to check tokens with."""
        try:
            return bool(list(self._keys.find("")))
        except Invalid:
            return False

    def of(self, headers: Sequence[str]) -> Principal:
        """Return the principal of the Authorization header; two of them are one too many."""
        scheme, _, token = headers[0].partition(" ") if len(headers) == 1 else ("", "", "")
        if scheme.lower() != "bearer" or not token:
            raise Refused(
                "unauthenticated", "Send one header Authorization: Bearer TOKEN.", headers=CHALLENGE
            )
        try:
            return self._verifier.verify(token.strip())
        except Forbidden as refusal:
            raise Refused("unauthenticated", refusal.sentence, headers=BAD_TOKEN) from refusal
        except Invalid as refusal:
            log.warning("no_token_keys", reason=refusal.sentence)
            raise Refused(
                "service-away", "Tokens cannot be checked now.", headers={"Retry-After": "5"}
            ) from refusal
