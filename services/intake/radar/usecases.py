"""Looking ahead over all cases: why is this one not moving, and what is about to break."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from services.chassis.errors import Invalid
from services.chassis.unit import Unit
from services.intake.alerts.model import Alert, What
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.confidential.model import Kind
from services.intake.confidential.usecases import may_open, token_of
from services.intake.erasure.model import Erasure
from services.intake.person_requests.model import PersonRequest
from services.intake.radar.model import Blip, Place, Source, morning_of
from services.intake.radar.rules import owners_asked, told_apart
from services.intake.radar.store import RadarStore
from services.intake.retention.model import Retention

# What is due because of persons' rights, for those alone who see to them.
RIGHTS = (Source.ERASURE, Source.REQUEST, Source.RETENTION)
SEE_TO_RIGHTS = "intake:rights:read"


def look_ahead(
    unit: Unit, *, days: int, owner: str | None, after: str | None, limit: int
) -> tuple[list[Blip], str | None]:
    """Return what somebody must see to within so many days, the most pressing first."""
    place, until = _place(after), unit.now() + timedelta(days=days)
    kinds = [kind for kind in Kind if may_open(unit, kind)]
    sees_rights = SEE_TO_RIGHTS in unit.principal.scopes
    sources = (Source.CASE, *RIGHTS) if sees_rights else (Source.CASE,)
    shown: list[tuple[Blip, Place]] = []
    # What is left out must neither shorten a page nor stand in a cursor: one more than is shown
    # is looked for, and the cursor names the last that is shown.
    while len(shown) <= limit:
        due = _due(unit, sources, until=until, owner=owner, after=place, limit=limit)
        alerts = _alerts(unit, until, owner=owner, apart=bool(kinds), after=place, limit=limit)
        page = sorted([*due, *alerts], key=lambda blip: blip.place)[:limit]
        told = [(_seen(unit, blip, kinds), blip.place) for blip in page]
        shown += [(one, at) for one, at in told if one and owner in {None, one.owner}]
        if len(page) < limit:
            break
        place = page[-1].place
    following = shown[limit - 1][1].written() if len(shown) > limit else None
    return [one for one, _ in shown[:limit]], following


def look_at_rights(
    unit: Unit, *, days: int, owner: str | None, after: str | None, limit: int
) -> tuple[list[Blip], str | None]:
    """Return what is due because of persons' rights alone: who sees to them may see no case."""
    until = unit.now() + timedelta(days=days)
    found = _due(unit, RIGHTS, until=until, owner=owner, after=_place(after), limit=limit + 1)
    following = found[limit - 1].place.written() if len(found) > limit else None
    return found[:limit], following


def _place(after: str | None) -> Place | None:
    place = Place.read(after) if after else None
    if after and place is None:
        raise Invalid("no-such-place", "The cursor was not given by this list.")
    return place


def _due(unit: Unit, sources: Sequence[Source], *, limit: int, **asked: Any) -> list[Blip]:
    store = unit.store(RadarStore)
    found = [
        TOLD[source](one) for source in sources for one in store.due(source, limit=limit, **asked)
    ]
    return sorted(found, key=lambda blip: blip.place)[:limit]


def _alerts(
    unit: Unit, until: datetime, *, owner: str | None, apart: bool, after: Place | None, limit: int
) -> list[Blip]:
    found = unit.store(RadarStore).standing(
        until=until.date(),
        owners=owners_asked(owner, apart=apart),
        apart=apart,
        after=after,
        limit=limit,
    )
    return [_of_alert(alert, unit.now()) for alert in found]


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
        source=Source.CASE,
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


def _of_erasure(erasure: Erasure) -> Blip:
    return _waiting(
        erasure,
        Source.ERASURE,
        erasure.erasure_id,
        rule_id=None,
        sentence=f"An erasure waits for {erasure.waits_for}.",
    )


def _of_request(request: PersonRequest) -> Blip:
    return _waiting(
        request,
        Source.REQUEST,
        request.request_id,
        rule_id="R-DP-06",
        sentence=f"A request by right ({request.right}) waits for {request.waits_for}.",
        breaks_on=request.due_on,
    )


def _of_retention(retention: Retention) -> Blip:
    return _waiting(
        retention,
        Source.RETENTION,
        retention.case_ref,
        rule_id="R-DP-04",
        sentence=f"What is kept of the case waits for {retention.waits_for}.",
    )


def _waiting(thing: Any, source: Source, about: str, **told: Any) -> Blip:
    return Blip(
        at=thing.due_at.astimezone(UTC),
        source=source,
        case_ref=thing.case_ref or "",
        about=about,
        what=str(thing.status),
        owner=thing.owner or "",
        overdue=thing.overdue,
        **told,
    )


TOLD: Mapping[Source, Callable[[Any], Blip]] = {
    Source.CASE: _of_case,
    Source.ERASURE: _of_erasure,
    Source.REQUEST: _of_request,
    Source.RETENTION: _of_retention,
}
