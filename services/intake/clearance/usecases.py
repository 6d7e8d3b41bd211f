"""Asking the authorities whether a person may leave with our help, and hearing their answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from services.chassis.errors import Conflict, Invalid
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.usecases import carry, case_of, read_case, settle
from services.intake.clearance.model import (
    FROM_MEDICAL_FILE,
    Clearance,
    Clearing,
    Disclosure,
    DtvChoice,
)
from services.intake.clearance.store import ClearanceStore
from services.intake.confidential.model import Kind
from services.intake.confidential.usecases import may_open
from services.intake.consent.model import Scope
from services.intake.consent.usecases import counting
from services.intake.exclusions.usecases import setting
from services.intake.states.model import UNDER_WAY

DISCLOSED = ["identity", "nationality", "destination", "application_date"]


def request_clearance(unit: Unit, *, ref: str) -> Case:
    """R-REAN-12: nothing is asked of the IND without the data-exchange consent."""
    case = case_of(unit, ref)
    consents = counting(unit, case.case_ref, Scope.DATA_EXCHANGE)
    if not consents:
        raise Conflict("no-data-exchange-consent", "The data-exchange consent is missing.")
    days = setting(unit, "clearance_answer", unit.today())
    case.ask_clearance(unit.now(), timedelta(days=days))
    unit.store(ClearanceStore).add(Clearance(unit.new_id(), case.case_ref, unit.now()))
    consent = consents[-1]
    ground = f"data-exchange consent {consent.consent_id}, signed {consent.signed_on}"
    disclose(unit, case, recipient="IND", what=DISCLOSED, purpose="clearance", ground=ground)
    carry(unit, case, "clearance_requested", facts={"recipient": "IND", "what": DISCLOSED})
    return case


def disclose(
    unit: Unit, case: Case, *, recipient: str, what: Sequence[str], purpose: str, ground: str
) -> None:
    """Keep that personal data left the house: to whom, what, on which ground (R-DP-02)."""
    unit.store(ClearanceStore).add_disclosure(
        Disclosure(
            disclosure_id=unit.new_id(),
            case_ref=case.case_ref,
            recipient=recipient,
            what=list(what),
            purpose=purpose,
            ground=ground,
            disclosed_at=unit.now(),
            disclosed_by=unit.principal.subject,
        )
    )


def answer_clearance(
    unit: Unit,
    *,
    ref: str,
    outcome: Clearing,
    answered_on: date,
    dtv_choice: DtvChoice | None = None,
    reference: str | None = None,
) -> Case:
    """Record what the IND or the DT&V answered, and go where it leads."""
    case = case_of(unit, ref)
    if answered_on > unit.today():
        raise Invalid("in-future", f"{answered_on} lies in the future.")
    clearance = unit.store(ClearanceStore).latest(case.case_ref)
    if clearance is None:
        raise Conflict("not-requested", "Clearance has not been asked for.")
    status = clearance.answer(outcome, answered_on, dtv_choice=dtv_choice, reference=reference)
    _follow(unit, case, status)
    facts = {"answered_on": answered_on, "dtv_choice": dtv_choice}
    carry(unit, case, f"clearance_{status}", facts=facts)
    settle(unit, case)
    return case


def clearance_of(unit: Unit, case: Case) -> Clearing | None:
    """Return where the last request of a case stands."""
    clearance = unit.store(ClearanceStore).latest(case.case_ref)
    return clearance.status if clearance else None


def disclosures_of_case(unit: Unit, *, ref: str) -> Sequence[Disclosure]:
    """R-MED-04: that part of a medical file was handed over is told to whoever may open it."""
    case = read_case(unit, ref=ref)
    known = unit.store(ClearanceStore).disclosures_of_case(case.case_ref)
    opens = may_open(unit, Kind.MEDICAL)
    return [one for one in known if opens or one.what != FROM_MEDICAL_FILE]


def _follow(unit: Unit, case: Case, status: Clearing) -> None:
    now = unit.now()
    if status is Clearing.GRANTED:
        case.grant_clearance(now)
    elif case.status in UNDER_WAY:
        # A journey is being arranged that may no longer take place: it is called off.
        event = case.withdraw("clearance_withdrawn", unit.today(), now)
        carry(unit, case, "case_withdrawn", event=event)
    elif status is Clearing.DTV_DECISION:
        case.await_dtv(now)
    else:
        case.refuse_clearance(now)
