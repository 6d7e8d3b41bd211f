"""Reads databases, broker and the agents' books after a run, and says what is not as it must be.

It shares no code with the services: plain SQL, the broker's management interface, SQLite, HTTP.
"""

from infra.chaos.checker import (
    agents,
    answers,
    bus,
    cases,
    experts,
    kinds,
    money,
    processes,
    waits,
)

ALL = (bus, processes, cases, experts, waits, agents, money, kinds, answers)
