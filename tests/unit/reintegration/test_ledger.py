"""Every transaction balances, is posted once per fact and is undone once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.errors import Conflict, Invalid
from services.chassis.money import Money
from services.reintegration.ledger import rules, usecases
from services.reintegration.ledger.model import Account, Entry, Transaction, moved
from services.reintegration.ledger.store import LedgerStore
from tests.unit.reintegration.money_builders import CASE, NOW
from tests.unit.reintegration.money_stores import a_unit

MONEY = st.builds(
    Money, st.integers(min_value=1, max_value=10**12), st.sampled_from(["EUR", "USD"])
)
FACTS = st.sampled_from(
    [
        lambda money: rules.reservation("allowance", money),
        lambda money: rules.reservation("reintegration", money),
        lambda money: rules.release("allowance", money),
        lambda money: rules.release("reintegration", money),
        rules.allowance_paid,
        rules.allowance_returned,
        rules.payment_released,
        rules.payment_settled,
        rules.payment_came_back,
        lambda money: rules.travel_cost("ticket", money),
        lambda money: rules.travel_cost("penalty", money),
        lambda money: rules.travel_cost("refund", money),
    ]
)


def a_transaction(*entries, **changes):
    usual = {
        "id": "t-1",
        "posting_key": "a fact",
        "kind": "test",
        "funding_source": "nobody",
        "recorded_at": NOW,
        "recorded_by": "tester",
        "entries": entries or moved(Money(5, "EUR"), debit=Account.BANK, credit=Account.BANK),
    }
    return Transaction(**(usual | changes))


@given(facts=st.lists(st.tuples(FACTS, MONEY), min_size=1, max_size=10))
def test_whatever_happens_debits_and_credits_are_equal_in_each_currency(facts):
    off = {"EUR": 0, "USD": 0}
    for entries_of, money in facts:
        transaction = a_transaction(*entries_of(money))
        reversal = transaction.reversal(id="t-2", at=NOW, by="checker", reason="test")
        for entry in transaction.entries:
            off[entry.currency] += entry.debit_minor - entry.credit_minor
        assert sorted(map(str, reversal.entries)) == sorted(
            str(entry.mirrored()) for entry in transaction.entries
        )

    assert off == {"EUR": 0, "USD": 0}


@given(debit=MONEY, credit=MONEY)
def test_what_does_not_balance_cannot_even_be_written_down(debit, credit):
    entries = (
        Entry(Account.BANK, debit.currency, debit_minor=debit.amount_minor),
        Entry(Account.BANK, credit.currency, credit_minor=credit.amount_minor),
    )
    if debit == credit:
        assert a_transaction(*entries)
    else:
        with pytest.raises(Invalid, match="not equal"):
            a_transaction(*entries)


@pytest.mark.parametrize(("debit", "credit"), [(0, 0), (1, 1), (-1, 0), (0, -1)])
def test_an_entry_is_a_debit_or_a_credit(debit, credit):
    with pytest.raises(Invalid, match="debit or a credit"):
        Entry(Account.BANK, "EUR", debit_minor=debit, credit_minor=credit)


def test_what_was_paid_and_given_back_leaves_the_promise_as_it_was():
    money = Money(20_000, "EUR")
    sums = {}
    paid, returned = rules.allowance_paid(money), rules.allowance_returned(money)
    for entry in (*rules.reservation("allowance", money), *paid, *returned):
        moved_minor = entry.debit_minor - entry.credit_minor
        sums[entry.account] = sums.get(entry.account, 0) + moved_minor

    assert {account for account, balance in sums.items() if balance} == {
        Account.FUND_COMMITMENTS,
        Account.RESERVED_ALLOWANCES,
    }


def test_a_fact_is_posted_once():
    unit = a_unit()
    cost = {"cost_id": "c-1", "kind": "ticket", "amount_minor": 41_250, "currency": "EUR"}

    for _ in range(2):
        usecases.record_travel_cost(unit, **cost, case_ref=CASE, assignment_id=None)

    assert unit.store(LedgerStore).balances() == {
        "travel_tickets": 41_250,
        "agents_payable": -41_250,
    }


def test_of_a_cancelled_ticket_only_the_penalty_stays():
    unit = a_unit()
    for cost_id, kind, amount in (
        ("1", "ticket", 412),
        ("2", "refund", 312),
        ("3", "penalty", 100),
    ):
        usecases.record_travel_cost(
            unit,
            cost_id=cost_id,
            kind=kind,
            amount_minor=amount,
            currency="EUR",
            case_ref=CASE,
            assignment_id=None,
        )

    assert unit.store(LedgerStore).balances() == {"travel_penalties": 100, "agents_payable": -100}


def test_an_experts_ticket_is_posted_without_a_case():
    unit = a_unit()

    usecases.record_travel_cost(
        unit,
        cost_id="c-1",
        kind="ticket",
        amount_minor=1,
        currency="USD",
        case_ref=None,
        assignment_id="as-1",
    )

    posted = unit.store(LedgerStore).things[0]
    assert (posted.case_ref, posted.assignment_id) == (None, "as-1")
    assert posted.funding_source == "ministry_of_justice_and_security_rean"


def test_a_cost_of_nothing_moves_nothing():
    unit = a_unit()

    usecases.record_travel_cost(
        unit,
        cost_id="c-1",
        kind="penalty",
        amount_minor=0,
        currency="EUR",
        case_ref=CASE,
        assignment_id=None,
    )

    assert unit.store(LedgerStore).things == []


def test_a_kind_of_cost_that_we_do_not_know_is_refused():
    with pytest.raises(Invalid, match="no bribe"):
        rules.travel_cost("bribe", Money(1, "EUR"))


def test_a_scheme_without_a_fund_is_labelled_so():
    assert usecases.funding_source(a_unit(), "UNHEARD_OF") == "unassigned"


def test_a_transaction_is_reversed_once_and_a_reversal_never():
    unit = a_unit()
    unit.store(LedgerStore).add(a_transaction(case_ref=CASE, kind="travel_ticket"))
    reversal = usecases.reverse_transaction(unit, transaction_id="t-1", reason="Wrong case.")

    with pytest.raises(Conflict, match=f"by transaction {reversal.id}"):
        usecases.reverse_transaction(unit, transaction_id="t-1", reason="Wrong case.")
    with pytest.raises(Conflict, match="A reversal is not reversed"):
        usecases.reverse_transaction(unit, transaction_id=reversal.id, reason="Wrong case.")
    assert unit.store(LedgerStore).balances() == {}


@pytest.mark.parametrize("kind", ["allowance_paid", "payment_settled", "reintegration_reserved"])
def test_what_a_record_still_says_is_not_taken_out_of_the_books(kind):
    unit = a_unit()
    unit.store(LedgerStore).add(a_transaction(case_ref=CASE, kind=kind))

    with pytest.raises(Conflict) as refused:
        usecases.reverse_transaction(unit, transaction_id="t-1", reason="Nobody will see it.")

    assert refused.value.code == "follows-its-record"
