"""A plan keeps within the budget and the cash limit, in every order of changes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.errors import Conflict, Invalid, Refusal
from services.reintegration.plans.model import MACHINE, Category, Status, check_limits
from services.reintegration.plans.schemas import PlanLine
from tests.unit.reintegration.money_builders import NOW, a_line, a_plan, cash

CENTS = st.integers(min_value=0, max_value=300_000)


@pytest.mark.parametrize(
    ("budget", "in_kind"), [(180_000, 150_000), (280_000, 250_000)], ids=["adult", "minor"]
)
def test_r_avrr_05_with_300_in_cash_the_rest_is_left_in_kind(budget, in_kind):
    plan = a_plan(budget_minor=budget)
    plan.draft(cash(30_000), NOW)

    plan.add_line(a_line(in_kind))

    with pytest.raises(Invalid, match="R-AVRR-05"):
        plan.add_line(a_line(1, line_id="l-2"))


def test_r_avrr_04_more_cash_than_the_limit_is_refused():
    with pytest.raises(Invalid, match="30000 cents may be cash") as refused:
        a_plan().draft(cash(30_001), NOW)

    assert refused.value.code == "too-much-cash"


@given(budget=CENTS, cash_max=CENTS, chosen=CENTS, bought=st.lists(CENTS, max_size=6))
def test_r_avrr_04_no_plan_that_is_accepted_exceeds_its_limits(budget, cash_max, chosen, bought):
    plan = a_plan(budget_minor=budget, cash_max_minor=cash_max)
    try:
        plan.draft(cash(chosen), NOW)
        for number, amount in enumerate(bought):
            plan.add_line(a_line(amount, line_id=f"l-{number}"))
    except Invalid:
        pass

    check_limits(budget, cash_max, plan.lines)
    assert sum(line.amount_minor for line in plan.lines) <= budget


@given(amounts=st.lists(st.integers(min_value=1, max_value=120_000), max_size=8))
def test_r_avrr_11_payments_never_claim_more_than_a_line_has(amounts):
    plan = a_plan(lines=(a_line(),), status=Status.FINAL)
    claimed = 0
    for amount in amounts:
        try:
            plan.commit("l-1", amount)
        except Invalid:
            assert claimed + amount > 150_000
        else:
            claimed += amount

    assert plan.line("l-1").committed_minor == claimed <= 150_000


@pytest.mark.parametrize("category", ["holiday", "debts", "cash"])
def test_r_avrr_13_a_budget_buys_only_what_is_on_the_list(category):
    asked = {"category": category, "description": "Six sheep", "amount_minor": 40_000}

    with pytest.raises(Invalid) as refused:
        PlanLine().load(asked)

    assert {problem["pointer"] for problem in refused.value.errors} == {"/category"}


def test_a_rejected_payment_frees_its_part_of_the_line():
    plan = a_plan(lines=(a_line(),), status=Status.FINAL)
    plan.commit("l-1", 150_000)

    plan.give_back("l-1", 150_000)

    assert plan.line("l-1").remaining_minor == 150_000


@pytest.mark.parametrize("status", [each for each in Status if each is not Status.FINAL])
def test_r_avrr_08_only_a_final_plan_is_paid(status):
    with pytest.raises(Conflict, match="final"):
        a_plan(lines=(a_line(),), status=status).commit("l-1", 1)


@pytest.mark.parametrize(
    "status", [each for each in Status if each not in {Status.DRAFT, Status.REVIEWED}]
)
def test_a_plan_changes_only_as_a_draft_or_under_review(status):
    plan = a_plan(lines=(a_line(),), status=status)

    with pytest.raises(Conflict):
        plan.add_line(a_line(line_id="l-2"))
    with pytest.raises(Conflict):
        plan.withdraw_line("l-1")


def test_r_avrr_08_the_final_plan_may_differ_from_the_draft():
    plan = a_plan()
    plan.draft(cash(10_000), NOW)
    plan.add_line(a_line())
    plan.agree(NOW)
    plan.review(NOW)

    plan.withdraw_line("l-1")
    plan.add_line(a_line(90_000, Category.EDUCATION, "l-2"))
    plan.finalise(NOW)

    assert [line.category for line in plan.lines] == ["cash", "education"]
    assert plan.status is Status.FINAL


def test_an_empty_plan_is_not_agreed_on():
    plan = a_plan()
    plan.draft(None, NOW)

    with pytest.raises(Conflict, match="without a line"):
        plan.agree(NOW)


@pytest.mark.parametrize(("budget", "after"), [(200_000, "agreed"), (100_000, "draft")])
def test_an_agreed_plan_beyond_repriced_limits_must_be_agreed_on_again(budget, after):
    plan = a_plan(lines=(a_line(),), status=Status.AGREED)

    plan.reprice(budget, 0, NOW)

    assert plan.status == after
    if after == "draft":
        with pytest.raises(Refusal, match="R-AVRR-05"):
            plan.agree(NOW)


def test_every_state_says_what_it_waits_for_who_and_by_when():
    for state in MACHINE.states:
        plan = a_plan(status=Status(state))
        if plan.is_open:
            assert plan.waits_for
            assert plan.owner == "counsellor"
