"""What is sealed for travel, by those who seal it, is what travel reads when it has opened it."""

import contextlib
import json

import pytest

from services.chassis.messages import as_json
from services.expert_deployment.assignments.usecases import clear_assignment
from services.reintegration.grounds.schemas import unseal
from services.travel.service import TravelService
from tests.unit.expert_deployment.expert_builders import ON_FILE, a_selected_expert
from tests.unit.expert_deployment.expert_stores import a_unit as an_officers_unit
from tests.unit.intake import intake_scene as intake


class ReadError(BaseException):
    """Everything was read, and the handler turns to the database."""


class OpeningUnit:
    """A unit that opens what a fake unit sealed, and stops whoever wants more."""

    def __init__(self):
        self.opened = []

    def open_sealed(self, token):
        self.opened.append(json.loads(token)["content"])
        return self.opened[-1]

    def __getattr__(self, name):
        raise ReadError(name)


def read_by_travel(event):
    """Have travel's own handler read a fact; return the people it was told about."""
    unit = OpeningUnit()
    handler = getattr(TravelService, f"on_{event.name}")
    with contextlib.suppress(ReadError):
        handler(TravelService(), unit, as_json(event.data()))
    return [one["person_id"] for one in unit.opened[0]["travellers"]]


def of_intake(unit, name):
    return next(event for event in reversed(unit.published) if event.name == name)


@pytest.mark.parametrize(
    "persons",
    [
        [intake.a_person()],
        [intake.a_person(), intake.a_person(relation="partner"), intake.a_child()],
        [intake.a_person(), intake.a_child(birth_date="2025-01-02")],
    ],
    ids=["one adult", "a family", "a parent and a baby"],
)
def test_travel_reads_the_people_of_an_accepted_case(persons):
    unit = intake.a_unit()
    case = intake.an_accepted_case(unit, *persons)

    read = read_by_travel(of_intake(unit, "case_accepted"))

    assert set(read) == case.person_ids
    assert len(read) == len(persons)


def test_travel_reads_the_receiver_of_an_unaccompanied_minor():
    unit = intake.a_unit()
    case = intake.a_cleared_minor(unit)
    intake.accept_case(unit, ref=case.case_ref)

    assert set(read_by_travel(of_intake(unit, "case_accepted"))) == case.person_ids


def test_travel_reads_what_a_traveller_needs_now():
    unit = intake.a_unit()
    case = intake.an_accepted_case(unit)
    intake.guard(unit, case, escort_need=intake.IOM_ESCORT)

    read = read_by_travel(of_intake(unit, "traveller_needs_changed"))

    assert read == [case.applicant_id]


def grounds_of(event):
    """What reintegration reads of what intake sealed for it, by person."""
    opener = OpeningUnit()
    return {one.person_id: one.said for one in unseal(opener, event.sealed_for_reintegration)}


def test_reintegration_reads_what_decides_the_money_of_an_accepted_case():
    unit = intake.a_unit()
    persons = [intake.a_person(asylum_background=True), intake.a_child()]
    case = intake.an_accepted_case(unit, *persons)

    read = grounds_of(of_intake(unit, "case_accepted"))

    assert set(read) == case.person_ids
    told = {"asylum_background", "in_detention", "victim"}
    assert all(set(said) == told for said in read.values())
    expected = {"asylum_background": True, "in_detention": False, "victim": None}
    assert read[case.applicant_id] == expected


def test_reintegration_reads_what_is_known_now_and_keeps_what_is_left_out():
    unit = intake.a_unit()
    case = intake.an_accepted_case(unit)
    intake.guard(unit, case, escort_need=intake.IOM_ESCORT)

    read = grounds_of(of_intake(unit, "traveller_needs_changed"))

    assert read == {case.applicant_id: {"asylum_background": None, "victim": None}}


def test_travel_reads_the_expert_of_an_assignment():
    unit = an_officers_unit()
    assignment_id = a_selected_expert(unit)
    clear_assignment(unit, assignment_id=assignment_id, on_file=ON_FILE)

    event = unit.published[-1]

    assert read_by_travel(event) == [event.person_id]
