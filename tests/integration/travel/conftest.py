"""Travel on the real broker and database, with two agents that the test plays."""

import contextlib

import pytest
from travel_house import PlayedAgent, TravelHouse

from services.chassis.errors import Conflict
from tests import templates


@pytest.fixture(scope="module")
def open_house(database, broker, keys, stack, tmp_path_factory):
    """One process of travel for the tests of a module; each case of theirs is its own."""
    own = database("travel")
    clock = tmp_path_factory.mktemp("clock") / "clock"
    settings = {
        "HOMEWARD_DB_TRAVEL": own.uri,
        "HOMEWARD_AMQP_URI": broker.amqp_uri,
        "HOMEWARD_PARTNER_AMQP_URI": broker.partner_amqp_uri,
        "HOMEWARD_PARTNER_DESK_AMQP_URI": broker.partner_desk_amqp_uri,
        "HOMEWARD_KEYS_DIR": str(keys),
        "HOMEWARD_CLOCK_FILE": str(clock),
    }
    process = templates.a_service(stack, "travel", settings)
    process.wait_until_ready()
    opened = TravelHouse(own, broker, keys, clock)
    yield opened
    opened.close()
    process.close()


@pytest.fixture
def house(open_house):
    """The running service, at the time of the real world again after each test."""
    yield open_house
    open_house.set_clock(0)


@pytest.fixture
def agents(house, broker):
    """The two agents that may be asked: `dear` offers nothing cheaper than `cheap` unless told."""
    played = [PlayedAgent(broker, prefix) for prefix in ("cheap", "dear")]
    for agent in played:
        house.ask("register_agent", body={"name": agent.name, "jwk": agent.jwk})
    yield played
    for agent in played:
        agent.close()
        with contextlib.suppress(Conflict):
            house.ask("retire_agent", body={"name": agent.name})
        broker.api.remove_user(agent.name)
