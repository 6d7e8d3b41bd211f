"""What decides a person's money comes sealed, in any order, and is kept as ciphertext alone."""

from dataclasses import asdict
from datetime import date, timedelta
from itertools import permutations

import pytest

from services.reintegration.entitlements.store import EntitlementStore, Persons
from services.reintegration.grounds.model import Told
from services.reintegration.grounds.schemas import unseal
from services.reintegration.grounds.store import GroundsStore
from services.reintegration.grounds.usecases import keep_grounds, with_grounds
from services.reintegration.persons.model import Victim
from services.reintegration.returns import usecases
from tests.unit.reintegration.money_builders import CASE, NOW, a_person
from tests.unit.reintegration.money_stores import a_unit

IN_2017 = date(2017, 6, 1)


def told(minutes=0, **said):
    return Told("p-1", NOW + timedelta(minutes=minutes), said)


def accepted(unit, *grounds, on=IN_2017):
    persons = (a_person(),)
    terms = {"case_ref": CASE, "application_date": on, "persons": persons}
    usecases.accept_case(unit, told=grounds, **terms)


def held(unit):
    return unit.store(EntitlementStore).find_of_case(CASE)


def schemes(unit):
    return [line.scheme for line in held(unit).lines if line.kind == "reintegration"]


def why(unit):
    return next(one.sentence for one in held(unit).reasons if one.rule_id == "R-AVRR-07")


@pytest.mark.parametrize(
    ("said", "scheme"),
    [
        ({}, "AVRR_NL"),
        ({"asylum_background": None}, "AVRR_NL"),
        ({"asylum_background": False}, "AVRR_NL"),
        ({"asylum_background": True}, "HRT"),
        ({"asylum_background": True, "in_detention": False}, "HRT"),
        ({"asylum_background": True, "in_detention": True}, "AVRR_NL"),
    ],
)
def test_r_avrr_07_a_recorded_asylum_background_opens_hrt_and_detention_closes_it(said, scheme):
    unit = a_unit()
    accepted(unit, told(**said))

    assert schemes(unit) == [scheme]


def test_r_avrr_07_what_nobody_recorded_is_said_to_be_missing():
    unit = a_unit()
    accepted(unit, told(asylum_background=None))

    assert "no asylum background is recorded" in why(unit)


def test_since_july_2017_nobody_is_asked():
    unit = a_unit()
    accepted(unit, told(asylum_background=None), on=date(2026, 10, 1))

    assert schemes(unit) == ["NATIONAL_2SEP"]
    assert why(unit) == "Detention does not stand in the way."


def test_what_is_known_later_prices_the_case_again_and_says_so():
    unit = a_unit()
    accepted(unit, told(in_detention=False))
    usecases.hear_of_grounds(unit, case_ref=CASE, told=[told(1, asylum_background=True)])
    usecases.hear_of_grounds(unit, case_ref=CASE, told=[told(1, asylum_background=True)])

    assert schemes(unit) == ["HRT"]
    assert unit.published_names() == ["entitlement_reserved", "entitlement_reserved"]


def test_what_overtakes_the_acceptance_is_not_lost():
    unit = a_unit()
    usecases.hear_of_grounds(unit, case_ref=CASE, told=[told(1, asylum_background=True)])
    accepted(unit, told(asylum_background=None, in_detention=False))

    assert schemes(unit) == ["HRT"]


NEWS = (
    told(1, asylum_background=False, in_detention=True),
    told(2, asylum_background=None),
    told(3, asylum_background=True),
)


@pytest.mark.parametrize("order", list(permutations(NEWS)))
def test_in_whatever_order_it_is_told_the_newest_word_on_each_point_holds(order):
    unit = a_unit()
    keep_grounds(unit, CASE, [*order, *order])

    (person,) = with_grounds(unit, [a_person()])
    assert (person.asylum_background, person.in_detention) == (True, True)


def test_at_rest_it_stands_in_no_list_of_persons():
    """protection.md: at rest only ciphertext."""
    person = a_person(asylum_background=True, in_detention=True, victim=Victim.EU13)

    kept = Persons().process_bind_param((person,), None)

    assert {"asylum_background", "in_detention", "victim"} <= set(asdict(person))
    assert not {"asylum_background", "in_detention", "victim"} & set(kept[0])


def test_of_whoever_was_forgotten_nothing_is_kept_and_nothing_priced_anew():
    unit = a_unit()
    accepted(unit, told(asylum_background=True))
    unit.vault.forget("p-1")

    usecases.hear_of_grounds(unit, case_ref=CASE, told=[told(5, asylum_background=False)])

    assert schemes(unit) == ["HRT"]
    assert unit.store(GroundsStore).find("p-1").told_at == NOW


def test_what_was_accepted_before_anything_was_sealed_has_nothing_to_open():
    assert unseal(a_unit(), None) == []
