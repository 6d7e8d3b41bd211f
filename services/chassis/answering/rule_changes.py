"""Changing rules by two people: propose, try, approve or reject, withdraw, take effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import structlog
from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, Text, select
from sqlalchemy.orm import Session, registry

from services.chassis.database import EnumText, JsonOf, UtcDateTime, chassis_metadata
from services.chassis.errors import Conflict, Invalid, NotFound, Problem
from services.chassis.locks import hold, lock
from services.chassis.messages import as_json
from services.chassis.rules import ruledraft
from services.chassis.rules.change import UNDER_WAY, ChangeStatus, RuleChange
from services.chassis.rules.rulebook import lock_of, names_of, version_in_force
from services.chassis.unit import Unit

DUE = "rule_change_due"

log = structlog.get_logger(__name__)

rule_changes = Table(
    "rule_changes",
    chassis_metadata,
    Column("change_id", Text, primary_key=True),
    Column("table", Text, nullable=False),
    Column("added", JsonOf, nullable=False),
    Column("without", JsonOf, nullable=False),
    Column("base_version", Text, nullable=False),
    Column("draft_version", Text, nullable=False),
    Column("takes_effect_on", Date, nullable=False),
    Column("touches_past", Boolean, nullable=False),
    Column("reason", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", UtcDateTime, nullable=False),
    Column("tried", JsonOf, nullable=False),
    Column("decided_by", Text),
    Column("decided_at", UtcDateTime),
    Column("decision_reason", Text),
    Column("ended_by", Text),
    Column("ended_at", UtcDateTime),
    Column("ended_reason", Text),
    Column("status", EnumText(ChangeStatus), nullable=False),
    Column("version", Integer, nullable=False),
    Column("due_at", UtcDateTime),
    Column("overdue", Boolean, nullable=False),
    Index("ix_rule_changes_status_change_id", "status", "change_id"),
)
registry(metadata=chassis_metadata).map_imperatively(RuleChange, rule_changes)


class RuleChangeStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session
        self._service = unit.service

    def add(self, change: RuleChange) -> None:
        self._session.add(change)

    def get(self, change_id: str, *, locked: bool = True) -> RuleChange:
        """Return a change, locked until the transaction ends unless it is only looked at."""
        find = lock if locked else Session.get
        change = find(self._session, RuleChange, change_id)
        if change is None:
            raise NotFound("no-such-change", f"There is no rule change {change_id}.")
        return change

    def under_way(self, table: str) -> RuleChange | None:
        """Return the one change of a table that is not over; whoever else asks waits here."""
        hold(self._session, lock_of(table))
        columns = rule_changes.c
        return self._session.scalar(
            select(RuleChange).where(columns.table == table, columns.status.in_(UNDER_WAY))
        )

    def page(
        self, *, status: ChangeStatus | None, after: str | None, limit: int
    ) -> Sequence[RuleChange]:
        """Return the next changes, oldest first."""
        columns = rule_changes.c
        query = select(RuleChange).order_by(columns.change_id).limit(limit)
        if status is not None:
            query = query.where(columns.status == status)
        if after is not None:
            query = query.where(columns.change_id > after)
        return list(self._session.scalars(query))

    def draft(
        self, table: str, added: Sequence[Mapping[str, str]], without: Sequence[str]
    ) -> ruledraft.Draft:
        """Put a draft together; a table that nobody declared is not found."""
        if table not in names_of(self._service):
            raise NotFound("no-such-table", f"There is no rule table {table} here.")
        return ruledraft.draft(self._session, self._service, table, added=added, without=without)

    def keep(self, table: str, draft: ruledraft.Draft, change_id: str) -> None:
        ruledraft.keep(self._session, table, draft.file, change_id)

    def version_in_force(self, table: str) -> str | None:
        """Return the version in force, which nobody replaces before the transaction ends."""
        hold(self._session, lock_of(table))
        return version_in_force(self._session, table)

    def put_in_force(self, change: RuleChange) -> None:
        ruledraft.put_in_force(self._session, change.table, change.draft_version, change.change_id)


def propose(
    unit: Unit,
    *,
    table: str,
    added: Sequence[Mapping[str, str]],
    without: Sequence[str],
    takes_effect_on: date,
    touches_past: bool,
    reason: str,
    source: str,
) -> RuleChange:
    """Write a draft down, as strictly read as a file, for another person to decide on."""
    store = unit.store(RuleChangeStore)
    draft = store.draft(table, added, without)
    if takes_effect_on < unit.today():
        raise _at("/takes_effect_on", "in-the-past", "A rule takes effect today or later.")
    other = store.under_way(table)
    if other is not None:
        raise Conflict("change-under-way", f"Change {other.change_id} of {table} is not over yet.")
    _check_past(draft, takes_effect_on, touches_past=touches_past)
    change = RuleChange(
        change_id=unit.new_id(),
        table=table,
        added=[dict(row) for row in added],
        without=list(without),
        base_version=draft.base_version,
        draft_version=draft.file.version,
        takes_effect_on=takes_effect_on,
        touches_past=touches_past,
        reason=reason,
        source=source,
        proposed_by=unit.principal.subject,
        proposed_at=unit.now(),
    )
    store.add(change)
    store.keep(table, draft, change.change_id)
    _remind(unit, change)
    return change


def approve(unit: Unit, *, change_id: str, reason: str | None) -> RuleChange:
    """Agree to a change that somebody else proposed, of the table as it still is."""
    store = unit.store(RuleChangeStore)
    change = store.get(change_id)
    change.approve(unit.principal.subject, reason, unit.today(), unit.now())
    if store.version_in_force(change.table) != change.base_version:
        raise Conflict(
            "rules-moved",
            f"The table {change.table} was replaced after this was drafted; propose it again.",
        )
    _remind(unit, change)
    return change


def reject(unit: Unit, *, change_id: str, reason: str) -> RuleChange:
    change = unit.store(RuleChangeStore).get(change_id)
    change.reject(unit.principal.subject, reason, unit.now())
    return change


def withdraw(unit: Unit, *, change_id: str, reason: str) -> RuleChange:
    change = unit.store(RuleChangeStore).get(change_id)
    change.withdraw(unit.principal.subject, reason, unit.now())
    return change


def come_due(unit: Unit, *, change_id: str) -> None:
    """Put a change in force on its day, or note that nobody has decided on it."""
    store = unit.store(RuleChangeStore)
    change = store.get(change_id)
    before = change.status
    if change.come_due(store.version_in_force(change.table), unit.principal.subject, unit.now()):
        store.put_in_force(change)
    if change.status is not before:
        log.info(
            "rule_change_came_due",
            change_id=change.change_id,
            status=str(change.status),
            version=change.draft_version,
        )
    elif change.overdue:
        _remind(unit, change)


def page(unit: Unit, **asked: Any) -> Sequence[RuleChange]:
    return unit.store(RuleChangeStore).page(**asked)


def _remind(unit: Unit, change: RuleChange) -> None:
    if change.due_at is not None:
        unit.remind(change.due_at, DUE, change_id=change.change_id)


def _check_past(draft: ruledraft.Draft, day: date, *, touches_past: bool) -> None:
    """Cases were decided by what the table said of earlier days; nobody changes that unnoticed."""
    if not draft.changes:
        raise Invalid("nothing-changes", "The draft says what the table says already.")
    past = draft.changed_before(day)
    if past and not touches_past:
        errors = [
            Problem(pointer="/touches_past", detail=f"Of earlier days: {_said(row)}.")
            for row in past
        ]
        raise Invalid(
            "touches-the-past",
            f"The draft says something else of days before {day}, by which cases were decided;"
            " say that it touches the past, or date its rows from that day.",
            errors,
        )


def _said(row: Mapping[str, Any]) -> str:
    told = as_json(dict(row))
    return ", ".join(f"{name} {told[name]}" for name in told if told[name] not in (None, ""))


def _at(pointer: str, code: str, sentence: str) -> Invalid:
    return Invalid(code, sentence, [Problem(pointer=pointer, detail=sentence)])
