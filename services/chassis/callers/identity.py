"""Who is asking: a principal with roles and scopes, as it travels in a message's context."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from services.chassis.errors import Forbidden

EVERYTHING = "*"


@dataclass(frozen=True)
class Principal:
    """A person or a program: the subject of its token, its roles, and the scopes they grant."""

    subject: str
    roles: frozenset[str] = frozenset()
    scopes: frozenset[str] = frozenset()

    def may(self, scope: str) -> bool:
        """Whether this principal holds the scope."""
        return scope in self.scopes or EVERYTHING in self.scopes

    def require(self, scope: str) -> None:
        """Refuse a principal without the scope."""
        if not self.may(scope):
            roles = ", ".join(sorted(self.roles)) or "no role"
            raise Forbidden("not-allowed", f"This needs the scope {scope}; you act as {roles}.")

    def as_headers(self) -> dict[str, Any]:
        """Return the form in which a call carries its principal."""
        return {
            "subject": self.subject,
            "roles": sorted(self.roles),
            "scopes": sorted(self.scopes),
        }


def is_one_of(subject: str, others: Iterable[str | None]) -> bool:
    """Whether the subject is the same person as one of the others, however it is spelt."""
    return folded(subject) in {folded(other) for other in others if other is not None}


def folded(subject: str) -> str:
    """Return how a subject is spelt where it is compared."""
    return unicodedata.normalize("NFC", subject.strip()).casefold()


def system(service: str) -> Principal:
    """Return the principal of work that no person asked for: events and reminders."""
    return Principal(f"service:{service}", frozenset({"service"}), frozenset({EVERYTHING}))


def from_headers(headers: Mapping[str, Any] | None) -> Principal:
    """Read what `as_headers` wrote; a call that names nobody is refused."""
    match headers:
        case {"subject": str(subject), "roles": [*roles], "scopes": [*scopes]} if subject:
            return Principal(subject, frozenset(map(str, roles)), frozenset(map(str, scopes)))
    raise Forbidden("no-principal", "The call does not say on whose behalf it is made.")
