"""What must be on file before an assignment starts (R-EXP-06), and what is owed (R-EXP-07)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from services.chassis.errors import Conflict
from services.expert_deployment.vacancies.model import Reason
from services.expert_deployment.vacancies.rules import Period

EARLIEST_BEFORE_WORK = timedelta(days=7)


@dataclass(frozen=True)
class Demand:
    """One thing that a mode of work demands, with its limits; None where there is none."""

    item: str
    maximum_minor: int | None
    currency: str | None
    valid_days: int | None


def what_is_on_file(
    demands: Iterable[Demand],
    filed: Mapping[str, Mapping[str, Any] | None],
    period: Period,
    rules_version: str,
) -> tuple[Reason, ...]:
    """One reason per thing that is demanded. Work online demands nothing (R-EXP-04)."""
    reasons = []
    for demand in demands:
        entry = filed.get(demand.item)
        sentence = _fault(demand, entry, period) if entry else f"No {_words(demand)} is on file."
        reasons.append(
            Reason(
                rule="R-EXP-06",
                passed=not sentence,
                evidence="on file" if entry else "nothing",
                sentence=sentence or f"The {_words(demand)} is in order.",
                pointer=f"/{demand.item}",
                rules_version=rules_version,
            )
        )
    return tuple(reasons)


def document_lasts(expires_on: date, period: Period) -> Reason:
    """The travel document must still be valid on the last day, or the expert cannot come home."""
    return Reason(
        rule="R-EXP-02",
        passed=expires_on >= period.ends_on,
        evidence=f"valid until {expires_on}",
        sentence=f"The travel document must be valid until {period.ends_on}.",
        pointer="/",
    )


def reports_are_in(owed: Iterable[str]) -> Reason:
    """A repeat assignment needs the reports of the earlier ones."""
    missing = sorted(owed)
    return Reason(
        rule="R-EXP-07",
        passed=not missing,
        evidence=", ".join(missing) or "no report is owed",
        sentence="The reports of the earlier assignment come first.",
        pointer="/",
    )


def travel_window(starts_on: date, today: date) -> tuple[date, date]:
    """First and last day of departure: at most a week before work, at the latest the day before."""
    tomorrow = today + timedelta(days=1)
    not_before = max(tomorrow, starts_on - EARLIEST_BEFORE_WORK)
    not_after = starts_on - timedelta(days=1)
    if not_after < not_before:
        raise Conflict("too-late", f"Work begins on {starts_on}: agree other days first.")
    return not_before, not_after


def _words(demand: Demand) -> str:
    return demand.item.replace("_", " ")


def _fault(demand: Demand, entry: Mapping[str, Any], period: Period) -> str:
    """What is wrong with what was filed, or nothing."""
    if demand.item == "allowance":
        return _allowance_fault(demand, entry)
    if demand.item == "insurance":
        covers = (
            entry["covers_from"] <= period.starts_on and entry["covers_until"] >= period.ends_on
        )
        return "" if covers else "The insurance does not cover every day of the assignment."
    age_days = (period.starts_on - entry["briefed_on"]).days
    fresh = demand.valid_days is None or 0 <= age_days <= demand.valid_days
    return "" if fresh else f"The briefing must be held in the {demand.valid_days} days before."


def _allowance_fault(demand: Demand, entry: Mapping[str, Any]) -> str:
    if demand.maximum_minor is None:
        return ""
    if entry["currency"] != demand.currency:
        return f"The allowance is paid in {demand.currency}."
    within = entry["amount_minor"] <= demand.maximum_minor
    return "" if within else f"The allowance is at most {demand.maximum_minor} cents."
