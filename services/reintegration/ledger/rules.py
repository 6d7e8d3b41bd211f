"""Which accounts each fact moves. Money that is promised leaves the promise when it is paid."""

from __future__ import annotations

from services.chassis.errors import Conflict, Invalid
from services.chassis.money import Money
from services.reintegration.ledger.model import Account, Entry, moved

Entries = tuple[Entry, ...]

PROMISES = {
    "allowance": Account.RESERVED_ALLOWANCES,
    "reintegration": Account.RESERVED_REINTEGRATION,
}
# What a person undoes in the ledger alone: nothing here but the ledger knows of these costs.
REVERSED_BY_HAND = frozenset({"travel_ticket", "travel_penalty", "travel_refund"})


def check_reversal(kind: str) -> None:
    """Refuse to undo what a payment, an allowance or an entitlement still says happened.

    Or one person could take money out of the books that is gone from the bank or the cash box.
    """
    if kind not in REVERSED_BY_HAND:
        what = kind.partition("_")[0]
        raise Conflict(
            "follows-its-record",
            f"This was posted for a record of its own ({what}); what is done with that record,"
            " such as its return, its bounce or its rejection, puts the ledger right.",
        )


def reservation(kind: str, money: Money) -> Entries:
    return moved(money, debit=Account.FUND_COMMITMENTS, credit=PROMISES[kind])


def release(kind: str, money: Money) -> Entries:
    return moved(money, debit=PROMISES[kind], credit=Account.FUND_COMMITMENTS)


def allowance_paid(money: Money) -> Entries:
    return release("allowance", money) + moved(
        money, debit=Account.ALLOWANCES_PAID, credit=Account.CASH_AT_SCHIPHOL
    )


def allowance_returned(money: Money) -> Entries:
    """The cash is back in the box, and promised to the person again."""
    return tuple(entry.mirrored() for entry in allowance_paid(money))


def payment_released(money: Money) -> Entries:
    return release("reintegration", money) + moved(
        money, debit=Account.PAYMENTS_IN_TRANSIT, credit=Account.BANK
    )


def payment_settled(money: Money) -> Entries:
    return moved(money, debit=Account.REINTEGRATION_SUPPORT, credit=Account.PAYMENTS_IN_TRANSIT)


def payment_came_back(money: Money) -> Entries:
    return tuple(entry.mirrored() for entry in payment_released(money))


def travel_cost(kind: str, money: Money) -> Entries:
    """A ticket is owed to the agent. Of a cancelled one, refund and penalty together are all of it.

    The refund is owed by the agent; the penalty is what we pay for without travelling.
    """
    match kind:
        case "ticket":
            return moved(money, debit=Account.TRAVEL_TICKETS, credit=Account.AGENTS_PAYABLE)
        case "penalty":
            return moved(money, debit=Account.TRAVEL_PENALTIES, credit=Account.TRAVEL_TICKETS)
        case "refund":
            return moved(money, debit=Account.AGENTS_PAYABLE, credit=Account.TRAVEL_TICKETS)
        case _:
            raise Invalid("unknown-cost", f"A travel cost is no {kind}.")
