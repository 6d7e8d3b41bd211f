"""A fresh pair of vhosts for tests, on the shared broker."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from infra.local import broker
from infra.local.bench.servers import Bench, a_name
from infra.local.broker_api import BrokerApi


@dataclass(frozen=True)
class Broker:
    """Addresses of the services' vhost and of the partners', and the administrator's door.

    Queue and message counts come from the management interface, which is a few seconds late;
    where a test needs the moment's truth, declare the queue passively over AMQP.
    """

    amqp_uri: str
    partner_amqp_uri: str  # Without credentials, as an agent is told.
    partner_desk_amqp_uri: str
    vhost: str
    partner_vhost: str
    port: int
    api: BrokerApi

    def through(self, port: int) -> "Broker":
        """The same broker behind a gate that a test can shut."""

        def moved(uri: str) -> str:
            return uri.replace(f":{self.port}/", f":{port}/")

        return Broker(
            moved(self.amqp_uri),
            moved(self.partner_amqp_uri),
            moved(self.partner_desk_amqp_uri),
            self.vhost,
            self.partner_vhost,
            port,
            self.api,
        )

    def admit_agent(self, name: str, password: str) -> str:
        """Admit an agent to this test's partners' vhost; the agent's own address."""
        broker.admit_agent(self.api, self.partner_vhost, name, password)
        return f"amqp://{name}:{password}@127.0.0.1:{self.port}/{quote(self.partner_vhost)}"

    def queues(self) -> list[dict[str, Any]]:
        return self.api.queues(self.vhost)


def fresh(bench: Bench) -> Broker:
    api = bench.api
    name = a_name()
    house, partners = f"{name}-house", f"{name}-partners"
    broker.open_vhosts(api, house, partners)
    port = bench.place.port("amqp")
    desk = bench.credentials.password("BROKER_DESK")
    owner = bench.credentials.password("BROKER_HOMEWARD")
    return Broker(
        amqp_uri=broker.address(bench.place, broker.HOUSE_USER, owner, house),
        partner_amqp_uri=f"amqp://127.0.0.1:{port}/{partners}",
        partner_desk_amqp_uri=broker.address(bench.place, broker.DESK_USER, desk, partners),
        vhost=house,
        partner_vhost=partners,
        port=port,
        api=api,
    )


def drop(fresh_broker: Broker) -> None:
    fresh_broker.api.remove_vhost(fresh_broker.vhost)
    fresh_broker.api.remove_vhost(fresh_broker.partner_vhost)
