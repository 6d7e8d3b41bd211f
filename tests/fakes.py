"""Stand-ins for what a use case touches. They record, and never decide."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from services.chassis.callers.identity import folded
from services.chassis.errors import Conflict
from services.chassis.messages import as_json
from services.chassis.staff.grants import Grants

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@dataclass(frozen=True)
class FakeReminder:
    """What a use case asked to be reminded of."""

    at: datetime
    name: str
    ids: dict[str, str]


@dataclass(frozen=True)
class FakePost:
    """An order to another organisation."""

    address: Any
    type: str
    subject: str
    data: dict[str, Any]
    message_id: str | None


class FakeRuleTable:
    """A dated table as the rulebook gives it, from plain rows; a missing date is an open end."""

    def __init__(self, rows: Sequence[Mapping[str, Any]], version: str = "rules-of-the-test"):
        self.version = version
        self.rows = [
            SimpleNamespace(**({"valid_from": None, "valid_to": None, "source": ""} | dict(row)))
            for row in rows
        ]

    def on(self, day: date) -> list[SimpleNamespace]:
        return [
            row
            for row in self.rows
            if (row.valid_from is None or row.valid_from <= day)
            and (row.valid_to is None or day <= row.valid_to)
        ]


class FakeVault:
    """Keeps what is sealed readable for the test, and forgets when told."""

    def __init__(self):
        self.forgotten = set()
        self.answers_forgotten = set()
        self.owners = set()

    def seal(self, person_id, content):
        self.owners.add(person_id)
        return json.dumps({"of": person_id, "content": as_json(content)}).encode()

    def open(self, person_id, sealed):
        box = json.loads(sealed)
        assert box["of"] == person_id, "opened with another person's key"
        assert person_id not in self.forgotten, "the key of this person is destroyed"
        return box["content"]

    def remembers(self, person_id):
        return person_id not in self.forgotten

    def token(self, text):
        return hashlib.sha256(text.encode()).hexdigest()

    def forget(self, person_id, *about):
        self.forgotten.add(person_id)
        self.answers_forgotten |= {person_id, *about}


class FakeAudit:
    """What was done about whom, and when, as the test puts it there."""

    def __init__(self):
        self.deeds = []

    def was_done(self, what, id_, since):
        return any(done in what and about == id_ and at >= since for done, about, at in self.deeds)


class FakeGrants:
    """Who was let in to what, as a list of rows."""

    def __init__(self, unit):
        self._unit = unit
        self.rows = {}

    def give(self, grant_id, *, thing, subject, until=None):
        self.rows.setdefault(grant_id, (thing, folded(subject), until))

    def end(self, grant_id, *, thing, subject, at):
        self.rows[grant_id] = (thing, folded(subject), at)

    def seen(self, things):
        mine = folded(self._unit.principal.subject)
        found = {}
        for thing, subject, until in self.rows.values():
            lasting = until is None or until > self._unit.now()
            if thing in things and subject == mine and lasting:
                found[thing] = until is None or found.get(thing, False)
        return found


class FakeUnit:
    """A unit of work that only remembers. Stores are given per test: `FakeUnit(stores={...})`.

    `stores` maps a store class to its stand-in, `rules` a table's name to its rows.
    """

    def __init__(
        self, *, stores=None, rules=None, now=NOON, roles=("counsellor",), scopes=(), message=None
    ):
        self.stores = {Grants: FakeGrants(self)} | dict(stores or {})
        self.rule_tables = {
            name: rows if hasattr(rows, "on") else FakeRuleTable(rows)
            for name, rows in (rules or {}).items()
        }
        self.clock = now
        self.principal = SimpleNamespace(
            subject="c.jansen", roles=frozenset(roles), scopes=frozenset(scopes)
        )
        self.message = message
        self.expected_version = None
        self.vault = FakeVault()
        self.audit = FakeAudit()
        self.grounds = []
        self.published = []
        self.sequences = []
        self.reminders = []
        self.posted = []
        self._ids = 0

    def store(self, kind):
        return self.stores[kind]

    def rules(self, name, version=None):
        return self.rule_tables[(name, version) if version else name]

    def now(self):
        return self.clock

    def today(self):
        return self.clock.date()

    def new_id(self):
        self._ids += 1
        return f"id-{self._ids}"

    def publish(self, event, *, sequence=0):
        self.published.append(event)
        self.sequences.append(sequence)

    def account_for(self, ground):
        self.grounds.append(ground)

    def remind(self, at, name, **ids):
        self.reminders.append(FakeReminder(at, name, ids))

    def post(self, address, type, subject, data, *, message_id=None):  # noqa: A002
        self.posted.append(FakePost(address, type, subject, data, message_id))
        return message_id or self.new_id()

    def expects(self, version):
        if self.expected_version is not None and self.expected_version != version:
            raise Conflict(
                "stale", f"It has changed since you read it; it is at version {version}."
            )

    def seal_for(self, recipient, content):
        return json.dumps({"for": recipient, "content": as_json(content)})

    def open_sealed(self, token):
        return json.loads(token)["content"]

    def published_names(self):
        """The names of the facts, in order."""
        return [event.name for event in self.published]
