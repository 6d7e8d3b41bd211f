"""The casebook is a file that a counsellor can write, and is refused with a reason when bad."""

import pytest

from infra.demo import casebook, outcomes, phrases
from infra.demo.__main__ import VOCABULARY
from infra.demo.casebook import BadCasebook
from infra.demo.coverage import Coverage, machines
from infra.demo.report import Report
from infra.demo.story import TRY
from services.intake.kinds.model import Kind

GOOD = """
cases:
  - {name: One, day: 2026-11-24, steps: [opens the case], expected: {case: open}}
"""
BOOK = casebook.read()


def a_book(tmp_path, text):
    file = tmp_path / "cases.yaml"
    file.write_text(text)
    return file


def test_every_step_of_the_book_is_understood():
    assert VOCABULARY
    for case in BOOK.cases:
        for sentence in case.steps:
            phrases.find(sentence.removeprefix(TRY))


def test_every_expectation_of_the_book_can_be_answered():
    for case in BOOK.cases:
        assert set(case.expected) <= set(outcomes.ANSWERS), case.name


def test_every_case_names_people_who_can_be_searched_for():
    people = [one for case in BOOK.cases for one in case.persons]

    assert all(len(one["name"].split()[-1]) >= 5 for one in people)


def test_who_steers_an_agent_flies_to_an_airport_of_its_own():
    cases = BOOK.cases
    steered = [
        case.to["airport"]
        for case in cases
        if any("towards this airport" in sentence for sentence in case.steps)
    ]
    flying = [case.to.get("airport") for case in cases if "a journey is booked" in case.steps]

    assert len(steered) == len(set(steered))
    assert [flying.count(airport) for airport in steered if airport in flying] == [1] * len(
        [airport for airport in steered if airport in flying]
    )


def test_who_ends_an_agents_contract_has_the_day_alone():
    cases = BOOK.cases
    alone = [case.day for case in cases if any("the contract with" in one for one in case.steps)]

    assert alone
    assert [sum(case.day == day for case in cases) for day in alone] == [1] * len(alone)


def test_every_kind_of_case_comes_to_its_end_and_is_called_off():
    cases = BOOK.cases
    for kind in Kind:
        ends = {case.expected["case"] for case in cases if case.kind == kind and case.persons}
        assert {"closed", "withdrawn"} <= ends, kind
    assert {"ended", "withdrawn"} <= {case.expected.get("assignment") for case in cases}
    assert {"ended", "case_opened"} <= {case.expected.get("contact") for case in cases}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (("day: 2026-11-24", "day: tomorrow"), "begin on a date"),
        (("name: One", "named: One"), "does not know 'named'"),
        (("steps: [opens the case], ", ""), "lacks 'steps'"),
        (("cases:", "cases: ["), "cannot be read"),
    ],
)
def test_a_bad_book_is_refused_with_its_reason(tmp_path, change, reason):
    with pytest.raises(BadCasebook, match=reason):
        casebook.read(a_book(tmp_path, GOOD.replace(*change)))


def test_two_cases_do_not_share_a_name(tmp_path):
    twice = GOOD + GOOD.replace("cases:", "").lstrip("\n")

    with pytest.raises(BadCasebook, match="One"):
        casebook.read(a_book(tmp_path, twice))


def test_blanks_are_filled_and_the_plainest_sentence_wins():
    act, blanks = phrases.find("Polder is slow towards this airport")
    assert blanks == {"agent": "Polder", "behaviour": "is slow"}

    act, blanks = phrases.find("the journey becomes price changed")
    assert blanks == {"state": "price changed"}
    assert act.__name__ == "becomes"


def test_a_sentence_that_nobody_knows_is_refused():
    with pytest.raises(LookupError, match="dances"):
        phrases.find("dances")


def test_states_are_read_from_pages_and_from_facts():
    coverage = Coverage()
    coverage.see_page("/v1/movements/m-1", {"status": "booked", "bookings": [{"status": "used"}]})
    coverage.see_page("/v1/vacancies/v-1/candidates", {"items": [{"status": "selected"}]})
    coverage.see_fact("intake.case_accepted")

    told = coverage.tell({"movement": {"quoting": "too quick to see"}})

    assert told["movement"]["reached"] == ["booked"]
    assert told["movement"]["excused"] == {"quoting": "too quick to see"}
    assert "departed" in told["movement"]["missing"]
    assert told["candidate"]["reached"] == ["selected"]
    assert told["booking"]["reached"] == ["used"]
    assert told["case"]["reached"] == ["accepted"]


def test_a_case_without_anybody_is_assigned_once_it_no_longer_says_so():
    coverage, path = Coverage(), "/v1/cases/NL-1/assignments"
    coverage.see_page("/v1/cases/NL-2/assignments", {"case_ref": "NL-2", "unassigned": None})
    assert coverage.tell({})["case without anybody"]["reached"] == []

    coverage.see_page(path, {"case_ref": "NL-1", "unassigned": {"gap_id": "g-1"}})
    assert coverage.tell({})["case without anybody"]["missing"] == ["assigned"]

    coverage.see_page(path, {"case_ref": "NL-1", "unassigned": None})
    assert coverage.tell({})["case without anybody"]["missing"] == []


@pytest.mark.parametrize(
    ("path", "machine", "state"),
    [
        ("/v1/retentions?limit=200", "retention of a case", "kept"),
        ("/v1/cases/NL-1/retention/hold", "retention of a case", "held"),
        ("/v1/cases/NL-1/retention/erasure", "retention of a case", "erased"),
        ("/v1/cases/NL-1/emergency-access", "access in an emergency", "to_review"),
        ("/v1/emergency-accesses/a-1/review", "access in an emergency", "reviewed"),
        ("/v1/persons/p-1/erasure", "erasure", "told"),
    ],
)
def test_each_page_tells_of_its_own_machine(path, machine, state):
    coverage = Coverage()
    coverage.see_page(path, {"status": state})

    told = coverage.tell({})
    assert {name: one["reached"] for name, one in told.items() if one["reached"]} == {
        machine: [state]
    }


def test_an_agent_that_confirmed_an_erasure_was_asked():
    coverage = Coverage()
    erasure = {"status": "confirmed", "asked_at": "2026-11-24T09:00:00+01:00"}
    coverage.see_page("/v1/agent-erasures", {"items": [erasure]})

    assert coverage.tell({})["erasure at an agent"]["reached"] == ["asked", "confirmed"]


def test_the_machines_of_all_four_services_are_known():
    assert {machine.name for machine in machines()} >= {
        "case",
        "movement",
        "booking",
        "return allowance",
        "plan",
        "payment",
        "vacancy",
        "assignment",
    }


def test_what_the_book_leaves_out_exists_and_has_a_reason():
    left_out = BOOK.not_reached
    states = {machine.name: {*map(str, machine.states)} for machine in machines()}

    for machine, reasons in left_out.items():
        if isinstance(reasons, dict):
            assert set(reasons) <= states[machine]
            assert all(reasons.values())
        assert machine in states
        assert reasons


@pytest.mark.parametrize(("claims", "faults"), [(True, ["seen"]), (False, [])])
def test_a_state_that_no_case_reached_is_a_failure_of_a_book_that_claims_all(claims, faults):
    report = Report([], reaches_all=claims)
    report.states = {"movement": {"missing": ["booked", "never seen"]}, "case": {"missing": []}}

    assert [fault.split()[-1].rstrip(".") for fault in report.faults()] == faults


def test_a_book_that_lists_nothing_claims_nothing(tmp_path):
    assert casebook.read(a_book(tmp_path, GOOD)).not_reached is None


def test_a_whole_machine_may_be_left_out_with_one_reason():
    told = Coverage().tell({"vendor": "nobody is paid today"})

    assert told["vendor"]["missing"] == []
    assert set(told["vendor"]["excused"].values()) == {"nobody is paid today"}
