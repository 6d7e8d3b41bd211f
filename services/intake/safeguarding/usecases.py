"""Recording what protects a traveller, and asking what is still missing."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from datetime import timedelta
from typing import Any

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Conflict
from services.chassis.messages import as_json
from services.chassis.schema import kept_again, read_back
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, watch
from services.intake.cases.model import Case
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import (
    carry,
    people_of,
    person_of,
    read_case,
)
from services.intake.confidential.model import Kind, Service
from services.intake.confidential.rules import care_is_researched
from services.intake.confidential.usecases import may_open, medical_of, wants
from services.intake.consent.model import Scope
from services.intake.consent.usecases import counting
from services.intake.events import TravellerNeedsChanged
from services.intake.exclusions.usecases import setting
from services.intake.facts.model import PersonFacts
from services.intake.grounds.usecases import sealed_grounds
from services.intake.kinds.model import LEAVING
from services.intake.safeguarding.model import (
    Safeguards,
    SealedSafeguards,
)
from services.intake.safeguarding.rules import (
    NOT_ASKED,
    OpenPoint,
    Protection,
    for_travel,
    open_points,
    still_holding,
    told_plainly,
)
from services.intake.safeguarding.schemas import SafeguardsReader
from services.intake.safeguarding.store import SafeguardStore
from services.intake.states.model import UNDER_WAY, CaseStatus


def keep_safeguards(unit: Unit, case: Case, person_id: str, known: Safeguards) -> None:
    person = next(one for one in people_of(unit, case) if one.person_id == person_id)
    ground, patient = case.destination_country, bool(person.medical)
    stamped = replace(known, recorded_for=ground, as_patient=patient)
    said = as_json(asdict(stamped))
    kept = unit.store(SafeguardStore).find(person_id)
    if kept is not None:
        said = kept_again(SafeguardsReader(), unit.vault.open(person_id, kept.sealed), said)
    sealed = unit.vault.seal(person_id, said)
    if kept is None:
        unit.store(SafeguardStore).add(SealedSafeguards(person_id, case.case_ref, sealed))
    else:
        kept.sealed = sealed


def check_researched(unit: Unit, case: Case, person_ids: set[str]) -> None:
    """R-MED-05: care at the destination is known before anybody is asked to agree to return."""
    if case.kind not in LEAVING:
        return
    for person in people_of(unit, case):
        known = care_is_researched(medical_of(unit, person.person_id), case.destination_country)
        if person.person_id in person_ids and person.medical and not known:
            raise Conflict(
                "care-research-needed",
                "R-MED-05: research care at the destination and its cost first.",
            )


def safeguards_of(unit: Unit, person_id: str) -> Safeguards:
    """Return what is recorded and still holds."""
    kept = unit.store(SafeguardStore).find(person_id)
    if kept is None:
        return Safeguards()
    known = read_back(SafeguardsReader(), unit.vault.open(person_id, kept.sealed))
    case = unit.store(CaseStore).read(kept.case_ref)
    person = next(one for one in people_of(unit, case) if one.person_id == person_id)
    return still_holding(known, person, case.destination_country)


def look_at(unit: Unit, *, ref: str, person_id: str) -> Case:
    """Return the case of a traveller, or refuse if there is no such person in it."""
    case = read_case(unit, ref=ref)
    person_of(case, person_id)
    return case


def standing(unit: Unit, case: Case, person_id: str) -> dict[str, Any]:
    """Return what is recorded for a traveller and what is still missing."""
    kept = safeguards_of(unit, person_id)
    parts = [part.name for part in fields(kept) if part.name not in {"recorded_for", "as_patient"}]
    points = [one for one in points_of(unit, case) if one.person_id == person_id]
    return {
        "case_ref": case.case_ref,
        "version": case.version,
        "person_id": person_id,
        "recorded": [name for name in parts if getattr(kept, name) is not None],
        "open_points": shown_points(unit, points),
    }


def shown_points(unit: Unit, points: list[OpenPoint]) -> list[OpenPoint]:
    """R-MED-04: what the medical file leaves open is named to the medical staff alone."""
    return points if may_open(unit, Kind.MEDICAL) else [told_plainly(one) for one in points]


def points_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what is missing for all travellers of a case."""
    people, today = people_of(unit, case), unit.today()
    flight = case.journey.departs_at()
    flies_on = flight.astimezone(AMSTERDAM).date() if flight else None
    departs_on = flies_on or max(today, case.not_before)
    consents = [
        one
        for one in counting(unit, case.case_ref, Scope.RETURN_OF_MINOR)
        if one.counts_on(departs_on)
    ]
    points: list[OpenPoint] = []
    for person in people:
        points += open_points(
            Protection(
                person=person,
                family=people,
                safeguards=safeguards_of(unit, person.person_id),
                consents=[one for one in consents if one.person_id == person.person_id],
                application_date=case.application_date or today,
                departs_on=departs_on,
                leaves_by=flies_on or max(departs_on, case.not_after),
                destination_country=case.destination_country,
                returns=case.kind in LEAVING,
                medical=medical_of(unit, person.person_id),
                child_consent_years=setting(unit, "child_consent_age", today),
                fitness_days=setting(unit, "fitness_validity", today),
                birth_days_before=setting(unit, "birth_hold_before", today),
                birth_days_after=setting(unit, "birth_hold_after", today),
                guides_ex_ama=bool(setting(unit, "ex_ama_guidance", today)),
            )
        )
    spared = NOT_ASKED.get(case.kind, frozenset())
    return [one for one in points if one.rule_id not in spared]


def look_again(unit: Unit, case: Case) -> None:
    """While a journey is arranged: hold back whom something is open for, and say so to travel."""
    if case.status not in UNDER_WAY:
        return
    held = {one.person_id for one in points_of(unit, case)}
    for person_id in sorted(held ^ set(case.on_hold)):
        tell_travel(unit, case, person_id)
    about = {"case_ref": case.case_ref, "about": case.case_ref}
    if held:
        breaks_on = unit.today() + timedelta(days=3)
        watch(unit, what=What.REOPENED, breaks_on=breaks_on, **about)
    else:
        settle_alert(unit, what=What.REOPENED, **about)


def sealed_travellers(unit: Unit, case: Case, person_ids: set[str]) -> str:
    """Seal what travel needs of these travellers, for travel alone."""
    people, on = people_of(unit, case), max(unit.today(), case.not_before)
    case.on_hold = sorted({one.person_id for one in points_of(unit, case)})
    travellers = [
        for_travel(
            person,
            people,
            safeguards_of(unit, person.person_id),
            on,
            handling=handling_of(unit, person.person_id),
            on_hold=person.person_id in case.on_hold,
            board_check=_board_check(unit, person),
        )
        for person in people
        if person.person_id in person_ids
    ]
    return unit.seal_for("travel", as_json({"travellers": travellers}))


def _board_check(unit: Unit, person: PersonFacts) -> dict[str, Any] | None:
    """R-MED-01: how long before the flight a patient was last looked at, for travel to compare."""
    if not person.medical:
        return None
    last = safeguards_of(unit, person.person_id).embarkation_check
    return {
        "hours": setting(unit, "embarkation_check", unit.today()),
        "passed_at": last.checked_at if last is not None and last.fit else None,
    }


def handling_of(unit: Unit, person_id: str) -> list[str]:
    """R-VOT-04: how travel handles somebody, in words that do not tell why."""
    asked = {"fast_track": Service.FAST_TRACK, "restricted": Service.HIDDEN_ITINERARY}
    return [word for word, service in asked.items() if wants(unit, person_id, service)]


def tell_travel(unit: Unit, case: Case, person_id: str) -> None:
    """Once travel knows a traveller, it must hear what has changed about him or her.

    Also under way: a child who could not be handed over is received by another adult (R-UAM-07).
    """
    if case.status not in UNDER_WAY | {CaseStatus.DEPARTED}:
        return
    fact = TravellerNeedsChanged(
        case_ref=case.case_ref,
        person_id=person_id,
        sealed_for_travel=sealed_travellers(unit, case, {person_id}),
        sealed_for_reintegration=sealed_grounds(unit, case, {person_id}),
    )
    carry(unit, case, fact.name, event=fact, facts={"person_id": person_id})
