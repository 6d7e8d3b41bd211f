"""Signing the application: from here on there is a date of law, and the IND may be asked."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import watch
from services.intake.cases.model import Case
from services.intake.cases.usecases import carry, case_of, people_of, read_case, settle
from services.intake.confidential.model import Kind
from services.intake.confidential.usecases import may_open
from services.intake.consent.model import Consent, Scope, Signatory
from services.intake.consent.store import ConsentStore
from services.intake.consent.usecases import keep_consent, withdraw_consent
from services.intake.detention.usecases import asked_for
from services.intake.exclusions.usecases import book_by
from services.intake.facts.rules import PersonType, person_type
from services.intake.kinds.model import LEAVING
from services.intake.safeguarding.usecases import check_researched, safeguards_of
from services.intake.states.model import UNDER_WAY


def sign_application(
    unit: Unit,
    *,
    ref: str,
    signed_on: date,
    departure_request: dict[str, Any],
    data_exchange_consent: dict[str, Any],
) -> Case:
    """R-REAN-12: two signatures on one date, that of the application."""
    case = case_of(unit, ref)
    if {departure_request["signed_on"], data_exchange_consent["signed_on"]} != {signed_on}:
        raise Invalid(
            "signatures-apart",
            "Departure request and data exchange are signed on one date, that of the application.",
        )
    check_researched(unit, case, case.person_ids)
    if case.kind in LEAVING:
        _check_guardians(unit, case)
    if not asked_for(unit, case):
        raise Conflict("own-request-needed", "R-DET-01: record the person's own request first.")
    case.sign(signed_on, unit.now())
    signatures = (
        (Scope.DEPARTURE_REQUEST, departure_request),
        (Scope.DATA_EXCHANGE, data_exchange_consent),
    )
    for scope, signature in signatures:
        keep_consent(
            unit,
            case_ref=case.case_ref,
            person_id=case.applicant_id,
            scope=scope,
            by=Signatory.APPLICANT,
            **signature,
        )
    if case.kind in LEAVING:
        last, about = book_by(unit, signed_on), {"case_ref": case.case_ref, "about": case.case_ref}
        unit.remind(last, "booking_due", case_ref=case.case_ref)
        watch(unit, what=What.BOOKING, breaks_on=last.date(), **about)
    carry(unit, case, "application_signed", facts={"signed_on": signed_on})
    return case


def consents_of_case(unit: Unit, *, ref: str) -> Sequence[Consent]:
    """R-MED-04: that part of a medical file was handed over is told to whoever may open it."""
    case = read_case(unit, ref=ref)
    known = unit.store(ConsentStore).of_case(case.case_ref)
    opens = may_open(unit, Kind.MEDICAL)
    return [one for one in known if opens or one.scope is not Scope.MEDICAL_HAND_OVER]


def withdraw_consent_of_case(unit: Unit, *, ref: str, consent_id: str) -> Case:
    """R-DP-01: stop what the consent was the ground of; a departure without one is called off."""
    case = case_of(unit, ref)
    case.touch()
    consent = withdraw_consent(unit, case_ref=case.case_ref, consent_id=consent_id)
    told = {"scope": consent.scope, "by": consent.by}
    # The time line is read by others than the medical file (R-MED-04).
    medical = consent.scope is Scope.MEDICAL_HAND_OVER
    carry(unit, case, "consent_withdrawn", facts={} if medical else told)
    departure = consent.scope is Scope.DEPARTURE_REQUEST
    child = consent.scope is Scope.RETURN_OF_MINOR and case.status in UNDER_WAY
    if (departure or child) and "withdraw" in case.machine.verbs(case.status):
        event = case.withdraw("consent_withdrawn", unit.today(), unit.now())
        carry(unit, case, "case_withdrawn", event=event)
        settle(unit, case)
    return case


def _check_guardians(unit: Unit, case: Case) -> None:
    """R-UAM-01: no step beyond counselling before the guardian of a child alone is recorded."""
    people = people_of(unit, case)
    for person in people:
        alone = person_type(person, people, unit.today()) is PersonType.UAM
        if alone and safeguards_of(unit, person.person_id).guardian is None:
            raise Conflict(
                "guardian-needed",
                "R-UAM-01: record the guardian of the unaccompanied minor first.",
            )
