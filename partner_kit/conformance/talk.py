"""A conversation with an agent: asks, waits for the answer, and notes every fault on the way."""

import json
import time
from dataclasses import dataclass
from typing import Any, Protocol

from partner_kit import contract
from partner_kit.conformance.orders import Event

ANSWERS = {
    "quote_requested.v1": ("quote_offered.v1", "quote_refused.v1"),
    "booking_requested.v1": ("booking_confirmed.v1", "booking_failed.v1"),
    "change_requested.v1": ("change_quoted.v1",),
    "change_confirmed.v1": ("change_confirmed.v1",),
    "cancellation_requested.v1": ("cancellation_quoted.v1",),
    "cancellation_confirmed.v1": ("cancellation_confirmed.v1", "cancellation_quoted.v1"),
    "erasure_requested.v1": ("erasure_confirmed.v1",),
}
REFERENCES = ("quote_reference", "booking_reference", "erasure_reference")


class Broken(AssertionError):  # noqa: N818 - it is the promise that is broken
    """A promise that the agent's program does not keep, as a sentence."""


@dataclass(frozen=True)
class Arrival:
    """What came from the agent, as the broker handed it over."""

    body: bytes
    routing_key: str
    user_id: str


class Line(Protocol):
    """Carries bytes to the agent and back."""

    def send(self, body: bytes, routing_key: str) -> None:
        """Send to the agent."""

    def receive(self, seconds: float) -> Arrival | None:
        """Return what comes next, or nothing within the time."""


class Talk:
    """Asks one agent."""

    def __init__(self, line: Line, agent: str, seconds: float = 15.0) -> None:
        self.agent = agent
        self.faults: list[str] = []
        self._line = line
        self._seconds = seconds

    def send(self, event: Event) -> None:
        """Send a message."""
        self.send_bytes(json.dumps(event).encode(), event["type"])

    def send_bytes(self, body: bytes, name: str) -> None:
        """Send what may be no message at all."""
        self._line.send(body, f"{self.agent}.{name}")

    def ask(self, event: Event) -> Event:
        """Send a message and return what answers it."""
        self.send(event)
        return self.answer_to(event)

    def answer_to(self, event: Event) -> Event:
        """Wait for what answers a message; other news is read and left."""
        ends_at = time.monotonic() + self._seconds
        while (left := ends_at - time.monotonic()) > 0:
            arrival = self._line.receive(left)
            if arrival is None:
                break
            answer = self._read(arrival)
            if answer and _answers(event, answer):
                return answer
        raise Broken(f"{event['type']} was not answered within {self._seconds:g} seconds.")

    def expect(self, event: Event, name: str) -> dict[str, Any]:
        """Ask, and return the content of the answer, which must be of this type."""
        answer = self.ask(event)
        if answer["type"] != name:
            said = answer["data"].get("reason") or answer["data"].get("sentence") or "no reason"
            raise Broken(f"The answer is {answer['type']} ({said}) and not {name}.")
        content: dict[str, Any] = answer["data"]
        return content

    def expect_rejection(self, event: Event, *codes: str) -> None:
        """Ask, and see to it that the message is rejected with one of the codes."""
        content = self.expect(event, "message_rejected.v1")
        if content["code"] not in codes:
            raise Broken(f"It was rejected as {content['code']} and not as {' or '.join(codes)}.")

    def _read(self, arrival: Arrival) -> Event | None:
        try:
            event = json.loads(arrival.body)
        except ValueError:
            self.faults.append("A message is not JSON.")
            return None
        found = contract.faults(contract.FROM_AGENT, event)
        if found:
            self.faults.extend(found)
            return None
        self.faults.extend(_faults_of_sender(self.agent, arrival, event))
        return dict(event)


def _answers(question: Event, answer: Event) -> bool:
    content = answer["data"]
    if answer["type"] == "message_rejected.v1":
        return bool(content["rejected_id"] == question["id"])
    if answer["type"] not in ANSWERS.get(question["type"], ()):
        return False
    asked = question["data"]
    return any(asked.get(name) and asked[name] == content.get(name) for name in REFERENCES)


def _faults_of_sender(agent: str, arrival: Arrival, event: Event) -> list[str]:
    faults = []
    if event["source"] != f"/agents/{agent}":
        faults.append(f"/source: it is {event['source']} and not /agents/{agent}.")
    if arrival.routing_key != f"{agent}.{event['type']}":
        faults.append(f"The routing key {arrival.routing_key} is not {agent}.{event['type']}.")
    if arrival.user_id != agent:
        faults.append("The property user_id is not the agent's name.")
    return faults
