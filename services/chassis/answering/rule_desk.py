"""What every service answers about its rules: what is in force, and who wants it otherwise."""

from __future__ import annotations

from typing import Any

from services.chassis.answering import rule_changes as changing
from services.chassis.bus import reminder, rpc
from services.chassis.errors import NotFound
from services.chassis.rules import disputes, ruledraft
from services.chassis.rules.rulebook import declaration, names_of
from services.chassis.rules.schemas import (
    Approval,
    ChangesQuery,
    DisputedPointsView,
    Proposal,
    Refusing,
    RowsQuery,
    RuleChangeView,
    RuleRowView,
    RuleTablesView,
    SwitchesFilter,
)
from services.chassis.unit import Unit


class RuleDesk:
    """Every service answers these; the scope is its own, such as `intake:rules:approve`."""

    @rpc("{service}:rules:read")
    def rule_tables(self, unit: Unit) -> dict[str, Any]:
        """Return every table with its version in force."""
        tables = [unit.rules(name) for name in names_of(unit.service)]
        shown = [
            {"table": one.name, "version": one.version, "rows": len(one.rows)}
            | {"key": declaration(unit.service, one.name).key}
            for one in tables
        ]
        return RuleTablesView().dump({"items": shown})

    @rpc("{service}:rules:read")
    def rule_rows(self, unit: Unit, *, table: str, query: dict[str, Any]) -> dict[str, Any]:
        """Return a page of a table as its file says it, in the version in force or another."""
        asked = RowsQuery().load(query)
        if table not in names_of(unit.service):
            raise NotFound("no-such-table", f"There is no rule table {table} here.")
        version = asked["version"] or unit.rules(table).version
        rows = ruledraft.cells_of(unit.session, table, version)
        start, limit = int(asked["after"] or 0), asked["limit"]
        page = [{"number": n, "cells": one} for n, one in enumerate(rows, 1)][start : start + limit]
        following = str(start + limit) if start + limit < len(rows) else None
        return {"items": RuleRowView(many=True).dump(page), "next": following}

    @rpc("{service}:rules:read")
    def disputed_points(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return what sources dispute, what each says, and by which we decide."""
        day = SwitchesFilter().load(query)["on"] or unit.today()
        known = disputes.TABLE in names_of(unit.service)
        shown = disputes.shown(unit.rules(disputes.TABLE), day) if known else []
        return DisputedPointsView().dump({"items": shown})

    @rpc("{service}:rules:write")
    def propose_rule_change(
        self, unit: Unit, *, table: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Write a draft down for another person to decide on."""
        change = changing.propose(unit, table=table, **Proposal().load(body))
        return RuleChangeView().dump(change)

    @rpc("{service}:rules:read")
    def rule_changes(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """Return a page of changes, oldest first."""
        asked = ChangesQuery().load(query)
        found = changing.page(unit, **asked | {"limit": asked["limit"] + 1})
        shown = found[: asked["limit"]]
        following = shown[-1].change_id if len(found) > asked["limit"] else None
        return {"items": RuleChangeView(many=True).dump(shown), "next": following}

    @rpc("{service}:rules:read")
    def rule_change(self, unit: Unit, *, change_id: str) -> dict[str, Any]:
        """Return one change with its draft."""
        return RuleChangeView().dump(
            unit.store(changing.RuleChangeStore).get(change_id, locked=False)
        )

    @rpc("{service}:rules:approve")
    def approve_rule_change(
        self, unit: Unit, *, change_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Agree to what somebody else proposed."""
        asked = Approval().load(body)
        return RuleChangeView().dump(changing.approve(unit, change_id=change_id, **asked))

    @rpc("{service}:rules:approve")
    def reject_rule_change(
        self, unit: Unit, *, change_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Refuse what somebody else proposed, and say why."""
        asked = Refusing().load(body)
        return RuleChangeView().dump(changing.reject(unit, change_id=change_id, **asked))

    @rpc("{service}:rules:write")
    def withdraw_rule_change(
        self, unit: Unit, *, change_id: str, body: dict[str, Any]
    ) -> dict[str, Any]:
        """Stop a change before its day, and say why."""
        asked = Refusing().load(body)
        return RuleChangeView().dump(changing.withdraw(unit, change_id=change_id, **asked))

    @reminder(changing.DUE)
    def on_rule_change_due(self, unit: Unit, change_id: str) -> None:
        """Its day has come, or nobody has decided on it."""
        changing.come_due(unit, change_id=change_id)
