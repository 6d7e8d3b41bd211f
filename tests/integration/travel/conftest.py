"""Travel on the real broker and database, with two agents that the test plays."""

import pytest
from travel_house import PlayedAgent, TravelHouse


@pytest.fixture
def house(database, broker, keys, service, wait_for):
    """One running process of travel on a database of its own."""
    own = database("travel")
    service("travel", database=own, broker=broker)
    opened = TravelHouse(own, broker, keys, wait_for)
    yield opened
    opened.close()


@pytest.fixture
def agents(house, broker, wait_for):
    """Two registered agents: `dear` offers nothing cheaper than `cheap` unless told to."""
    played = [PlayedAgent(broker, wait_for, prefix) for prefix in ("cheap", "dear")]
    for agent in played:
        house.ask("register_agent", body={"name": agent.name, "jwk": agent.jwk})
    yield played
    for agent in played:
        agent.close()
        broker.api.remove_user(agent.name)
