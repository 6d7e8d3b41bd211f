"""Looking ahead over all cases: why is this one not moving, and what is about to break."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from services.chassis.errors import Invalid
from services.chassis.unit import Unit
from services.intake.alerts.model import Alert, What
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.confidential.model import Kind
from services.intake.confidential.usecases import may_open, token_of
from services.intake.radar.model import Blip, Place, morning_of
from services.intake.radar.rules import owners_asked, told_apart
from services.intake.radar.store import RadarStore


def look_ahead(
    unit: Unit, *, days: int, owner: str | None, after: str | None, limit: int
) -> tuple[list[Blip], str | None]:
    """Return what somebody must see to within so many days, the most pressing first."""
    place = Place.read(after) if after else None
    if after and place is None:
        raise Invalid("no-such-place", "The cursor was not given by this list.")
    until = unit.now() + timedelta(days=days)
    kinds = [kind for kind in Kind if may_open(unit, kind)]
    shown: list[tuple[Blip, Place]] = []
    # What is left out must neither shorten a page nor stand in a cursor: one more than is shown
    # is looked for, and the cursor names the last that is shown.
    while len(shown) <= limit:
        page = _page(unit, until, owner=owner, apart=bool(kinds), after=place, limit=limit)
        told = [(_seen(unit, blip, kinds), blip.place) for blip in page]
        shown += [(one, at) for one, at in told if one and owner in {None, one.owner}]
        if len(page) < limit:
            break
        place = page[-1].place
    following = shown[limit - 1][1].written() if len(shown) > limit else None
    return [one for one, _ in shown[:limit]], following


def _page(
    unit: Unit, until: datetime, *, owner: str | None, apart: bool, after: Place | None, limit: int
) -> list[Blip]:
    store = unit.store(RadarStore)
    cases = store.due(until=until, owner=owner, after=after, limit=limit)
    owners = owners_asked(owner, apart=apart)
    alerts = store.standing(
        until=until.date(), owners=owners, apart=apart, after=after, limit=limit
    )
    found = [*map(_of_case, cases), *(_of_alert(alert, unit.now()) for alert in alerts)]
    return sorted(found, key=lambda blip: blip.place)[:limit]


def _seen(unit: Unit, blip: Blip, kinds: list[Kind]) -> Blip | None:
    """Say what a day that is kept apart is about, if the caller may know; else it is not shown."""
    if blip.what != What.CONFIDENTIAL:
        return blip
    case = unit.store(CaseStore).read(blip.case_ref)
    for kind in kinds:
        for person_id in sorted(case.person_ids):
            if token_of(unit, kind, person_id) == blip.about:
                return told_apart(blip, kind, person_id)
    return None


def _of_case(case: Case) -> Blip:
    return Blip(
        at=(case.due_at or case.entered_at).astimezone(UTC),
        source="case",
        case_ref=case.case_ref,
        about=case.case_ref,
        what=str(case.status),
        rule_id=None,
        sentence=f"The case waits for {case.waits_for}.",
        owner=case.owner or "",
        overdue=case.overdue,
    )


def _of_alert(alert: Alert, now: datetime) -> Blip:
    return Blip(
        at=morning_of(alert.alert_on),
        source="alert",
        case_ref=alert.case_ref,
        about=alert.about,
        what=str(alert.what),
        rule_id=alert.rule.rule_id or None,
        sentence=alert.rule.sentence,
        owner=alert.owner,
        overdue=morning_of(alert.breaks_on) < now,
        breaks_on=alert.breaks_on,
    )
