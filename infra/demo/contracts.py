"""Whether a travel agent works for us today, as an operator would change it: `homeward partner`."""

from __future__ import annotations

import threading

from infra.local import addresses, partners
from infra.local.addresses import Addresses
from infra.local.calls import ask
from infra.local.credentials import Credentials
from infra.local.place import AGENTS, Place


class Contracts:
    """Only the contract ends: the agent's program and its place on the broker stay."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._ended: set[str] = set()
        self._lock = threading.Lock()

    def end(self, name: str) -> None:
        """Travel asks this agent for nothing new."""
        if name not in AGENTS:
            raise LookupError(f"There is no agent {name}; there are {', '.join(AGENTS)}.")
        ask(
            self._where(),
            "travel",
            "retire_agent",
            {"body": {"name": name}},
            scopes=partners.SCOPES,
        )
        with self._lock:
            self._ended.add(name)

    def begin(self, name: str) -> None:
        """It works for us again, with the key that it has."""
        key = partners.read_public_key(self._place.home / "agents" / name / "public.jwk")
        partners.register_key(self._where(), name, key)
        with self._lock:
            self._ended.discard(name)

    def _where(self) -> Addresses:
        return addresses.of(self._place, Credentials.load(self._place))

    def put_back(self) -> None:
        """Whatever happened, all agents work for us when the day is over."""
        for name in sorted(self._ended):
            self.begin(name)
