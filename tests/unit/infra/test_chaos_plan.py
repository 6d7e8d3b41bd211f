"""The dice of chaos: the same seed, the same cases and the same faults."""

from datetime import date

from infra.chaos import harm_to_processes, harm_to_servers, plan, striker
from infra.chaos.stream import VOCABULARY
from infra.demo.phrases import find
from infra.generator.cases import SHARES, Generator

HARMS = (harm_to_processes, harm_to_servers)
TODAY = date(2026, 11, 24)


def test_a_seed_gives_the_same_cases_again():
    first = [Generator(7).told(number, TODAY) for number in range(50)]
    again = [Generator(7).told(number, TODAY) for number in range(50)]

    assert first == again
    assert first != [Generator(8).told(number, TODAY) for number in range(50)]


def test_cases_of_every_kind_come():
    assert set(Generator(7).kinds(300)) == set(SHARES)


def test_every_step_of_a_case_is_one_that_somebody_knows():
    steps = {step for number in range(400) for step in Generator(7).told(number, TODAY).steps}

    assert VOCABULARY
    for step in steps:
        find(step)


def test_a_seed_gives_the_same_faults_again():
    for lane in plan.LANES:
        assert plan.draw(7, 180, lane) == plan.draw(7, 180, lane)
        assert plan.draw(7, 180, lane) != plan.draw(8, 180, lane)


def test_three_minutes_hold_every_kind_of_fault():
    for lane, kinds in plan.LANES.items():
        assert {fault.kind for fault in plan.draw(7, 180, lane)} == {kind for kind, _ in kinds}


def test_no_fault_outlasts_the_run():
    for seed in range(30):
        for lane in plan.LANES:
            faults = plan.draw(seed, 60, lane)
            assert all(fault.at_seconds + fault.lasts_seconds <= 60 for fault in faults)


def test_somebody_can_carry_out_every_fault():
    kinds = {kind for lane in plan.LANES.values() for kind, _ in lane}

    assert kinds == set(striker.ACTS)
