"""Agents for the unit tests, each with a book of its own."""

import pytest
from partner_agent import AgentAtHand


@pytest.fixture
def agent(tmp_path):
    return AgentAtHand(tmp_path)


@pytest.fixture
def agent_who(tmp_path):
    return lambda **rule: AgentAtHand(tmp_path, **rule)
