"""Who travels together, who is asked, and what is put back when a case is called off."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from travel_builders import (
    DETAILS,
    RECEIVER,
    a_child_alone,
    a_minor,
    a_trip,
    an_adult,
    movements,
    opened,
)
from travel_fakes import a_unit, posted
from travel_steps import booked

from partner_kit import contract
from services.chassis.errors import NotYet
from services.travel.agents.store import AgentStore
from services.travel.movements.usecases import tell_if_stuck
from services.travel.parties import usecases
from services.travel.quotes.usecases import ask_again
from services.travel.travellers.model import TravellerStatus
from services.travel.travellers.rules import age_on, escort_kind
from services.travel.waits.model import Status
from tests.fakes import NOON

ASKED = "quote_requested.v1"


def withdraw(unit, case_ref="NL-2026-000001-1"):
    usecases.withdraw(unit, case_ref=case_ref, assignment_id=None, reason_code="changed_mind")


def test_a_family_is_one_party_and_each_child_alone_its_own():
    unit = a_unit()

    opened(unit, an_adult(), a_minor(), a_child_alone("p-8"), a_child_alone("p-9"))

    parties = [movement.person_ids for movement in movements(unit)]
    assert parties == [("p-1", "p-2"), ("p-8",), ("p-9",)]
    assert unit.published_names() == ["movement_opened"] * 3


def test_both_agents_are_asked_at_once_in_the_words_of_the_contract():
    unit = a_unit()

    movement = opened(unit, an_adult(ssr=["WCHR"]), a_minor())

    questions = posted(unit, ASKED)
    assert [one.address.routing_key for one in questions] == [f"delta.{ASKED}", f"polder.{ASKED}"]
    for question in questions:
        example = contract.example(contract.TO_AGENT, ASKED)
        assert contract.faults(contract.TO_AGENT, example | {"data": question.data}) == []
    asked = questions[0].data
    assert asked["passengers"][1] == {"passenger_reference": "P2", "type": "child", "age": 6}
    assert asked["special_services"] == [{"passenger_reference": "P1", "code": "WCHR"}]
    assert asked["forbidden_transit_countries"] == ["GB", "US"]
    assert "arrive_by" not in asked
    assert [one.name for one in unit.reminders].count("offers_due") == 1
    assert movement.due_at == NOON + timedelta(hours=4)


def test_no_question_to_an_agent_holds_a_name_or_a_number():
    unit = a_unit()

    opened(unit, a_child_alone())

    said = str([one.data for one in posted(unit, ASKED)])
    for secret in ("Amal", "Specimen", "SPEC1", "2011-01-05", "AB 1234-5"):
        assert secret not in said


def test_a_document_that_ends_soon_sets_the_last_day_of_arrival():
    unit = a_unit()
    document = DETAILS["document"] | {"expires_on": "2026-05-21"}

    opened(unit, an_adult(document=document))

    assert posted(unit, ASKED)[0].data["arrive_by"] == "2026-05-21T23:59:00+00:00"


def test_a_child_alone_has_our_escort_unless_the_airlines_was_chosen():
    unit = a_unit()

    by_default = opened(unit, a_child_alone())
    by_airline = opened(unit, a_child_alone("p-7", escort="airline_um"), case_ref="NL-2")

    assert by_default.escort_required
    assert not by_airline.escort_required
    first, *_, last = posted(unit, ASKED)
    assert first.data["escorts"][0]["kind"] == "social"
    assert last.data["escorts"] == []
    assert last.data["special_services"] == [{"passenger_reference": "P1", "code": "UMNR"}]


def test_the_strongest_escort_that_anybody_needs_goes_along():
    """R-MED-03."""
    kinds = [{"escort": "social"}, {"escort": "medical_nurse"}, {"escort": "none"}]

    assert escort_kind(kinds) == "medical_nurse"
    assert escort_kind([{"escort": "airline_um"}]) is None


@pytest.mark.parametrize(("day", "age"), [(14, 6), (15, 7)])
def test_a_child_is_older_on_its_birthday(day, age):
    assert age_on(date(2019, 5, 15), date(2026, 5, day)) == age


def test_with_one_agent_nothing_is_asked_and_it_says_so():
    unit = a_unit("polder")

    movement = opened(unit)

    assert unit.posted == []
    assert (movement.status, movement.owner) == (Status.SHORT_OF_AGENTS, "movement_officer")


def test_the_same_acceptance_twice_opens_one_journey():
    unit = a_unit()

    opened(unit)
    opened(unit)

    assert len(movements(unit)) == 1


def test_after_a_no_show_a_new_journey_replaces_the_old():
    unit = a_unit()
    old = opened(unit)
    old.status = Status.NO_SHOW

    new = opened(unit)

    assert new is not old
    assert old.status is Status.REPLACED


def test_a_withdrawal_that_comes_first_is_remembered():
    unit = a_unit()
    withdraw(unit)
    withdraw(unit)

    movement = opened(unit)

    assert movement.status is Status.CANCELLED
    assert unit.published_names() == ["movement_opened", "movement_cancelled"]
    assert unit.posted == []


def test_a_withdrawal_while_asking_ends_it_at_once():
    unit = a_unit()
    movement = opened(unit)

    withdraw(unit)

    assert movement.status is Status.CANCELLED
    assert unit.published[-1].reason_code == "changed_mind"


def test_a_withdrawal_that_crossed_the_boarding_changes_nothing():
    unit = a_unit()
    movement = opened(unit)
    movement.status = Status.DEPARTED

    withdraw(unit)

    assert movement.status is Status.DEPARTED


def test_an_expert_travels_as_a_party_of_one():
    unit = a_unit()
    trip = a_trip(case_ref=None, assignment_id="a-1")
    usecases.open_journeys(unit, trip=trip, people=[an_adult()])

    usecases.withdraw(unit, case_ref=None, assignment_id="a-1", reason_code="illness")

    [movement] = movements(unit)
    assert movement.status is Status.CANCELLED
    assert (unit.published[-1].assignment_id, unit.published[-1].case_ref) == ("a-1", None)


def numbered(unit, number):
    """What comes next is the fact of the case with this number."""
    unit.message = SimpleNamespace(sequence=number)


def change_needs(unit, *, person_id="p-1", **changes):
    details = {name: value for name, value in DETAILS.items() if name != "nationalities"}
    usecases.change_needs(
        unit, case_ref="NL-2026-000001-1", person_id=person_id, details=details | changes
    )


def test_changed_needs_before_booking_are_asked_for_anew():
    unit = a_unit()
    movement = opened(unit)

    change_needs(unit, ssr=["WCHC"])

    assert movement.quote_round == 2
    asked = posted(unit, ASKED)[-1].data["special_services"]
    assert asked == [{"passenger_reference": "P1", "code": "WCHC"}]


def test_changed_needs_after_booking_are_told():
    unit = a_unit()
    movement, _ = booked(unit)

    change_needs(unit, document=DETAILS["document"] | {"number": "NEW-1"})

    assert unit.published[-1].what == ("traveller_needs",)
    assert movement.status is Status.BOOKED


def test_a_new_receiver_asks_nothing_of_the_agents():
    unit = a_unit()
    movement = opened(unit)

    change_needs(unit, receiver=RECEIVER)
    movement.status = Status.BOOKED
    change_needs(unit, receiver=None)

    assert movement.quote_round == 1
    assert unit.published_names() == ["movement_opened"]


def asked_services(unit):
    return [one["code"] for one in posted(unit, ASKED)[-1].data["special_services"]]


def test_a_need_that_overtakes_another_acceptance_is_on_the_new_journey():
    unit = a_unit()
    opened(unit).status = Status.NO_SHOW
    numbered(unit, 9)
    change_needs(unit, ssr=["WCHC"])
    numbered(unit, 8)

    assert opened(unit).travellers[0].told_by == 9
    assert asked_services(unit) == ["WCHC"]


def test_what_the_other_acceptance_says_later_counts():
    unit = a_unit()
    opened(unit).status = Status.NO_SHOW
    numbered(unit, 8)
    change_needs(unit, ssr=["WCHC"])
    numbered(unit, 9)
    opened(unit)

    assert asked_services(unit) == []


def test_an_older_need_that_comes_late_changes_nothing():
    unit = a_unit()
    opened(unit)
    numbered(unit, 9)
    change_needs(unit, ssr=["WCHC"])
    numbered(unit, 8)
    change_needs(unit, ssr=["WCHR"])

    assert asked_services(unit) == ["WCHC"]


def test_changed_needs_of_somebody_whose_journey_is_not_here_yet_come_back_later():
    unit = a_unit()
    opened(unit)
    with pytest.raises(NotYet):
        change_needs(unit, person_id="p-2")


def test_who_has_left_needs_nothing_more():
    unit = a_unit()
    movement = opened(unit)
    movement.travellers[0].status = TravellerStatus.DEPARTED
    change_needs(unit, ssr=["WCHC"])

    assert movement.quote_round == 1


def test_changed_needs_of_a_case_that_is_not_here_yet_come_back_later():
    with pytest.raises(NotYet):
        change_needs(a_unit())


def test_a_wait_past_its_deadline_is_told():
    unit = a_unit("polder")
    movement = opened(unit)
    unit.clock = NOON + timedelta(days=2)

    tell_if_stuck(unit, movement_id=movement.id)

    assert unit.published_names()[-1] == "movement_stuck"


def test_an_officer_asks_again_when_there_is_a_second_agent():
    unit = a_unit("polder")
    movement = opened(unit)
    unit.store(AgentStore).agents |= a_unit("delta").store(AgentStore).agents

    ask_again(unit, movement_id=movement.id)

    assert movement.status is Status.QUOTING
    assert len(posted(unit, ASKED)) == 2
