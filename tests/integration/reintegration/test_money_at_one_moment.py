"""Two at the same moment, where money is spent: the second one sees what the first one did."""

import hashlib

import pytest

from services.chassis.errors import Conflict
from services.chassis.spelling import number_key
from services.reintegration.entitlements.model import Status
from services.reintegration.entitlements.store import EntitlementStore
from services.reintegration.payments.model import Proof, ProofKind
from services.reintegration.payments.store import PaymentStore
from services.reintegration.vendors.store import VendorStore
from tests.integration.reintegration.test_reintegration_of_a_case import (
    a_final_plan,
    a_payment,
    a_verified_vendor,
    soon,
)
from tests.meanwhile import meanwhile

__all__ = ["soon"]


def scan(number):
    return hashlib.sha256(f"scan {number}".encode()).hexdigest()


def test_one_invoice_scanned_twice_is_paid_once(place, soon, wait_for):
    """Its number tells that it is the same, though no byte of the two files is."""
    vendor_id = a_verified_vendor(place, "IQ-991")
    mine = a_final_plan(place, soon, "NL-2026-000991-1")
    other = a_final_plan(place, soon, "NL-2026-000992-1")
    first = a_payment(place, other, vendor_id, proof=scan(1), amount=100)
    body = {
        "plan_line_id": mine["lines"][0]["line_id"],
        "vendor_id": vendor_id,
        "amount_minor": 100,
        "currency": "EUR",
        "proof": {"kind": "invoice", "number": "F-77", "sha256": scan(2)},
    }

    with meanwhile(place.database, place.client) as now:
        proof = Proof(ProofKind.INVOICE, "F-77", scan(3))
        assert now.store(PaymentStore).with_proof(proof, vendor_id, other["plan_id"]) is None
        now.store(PaymentStore).get(first).proof_key = number_key("f 077")
        now.session.flush()
        with pytest.raises(Conflict, match=first):
            now.then(lambda: place.ask("draft_payment", by="f.maker", body=body), wait_for)


def test_a_reservation_is_not_taken_out_of_the_books_whatever_happens_meanwhile(
    place, soon, wait_for
):
    ref = "NL-2026-000995-1"
    a_final_plan(place, soon, ref)
    about = {"case_ref": ref, "limit": 50}
    listed = place.ask("ledger_transactions", query=about)["items"]
    held = next(one for one in listed if one["kind"] == "reintegration_reserved")
    ask = {"transaction_id": held["transaction_id"], "body": {"reason": "Wrong case."}}

    with meanwhile(place.database, place.client) as now:
        now.store(EntitlementStore).of_case(ref).status = Status.COMPLETED
        now.session.flush()
        with pytest.raises(Conflict, match="a record of its own"):
            now.then(lambda: place.ask("reverse_transaction", by="f.checker", **ask), wait_for)


def test_a_vendor_that_two_register_at_once_is_registered_once(place, wait_for):
    """The key of the second is taken; that is answered as it is when the first was long before."""
    vendor_id = a_verified_vendor(place, "IQ-993")
    body = {"name": "Erbil Tools", "country": "IQ", "registration_number": "IQ-994"}

    with meanwhile(place.database, place.client) as now:
        assert now.store(VendorStore).find("IQ", "iq 994") is None
        now.store(VendorStore).get(vendor_id).registration_key = number_key("iq 994")
        now.session.flush()
        with pytest.raises(Conflict, match=vendor_id):
            now.then(lambda: place.ask("register_vendor", by="f.maker", body=body), wait_for)
