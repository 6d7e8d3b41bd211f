"""Recording what a victim wants. Nothing of it is told on the timeline or in the case itself."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date
from typing import Any

from services.chassis.errors import Conflict, Invalid, NotFound
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.rules import checked
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import keep_clock, people_of, person_of, read_case
from services.intake.confidential.model import Kind, Reflection, Service, Victim
from services.intake.confidential.usecases import (
    keep,
    record_of,
    victim_of,
    wants,
    watch_apart,
)
from services.intake.exclusions.usecases import lists_on, term
from services.intake.grounds.usecases import terms_of_victim
from services.intake.safeguarding.usecases import tell_travel
from services.intake.states.model import UNDER_WAY
from services.intake.trafficking.rules import (
    ScopeFinding,
    reflection_ends_on,
    scope_of,
    why_priced_so,
)

HANDLED = frozenset({Service.FAST_TRACK, Service.HIDDEN_ITINERARY})


def record_signal(
    unit: Unit, *, ref: str, person_id: str, presumed_on: date, **signal: Any
) -> dict[str, Any]:
    """Record that somebody is presumed a victim, or correct who said so and since when."""
    _check_past(unit, presumed_on)
    case, victim = _changing(unit, ref, person_id)
    told = {"presumed_on": presumed_on, **signal}
    return _keep(unit, case, person_id, replace(victim, **told) if victim else Victim(**told))


def opt_in(
    unit: Unit, *, ref: str, person_id: str, signed_on: date, language: str
) -> dict[str, Any]:
    """R-VOT-03: the victim wants the extra services; R-VOT-01 says whom they reach."""
    _check_past(unit, signed_on)
    case, victim = _known(unit, ref, person_id)
    found = _scope(unit, case, person_id)
    if not found.in_scope:
        raise Conflict("out-of-scope", f"R-VOT-01: {found.sentence}")
    return _keep(unit, case, person_id, victim.opts_in(signed_on, language))


def opt_out(unit: Unit, *, ref: str, person_id: str) -> dict[str, Any]:
    case, victim = _known(unit, ref, person_id)
    return _keep(unit, case, person_id, victim.opts_out(unit.today()))


def want_services(
    unit: Unit, *, ref: str, person_id: str, services: list[Service]
) -> dict[str, Any]:
    """R-VOT-04: travel hears of a fast track and a hidden journey, and not why."""
    case, victim = _known(unit, ref, person_id)
    return _keep(unit, case, person_id, victim.wanting(tuple(services)))


def grant_reflection(
    unit: Unit, *, ref: str, person_id: str, granted_on: date, dublin: bool
) -> dict[str, Any]:
    """R-VOT-05: three months, or thirty days of a Dublin case that was granted since 2023-05-19."""
    _check_past(unit, granted_on)
    case, victim = _known(unit, ref, person_id)
    name = "reflection_period_dublin" if dublin else "reflection_period"
    ends_on = reflection_ends_on(granted_on, *term(unit, name, granted_on))
    watch_apart(
        unit, Kind.TRAFFICKING, case_ref=case.case_ref, person_id=person_id, breaks_on=ends_on
    )
    reflection = Reflection(granted_on=granted_on, dublin=dublin, ends_on=ends_on)
    return _keep(unit, case, person_id, victim.reflecting(reflection))


def show_record(unit: Unit, *, ref: str, person_id: str) -> dict[str, Any]:
    case = read_case(unit, ref=ref)
    person_of(case, person_id)
    victim = victim_of(unit, person_id)
    if victim is None:
        raise _nothing_kept()
    return _shown(unit, case, person_id, victim)


def _changing(unit: Unit, ref: str, person_id: str) -> tuple[Case, Victim | None]:
    """Lock the case, whose own version does not move: it must not tell that anything changed."""
    case = unit.store(CaseStore).get(checked(ref))
    person_of(case, person_id)
    if case.ended:
        raise Conflict("wrong-state", f"The case is {case.status}; nothing can be added to it.")
    record = record_of(unit, Kind.TRAFFICKING, person_id)
    unit.expects(record.version if record else 0)
    return case, victim_of(unit, person_id)


def _known(unit: Unit, ref: str, person_id: str) -> tuple[Case, Victim]:
    case, victim = _changing(unit, ref, person_id)
    if victim is None:
        raise _nothing_kept()
    return case, victim


def _keep(unit: Unit, case: Case, person_id: str, victim: Victim) -> dict[str, Any]:
    before = victim_of(unit, person_id)
    keep(unit, Kind.TRAFFICKING, person_id, victim)
    if before is None and case.status in UNDER_WAY:
        # R-VOT-02: the price is another. Our own clock says so, and not whoever recorded it.
        ids = {"case_ref": case.case_ref, "person_id": person_id}
        unit.remind(unit.now(), "traveller_told_again", **ids)
    if HANDLED & (set(victim.services) ^ set(before.services if before else ())):
        hidden = any(wants(unit, one, Service.HIDDEN_ITINERARY) for one in case.person_ids)
        case.hide_journey(unit.now(), hidden=hidden)
        keep_clock(unit, case)
        tell_travel(unit, case, person_id)
    return _shown(unit, case, person_id, victim)


def _shown(unit: Unit, case: Case, person_id: str, victim: Victim) -> dict[str, Any]:
    record = record_of(unit, Kind.TRAFFICKING, person_id)
    return {
        **asdict(victim),
        "services": list(victim.services),
        "case_ref": case.case_ref,
        "person_id": person_id,
        "version": record.version if record else 0,
        "scope": _scope(unit, case, person_id),
        "price": why_priced_so(_terms(unit, case, person_id)),
    }


def tell_again(unit: Unit, *, case_ref: str, person_id: str) -> None:
    """Say anew what is known of a traveller, in a fact that says nothing in clear."""
    case = unit.store(CaseStore).get(case_ref)
    if all(unit.vault.remembers(one) for one in case.person_ids):
        tell_travel(unit, case, person_id)


def _terms(unit: Unit, case: Case, person_id: str) -> str | None:
    person = next(one for one in people_of(unit, case) if one.person_id == person_id)
    return terms_of_victim(unit, case, person)


def _scope(unit: Unit, case: Case, person_id: str) -> ScopeFinding:
    today = unit.today()
    lists = lists_on(unit, reference_date=case.application_date or today, today=today)
    person = next(one for one in people_of(unit, case) if one.person_id == person_id)
    return scope_of(person.nationalities, lists)


def _nothing_kept() -> NotFound:
    return NotFound("no-such-record", "Nothing of this kind is kept about this person.")


def _check_past(unit: Unit, day: date) -> None:
    if day > unit.today():
        raise Invalid("in-future", f"{day} lies in the future.")
