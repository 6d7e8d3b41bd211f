"""Applying a draft to the cases of the last year, a page at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any

from services.chassis.answering.rule_changes import RuleChangeStore
from services.chassis.calendar import add_months
from services.chassis.errors import Invalid
from services.chassis.messages import as_json
from services.chassis.rules.rulefile import RuleTable, make_row
from services.chassis.unit import Unit
from services.intake.assignments.usecases import readable
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.eligibility.rules import decide
from services.intake.eligibility.usecases import question_of
from services.intake.exclusions.schemas import TABLES
from services.intake.exclusions.usecases import lists_from, tables_in_force
from services.intake.kinds.model import LEAVING
from services.intake.what_if.rules import Change, change_of, counted, told

DRAFT = "draft"
YEAR = 12


@dataclass(frozen=True)
class Tried:
    """What came of one page of cases."""

    looked_at: int
    left_out: int
    changes: tuple[Change, ...]
    following: str | None


def try_draft(
    unit: Unit,
    *,
    table: str,
    added: Sequence[Mapping[str, str]],
    without: Sequence[str],
    on: date | None,
    after: str | None,
    limit: int,
) -> Tried:
    """Decide by the rules in force, and by rows that nobody has proposed yet."""
    draft = _draft(unit.rules(table), table, added, without)
    tried = _try(unit, table, draft, day=on or unit.today(), after=after, limit=limit)
    return _shown(unit, tried)


def try_rule_change(
    unit: Unit, *, change_id: str, on: date | None, after: str | None, limit: int
) -> Tried:
    """Decide by the rules in force, and by a change that was proposed; it keeps what was found."""
    change = unit.store(RuleChangeStore).get(change_id)
    if change.table not in TABLES:
        raise Invalid("not-tried", f"Eligibility is not decided by {change.table}.")
    day = on or max(change.takes_effect_on, unit.today())
    draft = unit.rules(change.table, change.draft_version)
    tried = _try(unit, change.table, draft, day=day, after=after, limit=limit)
    change.note_trial(
        {
            "at": unit.now().isoformat(),
            "by": unit.principal.subject,
            "on": day.isoformat(),
            "looked_at": tried.looked_at,
            "left_out": tried.left_out,
            # Whoever reads rules reads this, so it names no case.
            "changes": [as_json(asdict(one)) for one in counted(tried.changes)],
            "following": tried.following,
        }
    )
    return _shown(unit, tried)


def _shown(unit: Unit, tried: Tried) -> Tried:
    known = readable(unit, {one.case_ref for one in tried.changes if one.case_ref})
    return replace(tried, changes=told(tried.changes, known))


def _try(
    unit: Unit, table: str, draft: RuleTable, *, day: date, after: str | None, limit: int
) -> Tried:
    """Decide every applied case of the last year twice: by the rules in force, and by the draft.

    Both are taken as they stand on one day, so that the draft alone makes the difference.
    """
    in_force = tables_in_force(unit)
    drafted = {**in_force, table: draft}
    before, then = lists_from(in_force, day, day), lists_from(drafted, day, day)
    since = add_months(unit.today(), -YEAR)
    start = int(after or 0)
    page = unit.store(CaseStore).opened_since(since, start=start, limit=limit + 1)
    known = [case for case in page[:limit] if _can_be_asked(unit, case)]
    changes = []
    for case in known:
        question = question_of(unit, case, clearance=None)
        change = change_of(case.case_ref, decide(question, before), decide(question, then))
        if change is not None:
            changes.append(change)
    return Tried(
        looked_at=len(known),
        left_out=len(page[:limit]) - len(known),
        changes=tuple(changes),
        following=str(start + limit) if len(page) > limit else None,
    )


def _draft(
    table: RuleTable, name: str, added: Sequence[Mapping[str, str]], without: Sequence[str]
) -> RuleTable:
    schema, key = TABLES[name]
    left = [row for row in table.rows if not {_of(row, column) for column in key} & set(without)]
    rows = [make_row(schema, cells) for cells in added]
    return RuleTable(DRAFT, (*left, *rows), name)


def _of(row: Any, column: str) -> Any:
    return row[column] if isinstance(row, Mapping) else getattr(row, column)


def _can_be_asked(unit: Unit, case: Case) -> bool:
    """Whoever was forgotten, or never applied, cannot be decided on."""
    applied = case.kind in LEAVING and case.application_date is not None
    return applied and all(unit.vault.remembers(one) for one in case.person_ids)
