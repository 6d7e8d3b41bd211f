"""Agents on the real broker: admitted as `homeward partner add` admits them, then started."""

import json
import secrets
import sys

import pytest
from joserfc.jwk import ECKey

from infra.local.bench.running import Running, free_port
from partner_kit.conformance.broker import BrokerLine
from partner_kit.conformance.orders import Route
from partner_kit.conformance.promises import Trial
from partner_kit.conformance.talk import Talk
from partner_kit.emulator.clock import Clock

PASSWORD = "an-agents-own-password"


class AdmittedAgent:
    """An agent with its own credentials, key and state, whose program may be running."""

    def __init__(self, broker, name, folder):
        self.broker = broker
        self.name = name
        self.uri = broker.admit_agent(name, PASSWORD)
        self.key = ECKey.generate_key("P-256", auto_kid=True)
        self.state = folder
        self.key_file = folder / "private.jwk"
        self.key_file.write_text(json.dumps(self.key.as_dict(private=True)))
        self.public_key_file = folder / "public.jwk"
        self.public_key_file.write_text(json.dumps(self.key.as_dict(private=False)))
        self.clock_file = folder / "clock"
        self.running = None

    def steer(self, **rule):
        (self.state / "control.json").write_text(json.dumps(rule))

    def set_clock(self, offset_seconds):
        self.clock_file.write_text(json.dumps({"offset_seconds": offset_seconds}))

    def begin(self, stack, uri=None):
        port = free_port()
        command = [sys.executable, "-m", "partner_kit.emulator"]
        command += ["--name", self.name, "--key", str(self.key_file)]
        command += ["--state", str(self.state), "--ops-port", str(port)]
        command += ["--clock", str(self.clock_file)]
        told = {"HOMEWARD_AGENT_URI": uri or self.uri}
        self.running = Running(stack, command, told, port)
        self.running.start()
        self.running.wait_until_ready()

    def trial(self, line):
        now = Clock(self.clock_file).now
        route = Route("AMS", "CMN", now())
        return Trial(Talk(line, self.name, seconds=20), route, self.key, now)


@pytest.fixture
def admitted(broker, tmp_path):
    """Admit an agent of any name; its user goes with the test."""
    agents = []

    def admit(prefix="polder"):
        name = f"{prefix}-{secrets.token_hex(3)}"
        folder = tmp_path / name
        folder.mkdir()
        agents.append(AdmittedAgent(broker, name, folder))
        return agents[-1]

    yield admit
    for agent in agents:
        if agent.running:
            agent.running.close()
        broker.api.remove_user(agent.name)


@pytest.fixture
def agent(admitted, stack):
    """An agent whose program runs."""
    started = admitted()
    started.begin(stack)
    return started


@pytest.fixture
def line(broker, agent):
    """What Homeward's desk hears and says."""
    opened = BrokerLine(broker.partner_desk_amqp_uri, agent.name)
    yield opened
    opened.close()
