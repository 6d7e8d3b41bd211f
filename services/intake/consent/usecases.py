"""Keeping what people signed."""

from __future__ import annotations

from datetime import date, timedelta

from services.chassis.errors import Invalid, NotFound
from services.chassis.unit import Unit
from services.intake.consent.model import Consent, Scope, Signatory
from services.intake.consent.store import ConsentStore
from services.intake.exclusions.usecases import setting


def keep_consent(
    unit: Unit,
    *,
    case_ref: str,
    person_id: str,
    scope: Scope,
    by: Signatory,
    signed_on: date,
    language: str,
    witness: str | None = None,
) -> Consent:
    """Keep what was signed. R-UAM-02: a consent to a child's return is only good for a time."""
    if signed_on > unit.today():
        raise Invalid("signed-in-future", f"Nobody can have signed on {signed_on} yet.")
    lapses = scope is Scope.RETURN_OF_MINOR
    days = timedelta(days=setting(unit, "consent_validity", signed_on))
    consent = Consent(
        consent_id=unit.new_id(),
        case_ref=case_ref,
        person_id=person_id,
        scope=scope,
        by=by,
        signed_on=signed_on,
        language=language,
        valid_until=signed_on + days if lapses else None,
        sealed_witness=unit.vault.seal(person_id, {"witness": witness}) if witness else None,
    )
    unit.store(ConsentStore).add(consent)
    return consent


def withdraw_consent(unit: Unit, *, case_ref: str, consent_id: str) -> Consent:
    """Record that somebody no longer agrees."""
    for consent in unit.store(ConsentStore).of_case(case_ref):
        if consent.consent_id == consent_id:
            consent.withdraw(unit.today())
            return consent
    raise NotFound("no-such-consent", f"Case {case_ref} has no consent {consent_id}.")


def lapse_consents(unit: Unit, case_ref: str, person_id: str, on: date) -> None:
    """R-UAM-06: what was signed for a child no longer counts for an adult."""
    for consent in unit.store(ConsentStore).of_case(case_ref):
        childs = consent.scope is Scope.RETURN_OF_MINOR and consent.by is not Signatory.SELF
        if consent.person_id == person_id and childs:
            consent.lapse(on)


def counting(unit: Unit, case_ref: str, scope: Scope) -> list[Consent]:
    """Return the consents of one scope that count today."""
    kept = unit.store(ConsentStore).of_case(case_ref)
    return [one for one in kept if one.scope is scope and one.counts_on(unit.today())]
