"""A travel agent at hand, without a broker: the emulator's own parts, spoken to directly."""

import json
from datetime import UTC, datetime, timedelta

from joserfc.jwk import ECKey

from partner_kit.conformance.orders import Route
from partner_kit.conformance.promises import Trial
from partner_kit.conformance.talk import Arrival, Talk
from partner_kit.emulator.agent import Agent
from partner_kit.emulator.behaviour import Behaviour, Rule
from partner_kit.emulator.book import Book
from partner_kit.emulator.passengers import Keys

MARCH_2 = datetime(2026, 3, 2, 9, tzinfo=UTC)


class DirectLine:
    """Carries bytes to the agent, and fetches what is due in its book."""

    def __init__(self, agent, office_clock):
        self.agent = agent
        self.clock = office_clock
        self.outcomes = []

    def send(self, body, _routing_key):
        self.outcomes.append(self.agent.receive(body))

    def receive(self, _seconds):
        due = self.agent.book.due(self.clock.real.timestamp(), self.clock.now())
        if not due:
            return None
        self.agent.book.sent(due[0].position)
        key = f"{self.agent.name}.{due[0].type}"
        return Arrival(due[0].body.encode(), key, self.agent.name)


class SetClock:
    """The domain's time, and the real one for delays: both as the test says."""

    def __init__(self, now=MARCH_2):
        self._now = now
        self._ahead = timedelta(seconds=1)

    @property
    def real(self):
        return datetime.now(UTC) + self._ahead

    def now(self):
        return self._now

    def pass_by(self, **span):
        self._now += timedelta(**span)
        self._ahead += timedelta(**span)


class AgentAtHand:
    """An agent with a new book in a folder, a key pair, and a conversation with it."""

    def __init__(self, folder, *, seed=1, **rule):
        self.folder = folder
        self.clock = SetClock()
        self.key = ECKey.generate_key("P-256", auto_kid=True)
        self.key_file = folder / "private.jwk"
        self.key_file.write_text(json.dumps(self.key.as_dict(private=True)))
        self.control = folder / "control.json"
        self.rule = Rule(**rule)
        self.seed = seed
        self.line = DirectLine(self.opened(), self.clock)
        self.talk = Talk(self.line, "polder", seconds=0.5)
        route = Route("AMS", "CMN", self.clock.now() + timedelta(days=14))
        self.trial = Trial(self.talk, route, self.key, self.clock.now)

    def opened(self):
        """The program as it is after a start: only the folder knows what was before."""
        return Agent(
            "polder",
            book=Book(self.folder / "book.sqlite"),
            keys=Keys(self.key_file, b"a secret of the agent"),
            behaviour=Behaviour("polder", self.rule, self.control),
            now=self.clock.now,
            seed=self.seed,
        )

    def restart(self):
        self.line.agent.book.close()
        self.line.agent = self.opened()

    def steer(self, **rule):
        self.control.write_text(json.dumps(rule))

    def next_message(self):
        """What is due next, as it was read; a body that is no JSON as its bytes."""
        arrival = self.line.receive(0)
        if arrival is None:
            return None
        try:
            return json.loads(arrival.body)
        except ValueError:
            return arrival.body

    def messages(self):
        return list(iter(self.next_message, None))
