"""Asking whether everybody's document covers the arrival, again whenever the journey moves."""

from __future__ import annotations

from datetime import date

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Invalid
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, watch
from services.intake.cases.model import Case
from services.intake.cases.usecases import people_of
from services.intake.kinds.model import LEAVING
from services.intake.states.model import UNDER_WAY
from services.intake.validity import rules
from services.intake.validity.schemas import ANYWHERE


def margin_of(unit: Unit, destination: str, on: date) -> int:
    """Return by how many months a document must outlast the arrival there."""
    rows = {row["destination"]: row for row in unit.rules("document_margins").on(on)}
    row = rows.get(destination) or rows.get(ANYWHERE)
    if row is None:
        raise Invalid("no-rules-then", f"No rules are known for {on}: document margins.")
    return int(row["months"])


def short_before(unit: Unit, case: Case) -> list[str]:
    """R-REAN-04: whose recorded document would not last as long as the destination asks.

    Of whoever leaves the gate itself asks for a document that covers the last day of travel.
    """
    margin = margin_of(unit, case.destination_country, unit.today())
    last = rules.must_last_until(case.not_after, margin)
    people = [one for one in people_of(unit, case) if case.kind in LEAVING or one.document]
    if case.kind in LEAVING and not margin:
        return []
    return [one.person_id for one in people if rules.falls_short(one, last)]


def short_now(unit: Unit, case: Case) -> list[str]:
    """R-REAN-04: whose document does not cover the arrival of the journey as it is booked now."""
    if case.status not in UNDER_WAY:
        return []
    margin = margin_of(unit, case.destination_country, unit.today())
    return rules.short_on_arrival(people_of(unit, case), case.journey, margin)


def recheck(unit: Unit, case: Case) -> None:
    """The journey moved, or a document changed: whoever must act is told, or no longer."""
    short, departs_at = short_now(unit, case), case.journey.departs_at()
    for person_id in sorted(case.person_ids):
        about = {"case_ref": case.case_ref, "about": person_id}
        if person_id in short and departs_at is not None:
            day = case.not_after if case.restricted else departs_at.astimezone(AMSTERDAM).date()
            watch(unit, what=What.ARRIVAL, breaks_on=day, **about)
        else:
            settle_alert(unit, what=What.ARRIVAL, **about)
