"""Passwords of the local servers: made at the first start, kept in `.local/secrets`."""

import secrets
from dataclasses import dataclass, field

from infra.local import settings
from infra.local.place import SERVICES, Place

OWNERS = ("POSTGRES_ADMIN", "RABBITMQ_ADMIN", "ERLANG_COOKIE", "BROKER_HOMEWARD", "BROKER_DESK")


@dataclass
class Credentials:
    """One password per owner, each made when it is first asked for."""

    place: Place
    known: dict[str, str] = field(default_factory=dict)

    @classmethod
    def load(cls, place: Place) -> "Credentials":
        loaded = cls(place, settings.read(place.secrets_file))
        for owner in (*OWNERS, *(f"DB_{service.upper()}" for service in SERVICES)):
            loaded.password(owner)
        for service in SERVICES:
            loaded.owner_password(service)
        return loaded

    def password(self, owner: str) -> str:
        name = f"HOMEWARD_PASSWORD_{owner}"
        if name not in self.known:
            self.remember(**{name: secrets.token_urlsafe(24)})
        return self.known[name]

    def database_password(self, service: str) -> str:
        return self.password(f"DB_{service.upper()}")

    def owner_password(self, service: str) -> str:
        return self.password(f"DB_{service.upper()}_OWNER")

    def remember(self, **named: str) -> None:
        self.known.update(named)
        self.save()

    def save(self) -> None:
        settings.write(self.place.secrets_file, self.known)
