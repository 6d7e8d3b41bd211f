"""What must be in place before a child travels alone, or a patient at all."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.intake.consent.model import Consent, Scope, Signatory
from services.intake.facts.rules import PersonType, passenger_type, person_type
from services.intake.safeguarding.model import Escort, EscortNeed, Fitness, Guidance, Safeguards
from services.intake.safeguarding.rules import Protection, escort_of, for_travel, open_points
from tests.unit.intake.intake_scene import (
    GUARDIAN,
    IOM_ESCORT,
    RECEPTION,
    RETURN_IS_BEST,
    TODAY,
    someone,
)

DEPARTS = date(2026, 6, 1)
FIFTEEN = someone(birth_date=date(2011, 1, 15))
ALL = ("guardian", "child", "receiving_family")
PROTECTED = Safeguards(
    guardian=GUARDIAN,
    reception=RECEPTION,
    best_interest=RETURN_IS_BEST,
    escort_need=IOM_ESCORT,
)


def a_consent(by):
    return Consent(
        consent_id=f"c-{by}",
        case_ref="NL-2026-000001-0",
        person_id="p-1",
        scope=Scope.RETURN_OF_MINOR,
        by=Signatory(by),
        signed_on=TODAY,
        language="ar",
    )


def rules_open(person=FIFTEEN, safeguards=PROTECTED, consents=ALL, family=(), **changes):
    given = Protection(
        person=person,
        family=(person, *family),
        safeguards=safeguards,
        consents=[a_consent(one) if isinstance(one, str) else one for one in consents],
        application_date=changes.get("application_date", TODAY),
        departs_on=DEPARTS,
        child_consent_years=12,
        fitness_days=180,
        returns=changes.get("returns", False),
        **{key: changes[key] for key in ("medical", "leaves_by") if key in changes},
    )
    return [point.rule_id for point in open_points(given)]


def test_a_child_who_is_protected_in_every_way_may_travel():
    assert rules_open() == []


@pytest.mark.parametrize(
    ("change", "rule_id"),
    [
        ({"guardian": None}, "R-UAM-01"),
        ({"best_interest": None}, "R-UAM-03"),
        ({"escort_need": None}, "R-UAM-05"),
        ({"escort_need": EscortNeed(escort=Escort.NONE)}, "R-UAM-05"),
        ({"reception": replace(RECEPTION, admission_confirmed=False)}, "R-UAM-04"),
        ({"reception": replace(RECEPTION, collection_confirmed=False)}, "R-UAM-04"),
        ({"reception": replace(RECEPTION, receiver=None)}, "R-UAM-07"),
    ],
)
def test_each_missing_safeguard_is_named_by_its_rule(change, rule_id):
    """R-UAM-01 to R-UAM-07."""
    assert rules_open(safeguards=replace(PROTECTED, **change)) == [rule_id]


def test_without_a_reception_place_everything_about_it_is_open():
    """R-UAM-03, R-UAM-04, R-UAM-07."""
    opened = rules_open(safeguards=replace(PROTECTED, reception=None))

    assert opened == ["R-UAM-03", "R-UAM-04", "R-UAM-04", "R-UAM-07"]


@pytest.mark.parametrize("missing", ALL)
def test_all_three_must_consent(missing):
    """R-UAM-02."""
    assert rules_open(consents=[by for by in ALL if by != missing]) == ["R-UAM-02"]


def test_a_young_child_is_not_asked_to_sign():
    """R-UAM-02: the age is a setting."""
    eleven = someone(birth_date=DEPARTS - timedelta(days=11 * 366))

    assert rules_open(eleven, consents=("guardian", "receiving_family")) == []


def test_a_consent_counts_from_its_signature_until_it_lapses_or_is_withdrawn():
    """R-UAM-02."""
    consent = a_consent("child")
    consent.valid_until = TODAY + timedelta(days=180)

    assert not consent.counts_on(TODAY - timedelta(days=1))
    assert consent.counts_on(TODAY + timedelta(days=180))
    assert not consent.counts_on(TODAY + timedelta(days=181))
    consent.withdrawn_on = TODAY
    assert not consent.counts_on(TODAY)


MOTHER = someone(person_id="p-2", birth_date=date(1985, 1, 1), relation="applicant")
AUNT = someone(person_id="p-3", birth_date=date(1985, 1, 1), relation="other")
CHILD = someone(birth_date=date(2011, 1, 15), relation="child")


def test_a_child_with_a_parent_in_the_case_is_accompanied():
    """R-UAM-01."""
    assert rules_open(CHILD, Safeguards(), (), family=(MOTHER,)) == []


def test_a_child_with_only_an_aunt_in_the_case_is_alone():
    """R-UAM-01: an aunt has no authority over the child."""
    assert person_type(CHILD, (CHILD, AUNT), TODAY) is PersonType.UAM
    assert "R-UAM-01" in rules_open(CHILD, Safeguards(), (), family=(AUNT,))


def test_a_parent_who_is_a_minor_too_does_not_accompany():
    """R-UAM-01."""
    young_mother = someone(person_id="p-2", birth_date=date(2009, 1, 1), relation="applicant")

    assert person_type(CHILD, (CHILD, young_mother), TODAY) is PersonType.UAM
    assert person_type(young_mother, (CHILD, young_mother), TODAY) is PersonType.UAM


def test_one_is_a_minor_until_the_eighteenth_birthday():
    person = someone(birth_date=date(2008, 5, 4))

    assert person_type(person, (person,), date(2026, 5, 3)) is PersonType.UAM
    assert person_type(person, (person,), date(2026, 5, 4)) is PersonType.ADULT


def test_whoever_comes_of_age_before_departure_agrees_anew():
    """R-UAM-06."""
    turning = someone(birth_date=date(2008, 5, 20))
    told = Safeguards(guidance=Guidance(given_on=TODAY, language="ar"))
    own = replace(a_consent("self"), signed_on=date(2008 + 18, 5, 20))

    assert rules_open(turning, told, ()) == ["R-UAM-06"]
    assert rules_open(turning, told, (own,)) == []
    grown = rules_open(turning, Safeguards(), (), application_date=date(2026, 5, 20))
    assert grown == []


PATIENT = someone(medical=True)


@pytest.mark.parametrize(
    ("fitness", "rules"),
    [
        (None, ["R-MED-01"]),
        (Fitness(fit=False, checked_on=TODAY), ["R-MED-01"]),
        (Fitness(fit=True, checked_on=DEPARTS - timedelta(days=181)), ["R-MED-01"]),
        (Fitness(fit=True, checked_on=DEPARTS - timedelta(days=180)), []),
    ],
)
def test_a_patient_needs_an_assessment_that_is_not_too_old(fitness, rules):
    """R-MED-01."""
    assert rules_open(PATIENT, Safeguards(fitness=fitness), ()) == rules


def test_a_child_alone_is_escorted_by_us_unless_decided_otherwise():
    """R-UAM-05."""
    airline = Safeguards(escort_need=EscortNeed(escort=Escort.AIRLINE_UM, ssr=("UMNR",)))

    assert escort_of(PersonType.UAM, Safeguards()) is Escort.SOCIAL
    assert escort_of(PersonType.UAM, airline) is Escort.AIRLINE_UM
    assert escort_of(PersonType.ADULT, Safeguards()) is Escort.NONE


@pytest.mark.parametrize(
    ("born", "kind", "passenger"),
    [
        (date(2024, 6, 2), PersonType.ACCOMPANIED_MINOR, "infant"),
        (date(2024, 6, 1), PersonType.ACCOMPANIED_MINOR, "child"),
        (date(2014, 6, 2), PersonType.ACCOMPANIED_MINOR, "child"),
        (date(2014, 6, 1), PersonType.ACCOMPANIED_MINOR, "adult"),
        (date(2011, 1, 1), PersonType.UAM, "unaccompanied_minor"),
    ],
)
def test_what_an_airline_calls_a_traveller(born, kind, passenger):
    assert passenger_type(someone(birth_date=born), kind, DEPARTS) == passenger


def test_travel_is_told_what_a_ticket_and_an_escort_need():
    told = for_travel(FIFTEEN, (FIFTEEN,), PROTECTED, DEPARTS)

    assert told["passenger_type"] == "unaccompanied_minor"
    assert told["escort"] is Escort.SOCIAL
    assert told["receiver"]["identity_number"] == "ID-778"
    assert told["document"]["number"] == "X1"
    assert told["ssr"] == []


def test_whoever_gave_up_dutch_nationality_travels_on_the_other():
    dual = someone(nationalities=("NL", "MA"), document=None)

    told = for_travel(dual, (dual,), Safeguards(), DEPARTS)

    assert (told["nationality"], told["document"], told["receiver"]) == ("MA", None, None)
