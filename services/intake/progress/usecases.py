"""Following what the other services tell: each fact is retold, kept, and moves the case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from services.chassis.calendar import AMSTERDAM
from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, watch
from services.intake.cases.model import Case
from services.intake.cases.rules import sees_journeys, sees_names
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import carry, person_of, read_case
from services.intake.departure_letters import usecases as letters
from services.intake.departure_letters.usecases import watch_letter
from services.intake.documents import usecases as documents
from services.intake.figures.usecases import count_departure, uncount_departure
from services.intake.journeys.model import Journey
from services.intake.kinds.model import Kind
from services.intake.loans.usecases import begin_repayment
from services.intake.needs.usecases import journey_news
from services.intake.progress.rules import BEFORE_ACCEPTANCE, BEFORE_SIGNING, waits_of
from services.intake.requirements.usecases import arrival_points, gate_points, requirements_of
from services.intake.reunification.usecases import note_cost
from services.intake.safeguarding.rules import OpenPoint
from services.intake.safeguarding.usecases import shown_points
from services.intake.states.model import UNDER_WAY, CaseStatus
from services.intake.timeline.model import Entry
from services.intake.timeline.rules import without_journey
from services.intake.timeline.usecases import retell
from services.intake.timeline.usecases import timeline_of_case as read_timeline
from services.intake.validity.usecases import recheck

Learn = Callable[[Journey, dict[str, Any], int], Journey]


def follow(unit: Unit, fact: dict[str, Any], learn: Learn | None = None) -> None:
    """Take in a fact about a case. A journey or a deployment of an expert is only retold."""
    case_ref = fact.get("case_ref")
    if not case_ref:
        retell(unit, about=_expert_work(fact), facts=_known(fact))
        return
    case = unit.store(CaseStore).get(case_ref)
    news = retell(unit, about=case_ref, facts=_known(fact))
    if not news or learn is None:
        return
    sequence = unit.message.sequence if unit.message else 0
    before = case.journey
    journey = learn(before, as_json(fact), sequence)
    for step in case.learn(journey, unit.now()):
        carry(unit, case, f"case_{step}", facts={})
    watch_letter(unit, case)
    journey_news(unit, case, before)
    recheck(unit, case)
    # A deadline may have moved although the state has not.
    if case.due_at != case.reminded_for:
        carry(unit, case, "deadline_moved", facts={"due_at": case.due_at})


def follow_departure(unit: Unit, fact: dict[str, Any], learn: Learn, at: datetime) -> None:
    """A departure also counts for the look-back of later cases (R-REAN-03)."""
    follow(unit, fact, learn)
    if not fact["case_ref"]:
        return
    case = unit.store(CaseStore).get(fact["case_ref"])
    person = person_of(case, fact["person_id"])
    left_on = at.astimezone(AMSTERDAM).date()
    if person.person_id in case.journey.stayed():
        # The escort has brought the child back, which was told before.
        return
    if person.departed_on is None or left_on < person.departed_on:
        count_departure(unit, case, person.person_id, left_on, person.departed_on)
        person.departed_on = left_on


def follow_cost(unit: Unit, fact: dict[str, Any]) -> None:
    """What a journey costs is told again; a family that pays for its own is charged with it."""
    follow(unit, fact)
    case = unit.store(CaseStore).get(fact["case_ref"]) if fact["case_ref"] else None
    if case is not None and case.kind is Kind.FAMILY:
        cost = {name: fact[name] for name in ("cost_id", "kind", "amount_minor", "currency")}
        note_cost(unit, case, cost)


def follow_arrival(unit: Unit, fact: dict[str, Any], learn: Learn, at: datetime) -> None:
    """Whoever has arrived has left; and from now on a fare that was lent is paid back."""
    follow_departure(unit, fact, learn, at)
    if fact["case_ref"]:
        case = unit.store(CaseStore).get(fact["case_ref"])
        about = {"case_ref": case.case_ref, "about": fact["person_id"]}
        settle_alert(unit, what=What.HAND_OVER, **about)
        begin_repayment(unit, case, fact["person_id"], at.astimezone(AMSTERDAM).date())


def follow_failed_hand_over(unit: Unit, fact: dict[str, Any], learn: Learn) -> None:
    """R-UAM-07: the counsellor is told at once, and the supervisor if that goes on."""
    follow(unit, fact, learn)
    case = unit.store(CaseStore).get(fact["case_ref"])
    kept = case.journey.movements[fact["movement_id"]].stuck
    if kept is not None and kept["due_at"] == as_json(fact)["due_at"]:
        about = {"case_ref": case.case_ref, "about": fact["person_id"]}
        watch(unit, what=What.HAND_OVER, breaks_on=unit.today(), **about)


def follow_way_back(unit: Unit, fact: dict[str, Any], learn: Learn) -> None:
    """Whoever is back has not left: neither for the look-back nor for the figures."""
    follow(unit, fact, learn)
    case = unit.store(CaseStore).get(fact["case_ref"])
    person = person_of(case, fact["person_id"])
    if person.departed_on is not None and person.person_id not in case.journey.gone():
        uncount_departure(unit, case, person.person_id, person.departed_on)
        person.departed_on = None
    settle_alert(unit, case_ref=case.case_ref, about=person.person_id, what=What.HAND_OVER)


def waits_of_case(unit: Unit, *, ref: str) -> dict[str, Any]:
    """Say what a case waits for, who must act, and by when."""
    case: Case = read_case(unit, ref=ref)
    # What is missing tells of a traveller's age or health, so it is told as sparingly as names.
    hidden = case.ended or not sees_names(unit.principal.roles)
    points = [] if hidden else shown_points(unit, open_points(unit, case))
    return {
        "case_ref": case.case_ref,
        "kind": case.kind,
        "status": case.status,
        "waits": waits_of(case, points, unit.now()),
    }


def timeline_of_case(
    unit: Unit, *, ref: str, limit: int, after: str | None
) -> tuple[Sequence[Entry], str | None]:
    """Return a page of the timeline; of a hidden journey only who must know sees when it is."""
    entries, following = read_timeline(unit, ref=ref, limit=limit, after=after)
    case = unit.store(CaseStore).find(ref)
    if case is not None and case.restricted and not sees_journeys(unit.principal.scopes):
        entries = [without_journey(entry) for entry in entries]
    return entries, following


def open_points(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what is missing before the acceptance, before the departure, or since."""
    elsewhere = documents.points_of(unit, case)
    if case.status in UNDER_WAY:
        again = [one for one in requirements_of(unit, case) if one.person_id in case.on_hold]
        late = [*letters.points_of(unit, case), *arrival_points(unit, case)]
        return [*late, *again, *elsewhere]
    if case.status in BEFORE_ACCEPTANCE:
        gate = gate_points(unit, case) if case.status is CaseStatus.CLEARED else []
        return [*gate, *requirements_of(unit, case), *elsewhere]
    if case.status is CaseStatus.OPEN:
        return [one for one in requirements_of(unit, case) if one.rule_id in BEFORE_SIGNING]
    return letters.points_of(unit, case)


def _expert_work(fact: dict[str, Any]) -> str:
    named = (fact.get(key) for key in ("assignment_id", "vacancy_id", "movement_id"))
    return next(str(key) for key in named if key)


def _known(fact: dict[str, Any]) -> dict[str, Any]:
    # What is held for whom is reintegration's to show; the timeline has no amounts of a person.
    kept = {key: value for key, value in fact.items() if key != "lines"}
    return {key: value for key, value in kept.items() if value is not None}
