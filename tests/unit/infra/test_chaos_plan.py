"""The dice of chaos: the same seed, the same cases and the same faults."""

from datetime import date

from infra.chaos import harm_to_processes, harm_to_servers, plan, striker
from infra.chaos.stream import VOCABULARY
from infra.demo.phrases import find
from infra.generator.cases import BY_SHARE, EACH_ONCE, Generator
from infra.generator.kinds import SORTS
from services.intake.kinds.model import Kind

HARMS = (harm_to_processes, harm_to_servers)
TODAY = date(2026, 11, 24)


def test_a_seed_gives_the_same_cases_again():
    first = [Generator(7).told(number, TODAY) for number in range(50)]
    again = [Generator(7).told(number, TODAY) for number in range(50)]

    assert first == again
    assert first != [Generator(8).told(number, TODAY) for number in range(50)]


def test_a_short_run_has_every_sort_of_case_once():
    for seed in range(20):
        first = [Generator(seed).sort_of(number) for number in range(len(EACH_ONCE))]

        assert sorted(first) == sorted(SORTS)


def test_a_long_run_has_each_sort_by_its_share():
    dealt = [Generator(7).sort_of(len(EACH_ONCE) + number) for number in range(len(BY_SHARE))]

    assert {name: dealt.count(name) for name in SORTS} == {
        name: sort.share for name, sort in SORTS.items()
    }


def test_every_kind_of_case_comes_and_goes_to_its_end_and_is_called_off():
    stories = [Generator(7).told(number, TODAY) for number in range(600)]
    opened = [story for story in stories if "opens the case" in story.steps]

    for ending in ("the case is closed", "everything is put back"):
        assert {one.kind for one in opened if ending in one.steps} == set(Kind)


def test_whoever_calls_off_is_given_back_what_was_taken_in():
    taken = {
        "gets the allowance in cash": "the cash is brought back",
        "a fee of": "the supervisor refuses the fee",
        "the fare of": "the promissory notes are given back",
        "the family pays": "the account of the family is settled",
    }
    off = [
        story.steps
        for story in (Generator(7).told(number, TODAY) for number in range(600))
        if any(step.startswith("withdraws") for step in story.steps)
    ]

    assert off
    for steps in off:
        for what, back in taken.items():
            if any(step.startswith(what) for step in steps):
                assert back in steps


def test_nobody_withdraws_after_boarding():
    for number in range(600):
        steps = Generator(7).told(number, TODAY).steps
        boarded = steps.index("boards") if "boards" in steps else len(steps)

        assert not any("withdraw" in step for step in steps[boarded:])


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
