"""An agent reads its own queue and publishes under its own name; the broker refuses the rest.

Every attempt is made with a stock AMQP client under an agent's own credentials.
"""

from contextlib import contextmanager

import pytest
from amqp import Connection, Message
from amqp.exceptions import AccessRefused, NotAllowed, PreconditionFailed
from kombu.utils.url import parse_url

TO_AGENTS, FROM_AGENTS = "travel.to-agents", "travel.from-agents"


@contextmanager
def connected(uri, **other):
    parts = parse_url(uri)
    connection = Connection(
        host=f"{parts['hostname']}:{parts['port']}",
        userid=other.get("user", parts["userid"]),
        password=other.get("password", parts["password"]),
        virtual_host=other.get("vhost", parts["virtual_host"]),
        confirm_publish=True,
    )
    connection.connect()
    try:
        yield connection.channel()
    finally:
        connection.collect()


@pytest.fixture
def polder(admitted):
    return admitted("polder")


@pytest.fixture
def delta(admitted):
    return admitted("delta")


def publish(channel, exchange, routing_key, **properties):
    channel.basic_publish(Message("{}", **properties), exchange, routing_key, confirm_timeout=10)


def test_wrong_credentials_are_refused(polder):
    with pytest.raises(AccessRefused), connected(polder.uri, password="guessed"):
        pass


def test_another_agents_name_with_ones_own_password_is_refused(polder, delta):
    with pytest.raises(AccessRefused), connected(polder.uri, user=delta.name, password="polder"):
        pass


def test_the_services_own_vhost_is_refused(polder, broker):
    with pytest.raises(NotAllowed), connected(polder.uri, vhost=broker.vhost):
        pass


def test_an_agent_reads_its_own_queue_and_publishes_under_its_own_name(polder):
    with connected(polder.uri) as channel:
        assert channel.basic_get(f"agent.{polder.name}", no_ack=True) is None
        key = f"{polder.name}.quote_offered.v1"
        publish(channel, FROM_AGENTS, key, user_id=polder.name)


REFUSED = {
    "get from another's queue": lambda channel, _, delta: channel.basic_get(f"agent.{delta}"),
    "consume another's queue": lambda channel, _, delta: channel.basic_consume(f"agent.{delta}"),
    "read the desk's queue": lambda channel, *_: channel.basic_get(FROM_AGENTS),
    "publish under another's name": lambda channel, _, delta: publish(
        channel, FROM_AGENTS, f"{delta}.quote_offered.v1"
    ),
    "publish under a name that begins alike": lambda channel, polder, _: publish(
        channel, FROM_AGENTS, f"{polder}x.quote_offered.v1"
    ),
    "publish under no name": lambda channel, *_: publish(channel, FROM_AGENTS, "quote_offered.v1"),
    "give orders to agents": lambda channel, _, delta: publish(
        channel, TO_AGENTS, f"{delta}.booking_requested.v1"
    ),
    "write to another's queue": lambda channel, _, delta: publish(channel, "", f"agent.{delta}"),
    "write to its own queue": lambda channel, polder, _: publish(channel, "", f"agent.{polder}"),
    "write to the broker's exchange": lambda channel, polder, _: publish(
        channel, "amq.topic", f"{polder}.x"
    ),
    "declare a queue": lambda channel, *_: channel.queue_declare("mine", auto_delete=True),
    "declare a queue without a name": lambda channel, *_: channel.queue_declare(exclusive=True),
    "declare its own queue": lambda channel, polder, _: channel.queue_declare(
        f"agent.{polder}", durable=True, auto_delete=False
    ),
    "declare an exchange": lambda channel, *_: channel.exchange_declare("mine", "topic"),
    "delete its own queue": lambda channel, polder, _: channel.queue_delete(f"agent.{polder}"),
    "delete another's queue": lambda channel, _, delta: channel.queue_delete(f"agent.{delta}"),
    "delete the exchange": lambda channel, *_: channel.exchange_delete(FROM_AGENTS),
    "purge another's queue": lambda channel, _, delta: channel.queue_purge(f"agent.{delta}"),
    "bind its queue to what others send": lambda channel, polder, _: channel.queue_bind(
        f"agent.{polder}", FROM_AGENTS, "#"
    ),
    "bind its queue to orders for others": lambda channel, polder, delta: channel.queue_bind(
        f"agent.{polder}", TO_AGENTS, f"{delta}.#"
    ),
    "unbind another's queue": lambda channel, _, delta: channel.queue_unbind(
        f"agent.{delta}", TO_AGENTS, f"{delta}.#"
    ),
    "bind an exchange": lambda channel, *_: channel.exchange_bind("amq.topic", FROM_AGENTS, "#"),
}


@pytest.mark.parametrize("attempt", REFUSED)
def test_the_broker_refuses_to(polder, delta, attempt):
    with connected(polder.uri) as channel, pytest.raises(AccessRefused):
        REFUSED[attempt](channel, polder.name, delta.name)


def test_the_name_of_another_in_the_message_is_refused(polder, delta):
    with connected(polder.uri) as channel, pytest.raises(PreconditionFailed):
        publish(channel, FROM_AGENTS, f"{polder.name}.quote_offered.v1", user_id=delta.name)


def test_what_was_refused_changed_nothing(polder, delta, broker):
    with connected(broker.partner_desk_amqp_uri) as desk:
        publish(desk, TO_AGENTS, f"{delta.name}.quote_requested.v1")
    for attempt in REFUSED.values():
        with connected(polder.uri) as channel, pytest.raises(AccessRefused):
            attempt(channel, polder.name, delta.name)

    with connected(delta.uri) as channel:
        waiting = channel.basic_get(f"agent.{delta.name}", no_ack=True)

    assert waiting.delivery_info["routing_key"] == f"{delta.name}.quote_requested.v1"


def test_an_agent_may_throw_away_what_waits_for_itself(polder, broker):
    """The right to read is the right to purge; the guide says so."""
    with connected(broker.partner_desk_amqp_uri) as desk:
        publish(desk, TO_AGENTS, f"{polder.name}.quote_requested.v1")

    with connected(polder.uri) as channel:
        assert channel.queue_purge(f"agent.{polder.name}") == 1


def test_an_agent_may_see_that_anothers_queue_exists_and_how_much_waits(polder, delta, broker):
    """RabbitMQ guards no passive declaration; the guide says so."""
    with connected(broker.partner_desk_amqp_uri) as desk:
        publish(desk, TO_AGENTS, f"{delta.name}.quote_requested.v1")

    with connected(polder.uri) as channel:
        seen = channel.queue_declare(f"agent.{delta.name}", passive=True)

    assert (seen.message_count, seen.consumer_count) == (1, 0)
