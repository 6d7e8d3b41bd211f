"""A victim is priced by R-VOT-02, and neither an amount's words nor its length say why."""

import json
from datetime import date, timedelta

import pytest

from services.reintegration.allowances import usecases as allowances
from services.reintegration.allowances.store import AllowanceStore
from services.reintegration.entitlements import rules
from services.reintegration.entitlements.schemas import EntitlementView
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.grounds.model import Told
from services.reintegration.grounds.store import GroundsStore
from services.reintegration.ledger.store import LedgerStore
from services.reintegration.persons.model import PersonType, Victim
from services.reintegration.returns import usecases
from tests.unit.reintegration.money_builders import CASE, NOW, a_child, a_person, the_rulebook
from tests.unit.reintegration.money_stores import a_unit, hears

TODAY = date(2026, 10, 1)
WORDS = ("vot", "victim", "traffick", "eu13", "shelter")
JOURNEY = {"case_ref": CASE, "person_id": "p-1", "movement_id": "m-1"}


def priced(person, on=TODAY):
    book = the_rulebook(on)
    return rules.assess(application_date=on, departs_on=None, persons=[person], book=book)


def euros(assessment, kind):
    return [
        (line.amount_minor // 100, line.cash_max_minor // 100)
        for line in assessment.lines
        if line.kind == kind
    ]


def accepted(unit, *persons, **said):
    people = persons or (a_person(),)
    told = [Told(people[0].person_id, NOW, {"victim": None} | said)]
    terms = {"case_ref": CASE, "application_date": TODAY, "persons": people}
    usecases.accept_case(unit, told=told, **terms)


def hears_of_a_victim(unit, victim, minutes=1):
    told = [Told("p-1", NOW + timedelta(minutes=minutes), {"victim": victim})]
    usecases.hear_of_grounds(unit, case_ref=CASE, told=told)


def held(unit):
    return unit.store(EntitlementStore).find_of_case(CASE)


def shown(unit):
    """All that anybody sees of an entitlement, and all that is said of it on the bus."""
    facts = [event.data() for event in unit.published]
    return f"{EntitlementView().dump(held(unit))} {facts}".lower()


@pytest.mark.parametrize("person_type", list(PersonType))
def test_r_vot_02_a_victim_of_the_thirteen_has_500_in_kind_and_the_allowance(person_type):
    one = a_person(nationalities=("RO",), person_type=person_type, victim=Victim.EU13)

    found = priced(one)

    assert euros(found, "reintegration") == [(500, 0)]
    assert euros(found, "allowance") == [(200, 200)]


@pytest.mark.parametrize(
    ("nationality", "person_type", "budget"),
    [
        ("NG", PersonType.ADULT, (2615, 615)),
        ("NG", PersonType.ACCOMPANIED_MINOR, (1615, 615)),
        ("GE", PersonType.ADULT, (2615, 615)),
        ("RS", PersonType.ADULT, (2615, 615)),
    ],
)
def test_r_vot_02_any_other_victim_has_the_budget_of_the_tariff_and_the_full_allowance(
    nationality, person_type, budget
):
    other = {"person_type": person_type, "victim": Victim.OTHER}

    found = priced(a_person(nationalities=(nationality,), **other))

    assert euros(found, "reintegration") == [budget]
    assert euros(found, "allowance") == [(200, 200)]


def test_r_vot_02_what_bars_the_support_bars_a_victims_too():
    one = a_person(nationalities=("RO",), victim=Victim.EU13, reintegration_bars=("R-AVRR-06",))

    assert euros(priced(one), "reintegration") == []
    assert euros(priced(one), "allowance") == [(200, 200)]


def test_before_the_amount_was_set_there_is_none():
    one = a_person(nationalities=("RO",), victim=Victim.EU13)

    assert euros(priced(one, on=date(2017, 6, 30)), "reintegration") == []


def test_r_vot_02_a_victim_from_a_listed_country_reads_as_anybody_else():
    plain, victim = a_person(), a_person(victim=Victim.OTHER)

    assert priced(victim) == priced(plain)


@pytest.mark.parametrize("victim", list(Victim))
@pytest.mark.parametrize("nationality", ["RO", "NG", "GE", "RS"])
def test_no_word_that_anybody_reads_says_why(victim, nationality):
    """R-VOT-03: not in a line, a reason, an evidence, a scheme, or a fact on the bus."""
    unit = a_unit()
    accepted(unit, a_child(nationalities=(nationality,)), victim=victim)

    assert not [word for word in WORDS if word in shown(unit)]


def test_the_scheme_is_that_of_everybody_on_that_day():
    one = a_person(nationalities=("RO",), victim=Victim.EU13)

    assert priced(one).scheme == "NATIONAL_2SEP"
    assert priced(one, on=date(2018, 1, 1)).scheme == "AVRR_NL"


@pytest.mark.parametrize("victim", [None, *Victim])
def test_what_is_kept_is_as_long_for_everybody(victim):
    unit = a_unit()
    accepted(unit, asylum_background=True, in_detention=False, victim=victim)
    plain = a_unit()
    accepted(plain)

    def length(one):
        known = one.vault.open("p-1", one.store(GroundsStore).find("p-1").sealed)
        return len(json.dumps(known, separators=(",", ":")))

    assert length(unit) == length(plain)


def test_who_is_known_as_a_victim_after_the_acceptance_is_priced_again():
    unit = a_unit()
    accepted(unit, a_child(nationalities=("RS",)))
    assert held(unit).lines == ()

    hears_of_a_victim(unit, Victim.OTHER)

    assert [line.amount_minor for line in held(unit).lines] == [20_000, 161_500]
    assert [one.amount_minor for one in unit.store(AllowanceStore).things] == [20_000]
    assert unit.store(LedgerStore).balances() == {
        "fund_commitments": 181_500,
        "reserved_allowances": -20_000,
        "reserved_reintegration": -161_500,
    }


def test_an_allowance_that_was_not_paid_yet_is_paid_as_it_is_now():
    unit = a_unit()
    accepted(unit, a_child())
    usecases.declare_departure(hears(unit, 5), **JOURNEY)

    hears_of_a_victim(unit, Victim.OTHER)

    (allowance,) = unit.store(AllowanceStore).things
    paid = allowances.pay_allowance(unit, allowance_id=allowance.id, received_by="parent")
    assert paid.amount_minor == 20_000


def test_what_was_handed_over_stays_what_it_was():
    unit = a_unit()
    accepted(unit, a_child())
    usecases.declare_departure(hears(unit, 5), **JOURNEY)
    (allowance,) = unit.store(AllowanceStore).things
    allowances.pay_allowance(unit, allowance_id=allowance.id, received_by="parent")

    hears_of_a_victim(unit, Victim.OTHER)

    assert allowance.amount_minor == 4_000
    assert [line.amount_minor for line in held(unit).allowances()] == [4_000]
