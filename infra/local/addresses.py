"""Where everything is reached: our own servers, or those that the environment names."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from infra.local import broker, postgres, settings
from infra.local.broker_api import BrokerApi
from infra.local.credentials import Credentials
from infra.local.place import SERVICES, Place, main_home
from infra.local.trouble import Trouble

ISSUER = "https://homeward.local"
AUDIENCE = "homeward-gateway"
OTHER_BROKER_NEEDS = (
    "HOMEWARD_PARTNER_AMQP_URI",
    "HOMEWARD_PARTNER_DESK_AMQP_URI",
    "HOMEWARD_RABBITMQ_API",
)


@dataclass(frozen=True)
class Addresses:
    """What the services, the gateway and the operators' commands connect to."""

    place: Place
    amqp: str
    partner_amqp: str
    desk_amqp: str
    api: BrokerApi
    databases: Mapping[str, str]
    owners: Mapping[str, str]
    admin_database: str
    own_broker: bool
    own_postgres: bool
    throwaway: bool = False

    @property
    def partner_vhost(self) -> str:
        return unquote(urlsplit(self.partner_amqp).path.removeprefix("/"))

    def migration(self, service: str) -> dict[str, str]:
        """What only a migration is told: by whom the tables are owned, and whom to let in."""
        name = f"HOMEWARD_DB_{service.upper()}"
        return {name: self.databases[service], f"{name}_OWNER": self.owners[service]}

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.place.port('gateway')}"


def of(place: Place, credentials: Credentials) -> Addresses:
    """Take from the environment what it names, and our own for the rest."""
    elsewhere = _from_environment(place)
    own_databases = {
        service: postgres.service_dsn(place, credentials, service) for service in SERVICES
    }
    databases = {
        service: elsewhere.get(f"HOMEWARD_DB_{service.upper()}", own)
        for service, own in own_databases.items()
    }
    # A database elsewhere whose owner is not named is migrated by the service's own role.
    owners = {
        service: elsewhere.get(
            f"HOMEWARD_DB_{service.upper()}_OWNER",
            postgres.owner_dsn(place, credentials, service)
            if databases[service] == own
            else databases[service],
        )
        for service, own in own_databases.items()
    }
    own_broker = "HOMEWARD_AMQP_URI" not in elsewhere
    reached = _own_broker(place, credentials) if own_broker else _other_broker(elsewhere)
    return Addresses(
        place=place,
        databases=databases,
        owners=owners,
        admin_database=postgres.admin_dsn(place, credentials),
        own_broker=own_broker,
        own_postgres=any(databases[name] == own for name, own in own_databases.items()),
        **reached,
    )


def _from_environment(place: Place) -> dict[str, str]:
    """Settings of the caller's that are not merely our own file read into a shell."""
    remembered = {**settings.read(place.env_file), **settings.read(place.secrets_file)}
    return {
        name: value
        for name, value in os.environ.items()
        if name.startswith("HOMEWARD_") and value and remembered.get(name) != value
    }


def _own_broker(place: Place, credentials: Credentials) -> dict:
    house, desk = (credentials.password(owner) for owner in ("BROKER_HOMEWARD", "BROKER_DESK"))
    return {
        "amqp": broker.address(place, broker.HOUSE_USER, house, broker.HOUSE_VHOST),
        "desk_amqp": broker.address(place, broker.DESK_USER, desk, broker.PARTNER_VHOST),
        "partner_amqp": broker.address_without_credentials(place, broker.PARTNER_VHOST),
        "api": broker.api(place, credentials),
    }


def _other_broker(elsewhere: Mapping[str, str]) -> dict:
    missing = [name for name in OTHER_BROKER_NEEDS if name not in elsewhere]
    if missing:
        raise Trouble(f"With HOMEWARD_AMQP_URI of your own, set {' and '.join(missing)} too.")
    parts = urlsplit(elsewhere["HOMEWARD_RABBITMQ_API"])
    if not (parts.username and parts.password):
        raise Trouble("HOMEWARD_RABBITMQ_API must be http://administrator:password@host:port.")
    host = parts.netloc.rpartition("@")[2]
    return {
        "amqp": elsewhere["HOMEWARD_AMQP_URI"],
        "desk_amqp": elsewhere["HOMEWARD_PARTNER_DESK_AMQP_URI"],
        "partner_amqp": elsewhere["HOMEWARD_PARTNER_AMQP_URI"],
        "api": BrokerApi(f"{parts.scheme}://{host}", parts.username, parts.password),
    }


def known() -> Addresses:
    """Those of the system that `make up` started, for an operator's command."""
    remembered = settings.read(main_home() / "env")
    if "HOMEWARD_PORT_BASE" not in remembered:
        raise Trouble("The system was never started here; run 'make up' first.")
    place = Place(main_home(), int(remembered["HOMEWARD_PORT_BASE"]))
    return of(place, Credentials.load(place))
