"""Every cent: the ledger balances, and each account is explained by what the cases say."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import Evidence

OUT_OF_THE_BOX = ("paid", "settled", "return_due")


def _balance(evidence: Evidence) -> Counter[str]:
    """Debit minus credit of each account, in minor units."""
    query = "SELECT account, sum(debit_minor - credit_minor) FROM ledger_entries GROUP BY 1"
    return Counter({account: int(net) for account, net in evidence.rows("reintegration", query)})


def _sums(evidence: Evidence, table: str) -> Counter[str]:
    query = f"SELECT status, sum(amount_minor) FROM {table} GROUP BY 1"  # noqa: S608 - our own word
    return Counter({status: int(total) for status, total in evidence.rows("reintegration", query)})


@demand("money", "the ledger balances", "Each transaction balances, and so does the whole")
def ledger_balances(evidence: Evidence) -> Iterator[str]:
    query = (
        "SELECT transaction_id, currency, sum(debit_minor) - sum(credit_minor) FROM ledger_entries"
        " GROUP BY 1, 2 HAVING sum(debit_minor) <> sum(credit_minor)"
    )
    for transaction, currency, off in evidence.rows("reintegration", query):
        yield f"transaction {transaction} is off by {off} {currency}"
    if total := sum(_balance(evidence).values()):
        yield f"all accounts together are off by {total}"


@demand("money", "cash in the box", "The cash that is gone is with those who were paid")
def cash_in_the_box(evidence: Evidence) -> Iterator[str]:
    gone = sum(_sums(evidence, "allowances")[status] for status in OUT_OF_THE_BOX)
    balance = _balance(evidence)
    if balance["cash_at_schiphol"] != -gone:
        yield f"the box says {-balance['cash_at_schiphol']}, the allowances say {gone}"
    if balance["allowances_paid"] != gone:
        yield f"paid out are {balance['allowances_paid']}, the allowances say {gone}"


@demand("money", "each payment once", "Each payment left the bank at most once")
def each_payment_once(evidence: Evidence) -> Iterator[str]:
    sums, balance = _sums(evidence, "payments"), _balance(evidence)
    expected = {
        "bank": -(sums["released"] + sums["settled"]),
        "payments_in_transit": sums["released"],
        "reintegration_support": sums["settled"],
    }
    for account, amount in expected.items():
        if balance[account] != amount:
            yield f"{account} is {balance[account]}, the payments say {amount}"
    query = (
        "SELECT split_part(posting_key, ':', 2), count(*) FROM ledger_transactions"
        " WHERE posting_key LIKE 'payment:%%:released' GROUP BY 1 HAVING count(*) > 1"
    )
    for payment, count in evidence.rows("reintegration", query):
        yield f"payment {payment} was released {count} times"
    query = (
        "SELECT vendor_id, proof_number, count(*) FROM payments WHERE status <> 'rejected'"
        " GROUP BY 1, 2 HAVING count(*) > 1 AND vendor_id IS NOT NULL"
    )
    for vendor, number, count in evidence.rows("reintegration", query):
        yield f"vendor {vendor} is paid {count} times for {number}"


@demand("money", "paid or returned", "Each allowance went with its person, or came back")
def paid_or_returned(evidence: Evidence) -> Iterator[str]:
    flown = {
        row[0]
        for row in evidence.rows(
            "travel", "SELECT person_id FROM travellers WHERE departed_at IS NOT NULL"
        )
    }
    query = "SELECT id, case_ref, person_id, status FROM allowances"
    cases = dict(evidence.rows("intake", "SELECT case_ref, status FROM cases"))
    for allowance, ref, person, status in evidence.rows("reintegration", query):
        if status == "settled" and person not in flown:
            yield f"allowance {allowance} of {ref} is settled; {person} never left"
        if status == "paid" and person in flown:
            yield f"allowance {allowance} of {ref} is only paid; {person} has left"
        if status in {"paid", "return_due", "reserved", "payable"} and cases[ref] in {
            "withdrawn",
            "declined",
        }:
            yield f"allowance {allowance} is {status}, but {ref} is {cases[ref]}"
        if status in {"reserved", "payable"} and person in flown:
            yield f"allowance {allowance} of {ref} is {status}; {person} has left"


@demand("money", "promises are kept", "What is reserved is what living cases may still be paid")
def promises_are_kept(evidence: Evidence) -> Iterator[str]:
    balance = _balance(evidence)
    promised = balance["reserved_allowances"] + balance["reserved_reintegration"]
    if balance["fund_commitments"] + promised:
        yield f"funds hold {balance['fund_commitments']} for promises of {-promised}"
    over = dict(
        evidence.rows(
            "reintegration",
            "SELECT case_ref, string_agg(status, ' ') FROM entitlements GROUP BY 1"
            " HAVING bool_and(status IN ('released', 'completed'))",
        )
    )
    query = (
        "SELECT case_ref, account, sum(credit_minor - debit_minor) FROM ledger_entries"
        " WHERE account IN ('reserved_allowances', 'reserved_reintegration')"
        " GROUP BY 1, 2 HAVING sum(credit_minor - debit_minor) <> 0"
    )
    for ref, account, amount in evidence.rows("reintegration", query):
        if amount < 0:
            yield f"{ref}: {account} is overdrawn by {-amount}"
        elif ref in over:
            yield f"{ref} is {over[ref]}, and {account} still holds {amount}"


@demand("money", "tickets are owed once", "Each cost of a journey is in the ledger once")
def tickets_are_owed_once(evidence: Evidence) -> Iterator[str]:
    said = {fact.id for fact in evidence.facts if "travel_cost_recorded" in fact.routing_key}
    query = "SELECT posting_key FROM ledger_transactions WHERE posting_key LIKE 'travel_cost:%%'"
    posted = evidence.rows("reintegration", query)
    if len(posted) != len(said):
        yield f"travel told of {len(said)} costs, the ledger has {len(posted)}"
    owed: defaultdict[str, int] = defaultdict(int)
    for account, net in _balance(evidence).items():
        if account in {"travel_tickets", "travel_penalties", "agents_payable"}:
            owed["all"] += net
    if owed["all"]:
        yield f"tickets, penalties and what agents are owed are off by {owed['all']}"
    query = "SELECT coalesce(sum(price_minor), 0) FROM bookings WHERE record_locator IS NOT NULL"
    (bought,) = evidence.rows("travel", query)[0]
    query = (
        "SELECT coalesce(sum(debit_minor), 0) FROM ledger_entries WHERE account = 'travel_tickets'"
    )
    (booked,) = evidence.rows("reintegration", query)[0]
    if bought != booked:
        yield f"travel bought tickets for {bought}, the ledger says {booked}"
