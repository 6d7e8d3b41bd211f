"""Keeping the medical file. The case hears that something is open or not, and never what."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, timedelta
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.rules import checked
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import person_of
from services.intake.clearance.model import FROM_MEDICAL_FILE
from services.intake.clearance.usecases import disclose
from services.intake.confidential.model import (
    CareResearch,
    HandOver,
    Kind,
    MedicalFile,
    Pregnancy,
    Ruling,
)
from services.intake.confidential.usecases import keep, medical_of, record_of, watch_apart
from services.intake.consent.model import Scope, Signatory
from services.intake.consent.usecases import keep_consent
from services.intake.exclusions.usecases import setting
from services.intake.needs.usecases import reopen
from services.intake.safeguarding.model import Need
from services.intake.safeguarding.usecases import look_again, points_of


def open_file(unit: Unit, *, ref: str, person_id: str, reason: str) -> dict[str, Any]:
    """R-MED-04: show the file, and let the audit say why it was opened."""
    unit.account_for(f"medical-file:{reason}")
    case = unit.store(CaseStore).read(checked(ref))
    person_of(case, person_id)
    return _shown(unit, case, person_id, medical_of(unit, person_id) or MedicalFile())


def write_note(unit: Unit, *, ref: str, person_id: str, note: str) -> dict[str, Any]:
    case, file = _changing(unit, ref, person_id)
    return _keep(unit, case, person_id, replace(file, note=note))


def record_pregnancy(unit: Unit, *, ref: str, person_id: str, due_on: date) -> dict[str, Any]:
    """R-MED-02: from six weeks before this day somebody must review whether she may travel."""
    case, file = _changing(unit, ref, person_id)
    if file.pregnancy is None or file.pregnancy.due_on != due_on:
        file = replace(file, pregnancy=Pregnancy(due_on=due_on))
        keep(unit, Kind.MEDICAL, person_id, file)
        reopen(unit, case, person_id, Need.PREGNANCY)
    before = timedelta(days=setting(unit, "birth_hold_before", unit.today()))
    about = {"case_ref": case.case_ref, "person_id": person_id}
    watch_apart(unit, Kind.MEDICAL, breaks_on=due_on - before, **about)
    return _keep(unit, case, person_id, file)


def review_pregnancy(
    unit: Unit, *, ref: str, person_id: str, outcome: Ruling, reviewed_on: date
) -> dict[str, Any]:
    """R-MED-02: the medical staff say whether the journey may take place so near to the birth."""
    _check_past(unit, reviewed_on)
    case, file = _changing(unit, ref, person_id)
    return _keep(unit, case, person_id, file.review(outcome, reviewed_on))


def record_research(unit: Unit, *, ref: str, person_id: str, **found: Any) -> dict[str, Any]:
    """R-MED-05: what care there is at the destination and what it costs."""
    _check_past(unit, found["researched_on"])
    case, file = _changing(unit, ref, person_id)
    return _keep(unit, case, person_id, replace(file, research=CareResearch(**found)))


def hand_over(
    unit: Unit,
    *,
    ref: str,
    person_id: str,
    by: Signatory,
    signed_on: date,
    language: str,
    **to: Any,
) -> dict[str, Any]:
    """R-MED-04: each hand-over has a consent of its own, and is a disclosure that names nobody."""
    case, file = _changing(unit, ref, person_id)
    consent = keep_consent(
        unit,
        case_ref=case.case_ref,
        person_id=person_id,
        scope=Scope.MEDICAL_HAND_OVER,
        by=by,
        signed_on=signed_on,
        language=language,
    )
    # Whom exactly, and what, stands in the file; the list of disclosures is read by others too.
    ground = f"consent {consent.consent_id}, signed {signed_on}"
    disclose(
        unit,
        case,
        recipient=to["recipient"],
        what=FROM_MEDICAL_FILE,
        purpose="care",
        ground=ground,
    )
    made = HandOver(
        hand_over_id=unit.new_id(),
        consent_id=consent.consent_id,
        handed_on=unit.today(),
        **(to | {"what": tuple(to["what"])}),
    )
    return _keep(unit, case, person_id, replace(file, hand_overs=(*file.hand_overs, made)))


def _changing(unit: Unit, ref: str, person_id: str) -> tuple[Case, MedicalFile]:
    case = unit.store(CaseStore).get(checked(ref))
    person_of(case, person_id)
    if case.ended:
        raise Conflict("wrong-state", f"The case is {case.status}; nothing can be added to it.")
    record = record_of(unit, Kind.MEDICAL, person_id)
    unit.expects(record.version if record else 0)
    return case, medical_of(unit, person_id) or MedicalFile()


def _keep(unit: Unit, case: Case, person_id: str, file: MedicalFile) -> dict[str, Any]:
    keep(unit, Kind.MEDICAL, person_id, file)
    look_again(unit, case)
    return _shown(unit, case, person_id, file)


def _shown(unit: Unit, case: Case, person_id: str, file: MedicalFile) -> dict[str, Any]:
    record = record_of(unit, Kind.MEDICAL, person_id)
    mine = [one for one in points_of(unit, case) if one.person_id == person_id]
    return {
        **asdict(file),
        "case_ref": case.case_ref,
        "person_id": person_id,
        "version": record.version if record else 0,
        "open_points": [one for one in mine if one.apart],
    }


def _check_past(unit: Unit, day: date) -> None:
    if day > unit.today():
        raise Invalid("in-future", f"{day} lies in the future.")
