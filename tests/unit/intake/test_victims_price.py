"""How a victim is priced is told to reintegration alone, and why to the specialist alone."""

import json

import pytest

from services.intake.grounds.rules import victims_terms
from services.intake.trafficking import usecases
from tests.unit.intake.intake_scene import (
    a_person,
    a_unit,
    an_accepted_case,
    an_open_case,
    the_lists,
)
from tests.unit.intake.test_trafficking import signalled


def grounds_in(unit, event):
    (one,) = unit.open_sealed(event.sealed_for_reintegration)["travellers"]
    return one


@pytest.mark.parametrize(
    ("nationalities", "terms"),
    [(["RO"], "eu13"), (["NG"], "other"), (["NG", "RO"], "eu13"), (["BE"], None), (["CH"], None)],
)
def test_r_vot_02_by_which_terms_a_victim_is_priced(nationalities, terms):
    """R-VOT-02, on the lists of R-VOT-01."""
    assert victims_terms(nationalities, the_lists()) == terms


def test_reintegration_hears_of_a_victim_sealed_and_in_the_words_of_everybody_else():
    """R-VOT-02, R-VOT-03: nor does the length of what is sealed tell who is one."""
    unit = a_unit()
    plain = an_accepted_case(unit)
    of_plain = unit.published[-1]
    other = an_accepted_case(unit, a_person(family_name="Other", given_names="Other"))
    signalled(unit, other)
    (again,) = [one for one in unit.reminders if one.name == "traveller_told_again"]
    usecases.tell_again(unit, **again.ids)
    of_other = unit.published[-1]

    assert grounds_in(unit, of_plain)["victim"] is None
    assert grounds_in(unit, of_other)["victim"] == "other"
    as_long = {
        len(json.dumps(unit.open_sealed(one.sealed_for_reintegration), separators=(",", ":")))
        for one in (of_plain, of_other)
    }
    assert len(as_long) == 1
    clear = {**of_other.data(), "sealed_for_travel": "", "sealed_for_reintegration": ""}
    assert clear["person_id"] == other.applicant_id != plain.applicant_id
    assert set(clear) == {"case_ref", "person_id", "sealed_for_travel", "sealed_for_reintegration"}


def test_of_a_case_of_which_somebody_was_forgotten_nothing_is_told_again():
    unit = a_unit()
    case = an_accepted_case(unit)
    unit.vault.forget(case.applicant_id)
    before = len(unit.published)

    usecases.tell_again(unit, case_ref=case.case_ref, person_id=case.applicant_id)

    assert len(unit.published) == before


def test_before_the_acceptance_nobody_is_told_anything_of_a_victim():
    """R-VOT-02: the acceptance itself tells it, sealed."""
    unit = a_unit()
    signalled(unit, an_open_case(unit))

    assert not [one for one in unit.reminders if one.name == "traveller_told_again"]


def test_those_who_may_know_read_why_the_price_is_what_it_is():
    """R-VOT-02: a decision gives its reason, to whom it may be given."""
    unit = a_unit()
    kept = signalled(unit, an_open_case(unit, a_person(nationalities=["RO"])))

    assert kept["price"].rule_id == "R-VOT-02"
    assert "thirteen" in kept["price"].sentence
