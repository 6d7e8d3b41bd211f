"""A case's money with the real broker and database, from acceptance to the end."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from services.chassis.errors import Conflict, Forbidden, NotFound, Refusal

PROOF = hashlib.sha256(b"an invoice").hexdigest()


@pytest.fixture
def soon(place, wait_for):
    """Wait until something of a case has a status, and return it."""

    def until(method, case_ref, status):
        def found():
            items = place.ask(method, query={"case_ref": case_ref, "limit": 50})["items"]
            return [item for item in items if item["status"] == status]

        wait_for(found, sentence=f"The {method} of {case_ref} never became {status}.")
        return found()[0]

    return until


def balances(place, case_ref):
    rows = place.database.rows(
        "SELECT account, sum(debit_minor) - sum(credit_minor) FROM ledger_entries"
        " WHERE case_ref = %s GROUP BY account HAVING sum(debit_minor) <> sum(credit_minor)",
        case_ref,
    )
    return {account: int(balance) for account, balance in rows}


def a_verified_vendor(place, number):
    vendor = place.ask(
        "register_vendor",
        by="f.maker",
        body={"name": "Erbil Tools", "country": "IQ", "registration_number": number},
    )
    return place.ask(
        "verify_vendor",
        by="f.checker",
        vendor_id=vendor["vendor_id"],
        body={"outcome": "verified", "evidence": "Extract of the register"},
    )["vendor_id"]


def a_final_plan(place, soon, case_ref, amount=150_000):
    """A person of this case is home with a final plan of one line; return the plan."""
    place.accept(case_ref)
    soon("allowances", case_ref, "reserved")
    plan = place.ask(
        "draft_plan", body={"case_ref": case_ref, "person_id": "p-1", "cash_minor": 0}
    )
    line = {"category": "business", "description": "Tools", "amount_minor": amount}
    place.ask("add_plan_line", plan_id=plan["plan_id"], body=line)
    place.ask("agree_plan", plan_id=plan["plan_id"])
    place.travels("departure_declared", case_ref)
    allowance = soon("allowances", case_ref, "payable")
    place.ask(
        "pay_allowance", allowance_id=allowance["allowance_id"], body={"received_by": "self"}
    )
    place.travels("person_departed", case_ref)
    soon("allowances", case_ref, "settled")
    place.travels("person_arrived", case_ref)
    soon("entitlements", case_ref, "in_reintegration")
    place.ask("review_plan", plan_id=plan["plan_id"])
    return place.ask("finalise_plan", plan_id=plan["plan_id"])


def a_payment(place, plan, vendor_id, proof=PROOF, amount=100_000):
    return place.ask(
        "draft_payment",
        by="f.maker",
        body={
            "plan_line_id": plan["lines"][0]["line_id"],
            "vendor_id": vendor_id,
            "amount_minor": amount,
            "currency": "EUR",
            "proof": {"kind": "invoice", "number": proof[:8], "sha256": proof},
        },
    )["payment_id"]


def test_an_adult_goes_home_and_the_vendor_is_paid(place, soon, wait_for):
    ref = "NL-2026-000001-1"
    plan = a_final_plan(place, soon, ref)
    payment_id = a_payment(place, plan, a_verified_vendor(place, "IQ-1"))
    place.ask("approve_payment", by="f.checker", payment_id=payment_id)
    place.ask("release_payment", by="f.releaser", payment_id=payment_id)
    assert balances(place, ref)["payments_in_transit"] == 100_000
    place.ask("settle_payment", by="f.releaser", payment_id=payment_id, body={})

    report = place.ask(
        "file_final_report", ref=ref, body={"outcome": "carried_out", "feedback": "satisfied"}
    )

    assert (report["spent_minor"], report["lapsed_minor"]) == (100_000, 161_500)
    assert balances(place, ref) == {
        "allowances_paid": 20_000,
        "bank": -100_000,
        "cash_at_schiphol": -20_000,
        "reintegration_support": 100_000,
    }
    wait_for(lambda: place.said(ref)[-1:] == ["reintegration_completed"])
    assert place.said(ref) == [
        "entitlement_reserved",
        "plan_agreed",
        "allowance_paid",
        "payment_released",
        "payment_settled",
        "reintegration_completed",
    ]
    totals = place.ask("trial_balance")["currencies"]
    assert [(each["currency"], each["difference_minor"]) for each in totals] == [("EUR", 0)]
