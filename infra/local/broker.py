"""Who may do what on the broker: the house's own users, and each travel agent."""

from infra.local import rabbitmq
from infra.local.broker_api import BrokerApi
from infra.local.credentials import Credentials
from infra.local.place import Place

HOUSE_USER, DESK_USER = "homeward", "travel-desk"
HOUSE_VHOST, PARTNER_VHOST = "homeward", "partners"
TO_AGENTS, FROM_AGENTS = "travel.to-agents", "travel.from-agents"
DESK_OWNS = r"^(travel\..+|dead-letters)$"
EVERYTHING, NOTHING = ".*", "^$"


def api(place: Place, credentials: Credentials) -> BrokerApi:
    address = f"http://127.0.0.1:{place.port('management')}"
    return BrokerApi(address, rabbitmq.ADMIN, credentials.password("RABBITMQ_ADMIN"))


def provide(api: BrokerApi, credentials: Credentials) -> None:
    """The two vhosts and the house's two users."""
    api.add_user(HOUSE_USER, credentials.password("BROKER_HOMEWARD"))
    api.add_user(DESK_USER, credentials.password("BROKER_DESK"))
    open_vhosts(api, HOUSE_VHOST, PARTNER_VHOST)


def open_vhosts(api: BrokerApi, house: str, partners: str) -> None:
    """The services live in one, travel's desk and the agents meet in the other."""
    api.add_vhost(house)
    api.add_vhost(partners)
    api.permit(house, HOUSE_USER, EVERYTHING, EVERYTHING, EVERYTHING)
    # The desk owns what is named after travel, and can neither make nor read an agent's queue.
    api.permit(partners, DESK_USER, DESK_OWNS, DESK_OWNS, DESK_OWNS)
    for vhost in (house, partners):
        api.permit(vhost, api.user, EVERYTHING, EVERYTHING, EVERYTHING)
    _open_exchanges(api, partners)


def _open_exchanges(api: BrokerApi, partners: str) -> None:
    for exchange in (TO_AGENTS, FROM_AGENTS):
        api.add_topic_exchange(partners, exchange)


def admit_agent(api: BrokerApi, vhost: str, agent: str, password: str) -> None:
    """An agent reads its own queue and writes under its own name; the broker refuses the rest."""
    queue = f"agent.{agent}"
    _open_exchanges(api, vhost)
    api.add_quorum_queue(vhost, queue)
    api.bind(vhost, TO_AGENTS, queue, f"{agent}.#")
    api.add_user(agent, password)
    exact_queue = f"^{queue.replace('.', chr(92) + '.')}$"
    api.permit(vhost, agent, NOTHING, r"^travel\.from-agents$", exact_queue)
    api.permit_topics(vhost, agent, FROM_AGENTS, rf"^{agent}\.", NOTHING)


def dismiss_agent(api: BrokerApi, vhost: str, agent: str) -> None:
    """The user goes first, so that nothing is read from a queue that is going."""
    api.remove_user(agent)
    api.remove_queue(vhost, f"agent.{agent}")


def address(place: Place, user: str, password: str, vhost: str) -> str:
    return f"amqp://{user}:{password}@127.0.0.1:{place.port('amqp')}/{vhost}"


def address_without_credentials(place: Place, vhost: str) -> str:
    return f"amqp://127.0.0.1:{place.port('amqp')}/{vhost}"
