"""Recording what protects a traveller, and asking what is still missing."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import date, timedelta
from typing import Any

from services.chassis.errors import Invalid
from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import watch
from services.intake.cases.model import Case
from services.intake.cases.usecases import (
    carry,
    case_of,
    people_of,
    person_of,
    read_case,
    rewrite_person,
)
from services.intake.confidential.model import Service
from services.intake.confidential.usecases import wants
from services.intake.consent.model import Scope, Signatory
from services.intake.consent.usecases import counting, keep_consent
from services.intake.events import TravellerNeedsChanged
from services.intake.exclusions.usecases import setting
from services.intake.safeguarding.model import Safeguards, SealedSafeguards
from services.intake.safeguarding.rules import OpenPoint, Protection, for_travel, open_points
from services.intake.safeguarding.schemas import SafeguardsReader
from services.intake.safeguarding.store import SafeguardStore
from services.intake.states.model import UNDER_WAY
from services.intake.validity.usecases import recheck


def record_safeguard(unit: Unit, *, ref: str, person_id: str, what: str, value: Any) -> Case:
    """Record one safeguard, such as `guardian`, in place of what was recorded before."""
    case = case_of(unit, ref)
    person_of(case, person_id)
    _check_past(unit, value)
    case.touch()
    known = replace(safeguards_of(unit, person_id), **{what: value})
    sealed = unit.vault.seal(person_id, as_json(asdict(known)))
    kept = unit.store(SafeguardStore).find(person_id)
    if kept is None:
        unit.store(SafeguardStore).add(SealedSafeguards(person_id, case.case_ref, sealed))
    else:
        kept.sealed = sealed
    if what == "fitness" and value is not None:
        good = timedelta(days=setting(unit, "fitness_validity", value.checked_on))
        about = {"case_ref": case.case_ref, "about": person_id}
        watch(unit, what=What.SAFEGUARD, breaks_on=value.checked_on + good, **about)
    # That somebody was examined is a matter of health, which the timeline does not tell.
    told = "a safeguard" if what == "fitness" else what
    carry(unit, case, "safeguard_recorded", facts={"what": told, "person_id": person_id})
    if what in {"escort_need", "reception"}:
        tell_travel(unit, case, person_id)
    return case


def record_document(
    unit: Unit, *, ref: str, person_id: str, document: dict[str, Any] | None
) -> Case:
    """Record the travel document of a traveller, or a replacement for it (R-REAN-04)."""
    case = case_of(unit, ref)
    case.touch()
    rewrite_person(unit, person_of(case, person_id), {"document": document})
    carry(unit, case, "safeguard_recorded", facts={"what": "document", "person_id": person_id})
    recheck(unit, case)
    tell_travel(unit, case, person_id)
    return case


def record_consent(
    unit: Unit, *, ref: str, person_id: str, by: Signatory, **signature: Any
) -> Case:
    """R-UAM-02: guardian, child and receiving family each agree to the child's return."""
    case = case_of(unit, ref)
    person_of(case, person_id)
    case.touch()
    keep_consent(
        unit,
        case_ref=case.case_ref,
        person_id=person_id,
        scope=Scope.RETURN_OF_MINOR,
        by=by,
        **signature,
    )
    told = {"by": by, "signed_on": signature["signed_on"], "person_id": person_id}
    carry(unit, case, "consent_recorded", facts=told)
    return case


def safeguards_of(unit: Unit, person_id: str) -> Safeguards:
    kept = unit.store(SafeguardStore).find(person_id)
    if kept is None:
        return Safeguards()
    return SafeguardsReader().load(unit.vault.open(person_id, kept.sealed))


def look_at(unit: Unit, *, ref: str, person_id: str) -> Case:
    """Return the case of a traveller, or refuse if there is no such person in it."""
    case = read_case(unit, ref=ref)
    person_of(case, person_id)
    return case


def standing(unit: Unit, case: Case, person_id: str) -> dict[str, Any]:
    """Return what is recorded for a traveller and what is still missing."""
    kept = safeguards_of(unit, person_id)
    return {
        "case_ref": case.case_ref,
        "version": case.version,
        "person_id": person_id,
        "recorded": [part.name for part in fields(kept) if getattr(kept, part.name) is not None],
        "open_points": [one for one in points_of(unit, case) if one.person_id == person_id],
    }


def points_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what is missing for all travellers of a case."""
    people, today = people_of(unit, case), unit.today()
    consents = counting(unit, case.case_ref, Scope.RETURN_OF_MINOR)
    points: list[OpenPoint] = []
    for person in people:
        points += open_points(
            Protection(
                person=person,
                family=people,
                safeguards=safeguards_of(unit, person.person_id),
                consents=[one for one in consents if one.person_id == person.person_id],
                application_date=case.application_date or today,
                departs_on=max(today, case.not_before),
                child_consent_years=setting(unit, "child_consent_age", today),
                fitness_days=setting(unit, "fitness_validity", today),
            )
        )
    return points


def sealed_travellers(unit: Unit, case: Case, person_ids: set[str]) -> str:
    """Seal what travel needs of these travellers, for travel alone."""
    people, on = people_of(unit, case), max(unit.today(), case.not_before)
    travellers = [
        for_travel(
            person,
            people,
            safeguards_of(unit, person.person_id),
            on,
            handling=handling_of(unit, person.person_id),
        )
        for person in people
        if person.person_id in person_ids
    ]
    return unit.seal_for("travel", as_json({"travellers": travellers}))


def handling_of(unit: Unit, person_id: str) -> list[str]:
    """R-VOT-04: how travel handles somebody, in words that do not tell why."""
    asked = {"fast_track": Service.FAST_TRACK, "restricted": Service.HIDDEN_ITINERARY}
    return [word for word, service in asked.items() if wants(unit, person_id, service)]


def tell_travel(unit: Unit, case: Case, person_id: str) -> None:
    """Once travel knows a traveller, it must hear what has changed about him or her."""
    if case.status not in UNDER_WAY:
        return
    fact = TravellerNeedsChanged(
        case_ref=case.case_ref,
        person_id=person_id,
        sealed_for_travel=sealed_travellers(unit, case, {person_id}),
    )
    carry(unit, case, fact.name, event=fact, facts={"person_id": person_id})


def _check_past(unit: Unit, value: Any) -> None:
    for name in ("appointed_on", "decided_on", "checked_on"):
        day: date | None = getattr(value, name, None)
        if day is not None and day > unit.today():
            raise Invalid("in-future", f"{day} lies in the future: {name.replace('_', ' ')}.")
