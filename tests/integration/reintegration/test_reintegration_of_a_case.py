"""A case's money with the real broker and database, from acceptance to the end."""

import hashlib
from threading import Barrier, Thread

import pytest

from services.chassis.errors import Conflict, Forbidden, Invalid
from tests.integration.reintegration.conftest import a_traveller

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


def test_what_decides_the_money_comes_sealed_and_lies_as_ciphertext(place, soon, wait_for):
    """R-AVRR-07: an asylum background opens HRT, and stands nowhere in clear."""
    case_ref, person_id = "NL-2017-000107-1", "p-hrt"
    asylum = {"person_id": person_id, "asylum_background": None, "in_detention": False}
    place.accept(
        case_ref,
        a_traveller(person_id),
        application_date="2017-06-01",
        sealed_for_reintegration=place.seal(asylum),
    )
    assert soon("entitlements", case_ref, "reserved")["scheme"] == "AVRR_NL"

    changed = {"person_id": person_id, "asylum_background": True}
    news = {"case_ref": case_ref, "person_id": person_id, "sealed_for_travel": "not.for.us"}
    place.hears(
        "intake",
        "traveller_needs_changed",
        news | {"sealed_for_reintegration": place.seal(changed)},
    )

    wait_for(lambda: soon("entitlements", case_ref, "reserved")["scheme"] == "HRT")
    assert place.said(case_ref).count("entitlement_reserved") == 2
    [(persons, sealed)] = place.database.rows(
        "SELECT persons::text, encode(sealed, 'escape') FROM entitlements e"
        " JOIN person_grounds g USING (case_ref) WHERE case_ref = %s",
        case_ref,
    )
    assert "asylum" not in persons + sealed


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
    plan = place.ask("draft_plan", body={"case_ref": case_ref, "person_id": "p-1", "cash_minor": 0})
    line = {"category": "business", "description": "Tools", "amount_minor": amount}
    place.ask("add_plan_line", plan_id=plan["plan_id"], body=line)
    place.ask("agree_plan", plan_id=plan["plan_id"])
    place.travels("departure_declared", case_ref)
    allowance = soon("allowances", case_ref, "payable")
    place.ask("pay_allowance", allowance_id=allowance["allowance_id"], body={"received_by": "self"})
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
    assert plan["lines"][0]["description"] == "Tools"
    assert "Tools" not in place.database.value("SELECT string_agg(plans::text, ' ') FROM plans")
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
    assert [len(sent(place, ref, until)) for until in ("2001-01-01", "2100-01-01")] == [0, 1]
    with pytest.raises(Invalid) as refusal:
        place.ask("payments", query={"released_until": "2100-01-01", "limit": 50})
    assert [error["pointer"] for error in refusal.value.errors] == ["/released_from"]


def sent(place, ref, until):
    """The payments of a case that were released from the year 2001 to a day."""
    query = {"case_ref": ref, "released_from": "2001-01-01", "released_until": until, "limit": 50}
    return place.ask("payments", query=query)["items"]


def test_a_family_of_four_is_held_200_200_40_40_and_goes_home_with_it(place, soon):
    ref = "NL-2026-000002-2"
    family = [("p-1", "adult"), ("p-2", "adult"), ("p-3", "accompanied_minor")]
    family += [("p-4", "accompanied_minor")]

    place.accept(ref, *(a_traveller(person, kind, "AM") for person, kind in family))

    soon("entitlements", ref, "reserved")
    held = place.ask("allowances", query={"case_ref": ref, "limit": 50})["items"]
    assert sorted(each["amount_minor"] for each in held) == [4_000, 4_000, 20_000, 20_000]
    budgets = 2 * 261_500 + 2 * 161_500
    assert balances(place, ref) == {
        "fund_commitments": 48_000 + budgets,
        "reserved_allowances": -48_000,
        "reserved_reintegration": -budgets,
    }


def test_a_georgian_gets_the_allowance_and_no_budget_and_is_done_on_arrival(place, soon):
    ref = "NL-2026-000003-3"
    place.accept(ref, a_traveller(nationality="GE"))
    soon("allowances", ref, "reserved")
    with pytest.raises(Conflict, match="no reintegration budget"):
        place.ask("draft_plan", body={"case_ref": ref, "person_id": "p-1"})
    place.travels("departure_declared", ref)
    allowance = soon("allowances", ref, "payable")["allowance_id"]
    place.ask("pay_allowance", allowance_id=allowance, body={"received_by": "self"})
    place.travels("person_departed", ref)
    place.travels("person_arrived", ref)

    completed = soon("entitlements", ref, "completed")

    reasons = {reason["rule_id"]: reason["outcome"] for reason in completed["reasons"]}
    assert (reasons["R-REAN-18"], reasons["R-AVRR-01"]) == ("pass", "fail")
    assert balances(place, ref) == {"allowances_paid": 20_000, "cash_at_schiphol": -20_000}


def test_whoever_withdraws_at_the_gate_gives_the_cash_back_before_all_is_let_go(
    place, soon, wait_for
):
    ref = "NL-2026-000004-4"
    place.accept(ref)
    place.travels("departure_declared", ref)
    allowance = soon("allowances", ref, "payable")["allowance_id"]
    plan = place.ask("draft_plan", body={"case_ref": ref, "person_id": "p-1"})["plan_id"]
    place.ask("pay_allowance", allowance_id=allowance, body={"received_by": "self"})
    withdrawal = {"case_ref": ref, "withdrawn_on": "2026-11-24", "reason_code": "changed_mind"}
    place.hears("intake", "case_withdrawn", withdrawal)

    due = soon("allowances", ref, "return_due")
    assert (due["owner"], due["waits_for"]) == ("movement_officer", "the cash to be given back")
    assert soon("entitlements", ref, "releasing")["owner"] == "movement_officer"
    assert place.ask("plan", plan_id=plan)["status"] == "cancelled"
    assert "entitlement_released" not in place.said(ref)
    place.ask("return_allowance", allowance_id=allowance)

    assert soon("entitlements", ref, "released")["reason_code"] == "changed_mind"
    assert balances(place, ref) == {}
    wait_for(lambda: place.said(ref)[-2:] == ["allowance_returned", "entitlement_released"])


def test_a_withdrawal_that_is_heard_first_leaves_no_reservation(place, soon, wait_for):
    ref = "NL-2026-000005-5"
    withdrawal = {"case_ref": ref, "withdrawn_on": "2026-11-24", "reason_code": "changed_mind"}
    place.hears("intake", "case_withdrawn", withdrawal)
    heard = "SELECT status FROM cases WHERE case_ref = %s"
    wait_for(lambda: place.database.value(heard, ref) == "withdrawn")
    place.accept(ref)

    released = soon("entitlements", ref, "released")

    assert released["lines"] == []
    assert place.ask("allowances", query={"case_ref": ref, "limit": 50})["items"] == []
    assert balances(place, ref) == {}


def test_a_no_show_gives_the_cash_back_and_may_travel_again(place, soon):
    ref = "NL-2026-000006-6"
    place.accept(ref)
    place.travels("departure_declared", ref)
    allowance = soon("allowances", ref, "payable")["allowance_id"]
    place.ask("pay_allowance", allowance_id=allowance, body={"received_by": "self"})
    place.travels("person_no_show", ref)
    soon("allowances", ref, "return_due")
    place.ask("return_allowance", allowance_id=allowance)
    assert balances(place, ref)["reserved_allowances"] == -20_000

    place.accept(ref)

    again = soon("allowances", ref, "reserved")
    assert again["allowance_id"] != allowance
    assert balances(place, ref)["reserved_allowances"] == -20_000


def test_two_officers_at_once_hand_the_cash_over_once(place, soon):
    ref = "NL-2026-000007-7"
    place.accept(ref)
    place.travels("departure_declared", ref)
    allowance = soon("allowances", ref, "payable")["allowance_id"]
    outcomes, together = [], Barrier(4)

    def pay(number):
        together.wait()
        try:
            place.ask(
                "pay_allowance",
                by=f"officer-{number}",
                key=f"key-{number}",
                allowance_id=allowance,
                body={"received_by": "self"},
            )
            outcomes.append("paid")
        except Conflict as refusal:
            outcomes.append(refusal.code)
        place.close()  # Each thread has a connection of its own.

    officers = [Thread(target=pay, args=(number,)) for number in range(4)]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()

    assert sorted(outcomes) == ["paid", "wrong-state", "wrong-state", "wrong-state"]
    assert balances(place, ref)["cash_at_schiphol"] == -20_000


def test_maker_checker_and_releaser_are_three_people(place, soon):
    ref = "NL-2026-000008-8"
    plan = a_final_plan(place, soon, ref)
    vendor = place.ask(
        "register_vendor",
        by="f.maker",
        body={"name": "Erbil Seeds", "country": "IQ", "registration_number": "IQ-8"},
    )["vendor_id"]
    with pytest.raises(Conflict, match="not verified"):
        a_payment(place, plan, vendor, proof="8" * 64)
    verdict = {"outcome": "verified", "evidence": "Extract of the register"}
    with pytest.raises(Forbidden, match="registered"):
        place.ask("verify_vendor", by="f.maker", vendor_id=vendor, body=verdict)
    place.ask("verify_vendor", by="f.checker", vendor_id=vendor, body=verdict)
    payment = a_payment(place, plan, vendor, proof="8" * 64)

    with pytest.raises(Forbidden, match="approve"):
        place.ask("approve_payment", by="f.maker", payment_id=payment)
    place.ask("approve_payment", by="f.checker", payment_id=payment)
    for same in ("f.maker", "f.checker"):
        with pytest.raises(Forbidden, match="release"):
            place.ask("release_payment", by=same, payment_id=payment)
    with pytest.raises(Conflict, match="serves payment"):
        a_payment(place, plan, vendor, proof="8" * 64, amount=1_000)
    with pytest.raises(Invalid, match="50000 cents left"):
        a_payment(place, plan, vendor, proof="9" * 64)
    with pytest.raises(Conflict, match="points are still open"):
        place.ask(
            "file_final_report", ref=ref, body={"outcome": "carried_out", "feedback": "neutral"}
        )
    place.ask("release_payment", by="f.releaser", payment_id=payment)
    back = {"reason_code": "closed", "bank_reference": "2027-014"}
    with pytest.raises(Forbidden, match="came back"):
        place.ask("bounce_payment", by="f.checker", payment_id=payment, body=back)
    place.ask("bounce_payment", by="f.releaser", payment_id=payment, body=back)

    line = place.ask("plan", plan_id=plan["plan_id"])["lines"][0]
    assert line["remaining_minor"] == 150_000
    assert "payments_in_transit" not in balances(place, ref)
    assert a_payment(place, plan, vendor, proof="8" * 64)
