"""A resettlement to a third country in the running service, with its fees and its loan."""

import pytest

from services.chassis.errors import Conflict, Forbidden
from services.chassis.ids import new_id
from tests.integration.intake.conftest import FACTS, days

AMERICA = {"destination_country": "US", "destination_airport": "JFK"}
ADMISSION = {"permit": "permanent", "capital_programme": False, "lived_there_before": False}


def a_receipt():
    digits = new_id().replace("-", "")
    return {
        "kind": "medical_examination",
        "amount_minor": 32500,
        "receipt_number": "R-1",
        "receipt_sha256": (digits + digits)[:64],
    }


def test_a_resettlement_to_a_third_country(place, wait_for):
    """R-3RD-01, R-3RD-02, R-LOAN-01."""
    facts = FACTS | {"admission": ADMISSION}
    case = place.opened(kind="third_country_resettlement", facts=facts, **AMERICA)
    ref = case["case_ref"]
    fee = place.ask("claim_fee", ref=ref, body=a_receipt())
    (loan,) = place.ask("lend", ref=ref, body={"principal_minor": 144000})["items"]
    place.sign(ref)
    assert place.clear(ref)["status"] == "permit_awaited"
    seen = place.ask("see_permit", ref=ref, body={"original": True, "seen_on": days(0)})
    assert seen["status"] == "cleared"
    with pytest.raises(Conflict, match="R-LOAN-01"):
        place.ask("accept_case", ref=ref)
    place.ask("sign_note", loan_id=loan["loan_id"], body={"signed_on": days(0)})
    assert place.ask("accept_case", ref=ref)["status"] == "accepted"

    decision = {"approve": True}
    with pytest.raises(Forbidden):
        place.ask("decide_fee", fee_id=fee["fee_id"], body=decision)
    place.ask("decide_fee", role="supervisor", fee_id=fee["fee_id"], body=decision)
    place.flies(case, days(0))
    wait_for(lambda: place.status(ref) == "arrived")
    paid = {"refunded_on": days(0), "reference": "BANK-1"}
    refunded = place.ask("refund_fee", fee_id=fee["fee_id"], body=paid)
    (loan,) = place.ask("loans_of_case", ref=ref, query={})["items"]

    assert refunded["status"] == "refunded"
    assert (loan["status"], len(loan["schedule"])) == ("repaying", 36)
    assert [one["status"] for one in place.ask("fees_of_case", ref=ref, query={})["items"]] == [
        "refunded"
    ]
    part = {"paid_on": days(0), "amount_minor": 4000, "reference": "BANK-2"}
    assert place.ask("repay", loan_id=loan["loan_id"], body=part)["rest_minor"] == 140000


def test_a_withdrawal_waits_for_fees_and_notes(place, wait_for):
    facts = FACTS | {"admission": ADMISSION}
    case = place.opened(kind="third_country_resettlement", facts=facts, **AMERICA)
    ref = case["case_ref"]
    fee = place.ask("claim_fee", ref=ref, body=a_receipt())
    (loan,) = place.ask("lend", ref=ref, body={"principal_minor": 144000})["items"]
    withdrawn = place.ask("withdraw_case", ref=ref, body={"reason_code": "family"})
    assert withdrawn["status"] == "withdrawing"
    waits = {wait["about"] for wait in place.ask("waits_of_case", ref=ref)["waits"]}
    assert waits == {"case", "permit_fees", "promissory_notes"}

    place.ask("cancel_note", loan_id=loan["loan_id"])
    refusal = {"approve": False, "reason": "There is no departure."}
    place.ask("decide_fee", role="supervisor", fee_id=fee["fee_id"], body=refusal)

    wait_for(lambda: place.status(ref) == "withdrawn")
