"""What a case is entitled to depends on its kind: nothing of a return is due to who comes."""

from datetime import date

import pytest

from services.reintegration.entitlements.model import LineKind
from services.reintegration.entitlements.rules import assess
from services.reintegration.returns.schemas import CaseAccepted
from tests.unit.reintegration.money_builders import a_person, the_rulebook


def lines(kind):
    assessment = assess(
        application_date=date(2026, 3, 2),
        departs_on=None,
        persons=[a_person(kind=kind)],
        book=the_rulebook(),
    )
    return [line.kind for line in assessment.lines], assessment.reasons


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("voluntary_return", [LineKind.ALLOWANCE, LineKind.REINTEGRATION]),
        ("return_from_detention", [LineKind.ALLOWANCE, LineKind.REINTEGRATION]),
        ("third_country_resettlement", [LineKind.ALLOWANCE]),
        ("family_reunification", []),
        ("resettlement", []),
    ],
)
def test_only_what_applies_to_the_kind_is_reserved(kind, due):
    """R-REAN-18, R-AVRR-01."""
    assert lines(kind)[0] == due


def test_what_is_not_due_is_explained():
    reasons = {reason.rule_id: reason for reason in lines("resettlement")[1]}

    assert reasons["R-REAN-18"].outcome == "fail"
    assert "resettlement" in reasons["R-AVRR-01"].sentence


def test_the_kind_is_read_from_the_accepted_case():
    traveller = {"person_id": "p-1", "person_type": "adult", "nationalities": ["SY"]}
    fact = {"case_ref": "c", "application_date": "2026-03-02", "travellers": [traveller]}

    accepted = CaseAccepted().load(fact | {"kind": "resettlement"})

    assert [person.kind for person in accepted["persons"]] == ["resettlement"]
