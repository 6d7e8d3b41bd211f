"""Signing the application: from here on there is a date of law, and the IND may be asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.usecases import carry, case_of, people_of
from services.intake.consent.model import Scope, Signatory
from services.intake.consent.usecases import keep_consent
from services.intake.exclusions.usecases import book_by
from services.intake.facts.rules import PersonType, person_type
from services.intake.safeguarding.usecases import safeguards_of


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
    _check_guardians(unit, case)
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
    unit.remind(book_by(unit, signed_on), "booking_due", case_ref=case.case_ref)
    carry(unit, case, "application_signed", facts={"signed_on": signed_on})
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
