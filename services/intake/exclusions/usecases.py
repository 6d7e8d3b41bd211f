"""Reading the dated lists and settings as they stood on a day."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Invalid
from services.chassis.rules import disputes
from services.chassis.rules.rulefile import RuleTable
from services.chassis.unit import Unit
from services.intake.exclusions.model import Lists
from services.intake.exclusions.schemas import TABLES

# R-VOT-01: sources say since when a state must be a member; its row begins when it joined.
VOT_CUTOFFS = {"a": date(2004, 5, 1), "b": date(2014, 5, 1)}
END_OF_DAY = time(17)


def lists_on(unit: Unit, *, reference_date: date, today: date) -> Lists:
    """Exclusions are tested on the application date (R-REAN-05), holds on today (R-REAN-10)."""
    return lists_from(tables_in_force(unit), reference_date, today)


def tables_in_force(unit: Unit) -> dict[str, RuleTable]:
    return {name: unit.rules(name) for name in TABLES}


def lists_from(tables: Mapping[str, RuleTable], reference_date: date, today: date) -> Lists:
    """Read the lists from tables, which may be a draft."""
    settings = tables["rean_settings"]
    side = disputes.sides_on(tables[disputes.TABLE], reference_date)
    joined_since = VOT_CUTOFFS[side["vot_eu_cutoff"]]
    return Lists(
        exclusions=tuple(tables["rean_exclusions"].on(reference_date)),
        holds=tuple(tables["security_holds"].on(today)),
        dublin=frozenset(row.country for row in tables["dublin_states"].on(today)),
        vot_exceptions=frozenset(
            row.country
            for row in tables["vot_exceptions"].on(reference_date)
            if row.valid_from >= joined_since
        ),
        repeat_bar_years=_setting(settings, "repeat_return_bar", reference_date),
        versions={name: table.version for name, table in tables.items()},
        dublin_excludes=side["dublin_claimants"] == "a",
        temporary_permits_exclude=side["excluding_permits"] == "b",
        earlier_residence_bars=side["earlier_residence"] == "a",
    )


def book_by(unit: Unit, signed_on: date) -> datetime:
    """R-REAN-20: the flight is booked within 28 days of the signed application."""
    last = signed_on + timedelta(days=setting(unit, "booking_target", signed_on))
    return datetime.combine(last, END_OF_DAY, tzinfo=AMSTERDAM)


def setting(unit: Unit, name: str, on: date) -> int:
    """Return a clock or a limit that was in force on a day."""
    return _setting(unit.rules("rean_settings"), name, on)


def setting_if_any(unit: Unit, name: str, on: date) -> int | None:
    """Return a setting that a day need not know: what is newer than it asks for nothing then."""
    rows = [row for row in unit.rules("rean_settings").on(on) if row["name"] == name]
    return int(rows[0]["value"]) if rows else None


def term(unit: Unit, name: str, on: date) -> tuple[int, str]:
    """Return how long something lasted by the rules of a day, and in which unit."""
    row = _row(unit.rules("rean_settings"), name, on)
    return int(row["value"]), str(row["unit"])


def setting_row(unit: Unit, name: str, on: date) -> dict[str, Any]:
    """Return a setting with what it says of itself: whether a source states it."""
    return _row(unit.rules("rean_settings"), name, on)


def _setting(settings: RuleTable, name: str, on: date) -> int:
    return int(_row(settings, name, on)["value"])


def _row(settings: RuleTable, name: str, on: date) -> Any:
    for row in settings.on(on):
        if row["name"] == name:
            return row
    raise Invalid("no-rules-then", f"No rules are known for {on}: {name.replace('_', ' ')}.")
