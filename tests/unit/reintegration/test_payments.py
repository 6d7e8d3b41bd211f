"""A payment is made, checked and released by three people, against a proof that is used once."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from services.chassis.errors import Conflict, Forbidden, Invalid, NotFound
from services.reintegration.ledger.store import LedgerStore
from services.reintegration.payments import rules, usecases
from services.reintegration.payments.model import MACHINE, ProofKind, Status
from services.reintegration.payments.store import PaymentStore
from services.reintegration.plans.model import Status as Planned
from services.reintegration.plans.store import PlanStore
from services.reintegration.vendors import usecases as vendors
from services.reintegration.vendors.model import Outcome
from tests.unit.reintegration.money_builders import (
    NOW,
    a_line,
    a_payment,
    a_plan,
    a_proof,
    cash,
)
from tests.unit.reintegration.money_stores import a_unit, acts_as


def a_vendor(unit, outcome=Outcome.VERIFIED):
    registered = vendors.register_vendor(
        acts_as(unit, "maker"), name="Erbil Tools", country="IQ", registration_number="IQ-1"
    )
    return vendors.judge_vendor(
        acts_as(unit, "checker"),
        vendor_id=registered.id,
        outcome=outcome,
        evidence="Extract of the register",
    )


@pytest.fixture
def unit():
    unit = a_unit()
    unit.store(PlanStore).add(a_plan(lines=(a_line(), cash(20_000)), status=Planned.FINAL))
    return unit


def drafted(unit, vendor_id=None, **changes):
    usual = {"plan_line_id": "l-1", "amount_minor": 100_000, "currency": "EUR"}
    usual |= {"proof": a_proof(), "vendor_id": vendor_id or a_vendor(unit).id}
    return usecases.draft_payment(acts_as(unit, "maker"), **(usual | changes))


def released(unit):
    payment = drafted(unit)
    usecases.approve_payment(acts_as(unit, "checker"), payment_id=payment.id)
    return usecases.release_payment(acts_as(unit, "releaser"), payment_id=payment.id)


def bounced(unit, payment, by="releaser"):
    return usecases.bounce_payment(
        acts_as(unit, by),
        payment_id=payment.id,
        reason_code="account_closed",
        bank_reference="2027-014",
    )


def test_three_people_pay_a_vendor(unit):
    payment = released(unit)
    case = unit.store(LedgerStore).balances()
    assert (case["bank"], case["payments_in_transit"]) == (-100_000, 100_000)

    usecases.settle_payment(acts_as(unit, "releaser"), payment_id=payment.id)

    assert (payment.created_by, payment.approved_by, payment.released_by) == (
        "maker",
        "checker",
        "releaser",
    )
    assert payment.settled_by == "releaser"
    assert unit.published_names() == ["payment_released", "payment_settled"]
    assert unit.store(LedgerStore).balances()["reintegration_support"] == 100_000
    assert unit.store(PlanStore).get("plan-1").line("l-1").settled_minor == 100_000


@pytest.mark.parametrize(
    ("days", "code"), [(-1, "too-early"), (0, None), (1, "in-future"), (3000, "in-future")]
)
def test_the_payee_has_it_on_a_day_since_it_was_sent(unit, days, code):
    payment = released(unit)
    on = NOW.date() + timedelta(days=days)
    act = {"payment_id": payment.id, "settled_on": on}

    if code is None:
        assert usecases.settle_payment(unit, **act).settled_on == on
    else:
        with pytest.raises(Invalid) as refused:
            usecases.settle_payment(unit, **act)
        assert refused.value.code == code


def test_a_payment_says_when_each_of_the_three_acted(unit):
    payment = released(unit)

    assert (payment.drafted_at, payment.approved_at, payment.released_at) == (NOW, NOW, NOW)


@pytest.mark.parametrize("by", ["maker", "MAKER", " maker "])
def test_r_avrr_11_the_maker_does_not_check(by):
    with pytest.raises(Forbidden, match="R-AVRR-11"):
        a_payment().approve(by, NOW)


@pytest.mark.parametrize("by", ["maker", "checker", "Checker"])
def test_neither_maker_nor_checker_releases(by):
    payment = a_payment(status=Status.APPROVED, approved_by="checker")

    with pytest.raises(Forbidden, match="does not release"):
        payment.release(by, NOW)


def test_nobody_is_skipped():
    with pytest.raises(Conflict, match="cannot release"):
        a_payment().release("releaser", NOW)
    with pytest.raises(Conflict, match="cannot settle"):
        a_payment(status=Status.APPROVED, approved_by="checker").settle(
            date(2027, 1, 1), "releaser", NOW
        )


@pytest.mark.parametrize(
    ("proof", "refused"),
    [
        (a_proof(), True),
        (a_proof(number="INV-2"), True),
        (a_proof(sha256="b" * 64), True),
        (a_proof(number="inv / 001", sha256="b" * 64), True),
        (a_proof(number="INV-2", sha256="b" * 64), False),
    ],
    ids=[
        *("the same document", "the same file", "the same number"),
        *("the same number spelt otherwise", "another document"),
    ],
)
def test_a_proof_is_paid_once(unit, proof, refused):
    first = drafted(unit, amount_minor=1)

    if refused:
        with pytest.raises(Conflict, match=f"serves payment {first.id}"):
            drafted(unit, vendor_id=first.vendor_id, amount_minor=1, proof=proof)
    else:
        assert drafted(unit, vendor_id=first.vendor_id, amount_minor=1, proof=proof)


def test_every_shop_has_a_receipt_1_but_one_returnee_brings_it_once(unit):
    receipt = {"proof": a_proof(kind=ProofKind.RECEIPT, number="1"), "vendor_id": None}
    other = a_plan(id="plan-2", lines=(cash(20_000),), status=Planned.FINAL)
    other.lines = (replace(other.lines[0], line_id="l-other"),)
    unit.store(PlanStore).add(other)
    act = acts_as(unit, "maker")
    mine = {"plan_line_id": "l-cash", "amount_minor": 1, "currency": "EUR"}
    usecases.draft_payment(act, **mine, **receipt)

    receipt["proof"] = a_proof(kind=ProofKind.RECEIPT, number="01", sha256="b" * 64)
    assert usecases.draft_payment(act, **(mine | {"plan_line_id": "l-other"}), **receipt)
    receipt["proof"] = a_proof(kind=ProofKind.RECEIPT, number="01", sha256="c" * 64)
    with pytest.raises(Conflict, match="serves payment"):
        usecases.draft_payment(act, **mine, **receipt)


def test_a_vendor_registers_once_however_its_number_is_spelt(unit):
    known = a_vendor(unit)

    with pytest.raises(Conflict, match=known.id):
        vendors.register_vendor(unit, name="X", country="IQ", registration_number="iq 001")


def test_a_payment_that_comes_back_frees_the_line_and_the_proof(unit):
    payment = released(unit)

    bounced(unit, payment)

    assert (payment.rejected_by, payment.bank_reference) == ("releaser", "2027-014")
    assert unit.published[-1].reason_code == "account_closed"
    assert unit.store(LedgerStore).balances() == {}
    assert unit.store(PlanStore).get("plan-1").line("l-1").remaining_minor == 150_000
    assert drafted(unit, vendor_id=payment.vendor_id)


def test_a_payment_refused_before_it_was_sent_moves_no_money(unit):
    payment = drafted(unit)

    usecases.reject_payment(acts_as(unit, "checker"), payment_id=payment.id, reason_code="dear")

    assert unit.store(LedgerStore).things == []
    assert payment.rejected_by == "checker"


@pytest.mark.parametrize("by", ["maker", "checker", "CHECKER"])
def test_neither_maker_nor_checker_says_that_a_payment_came_back(unit, by):
    payment = released(unit)

    with pytest.raises(Forbidden, match="came back"):
        bounced(unit, payment, by)
    with pytest.raises(Conflict, match="serves payment"):
        drafted(unit, vendor_id=payment.vendor_id)


def test_what_was_sent_is_not_rejected_and_what_was_not_sent_does_not_bounce(unit):
    payment = released(unit)

    with pytest.raises(Conflict, match="settle, bounce"):
        usecases.reject_payment(acts_as(unit, "checker"), payment_id=payment.id, reason_code="dear")
    with pytest.raises(Conflict, match="cannot bounce"):
        a_payment().bounce("account_closed", bank_reference="1", by="releaser", at=NOW)


def test_a_line_is_not_overdrawn(unit):
    with pytest.raises(Invalid, match="150000 cents left"):
        drafted(unit, amount_minor=150_001)
    assert unit.store(PaymentStore).things == []


def test_r_avrr_10_only_a_verified_vendor_is_paid(unit):
    refused = a_vendor(unit, Outcome.REFUSED)

    with pytest.raises(Conflict, match="refused, not verified"):
        drafted(unit, vendor_id=refused.id)
    with pytest.raises(NotFound):
        drafted(unit, vendor_id="v-unknown")


def test_a_vendor_is_known_once_and_verified_by_another(unit):
    registered = a_vendor(unit)

    with pytest.raises(Conflict, match=registered.id):
        a_vendor(unit)
    with pytest.raises(Forbidden, match="registered"):
        registered.judge(Outcome.VERIFIED, evidence="mine", by="maker", at=NOW)


def test_another_currency_than_the_plans_is_refused(unit):
    with pytest.raises(Invalid, match="not in USD"):
        drafted(unit, currency="USD")


@pytest.mark.parametrize(
    ("scheme", "line", "to_vendor", "kind", "refusal"),
    [
        ("AVRR_NL", a_line(), True, "invoice", None),
        ("AVRR_NL", a_line(), True, "quotation", None),
        ("AVRR_NL", a_line(), True, "receipt", "wrong-proof"),
        ("AVRR_NL", a_line(), False, "receipt", "vendor-needed"),
        ("NATIONAL_2SEP", a_line(), False, "receipt", None),
        ("NATIONAL_2SEP", a_line(), False, "invoice", "wrong-proof"),
        ("AVRR_NL", cash(1), False, "receipt", None),
        ("AVRR_NL", cash(1), True, "invoice", "cash-line"),
    ],
)
def test_r_avrr_10_who_is_paid_against_what(scheme, line, to_vendor, kind, refusal):
    plan, proof = a_plan(scheme=scheme), a_proof(kind=ProofKind(kind))

    if refusal is None:
        rules.check_payee(plan, line, to_vendor=to_vendor, proof=proof)
    else:
        with pytest.raises(Invalid) as refused:
            rules.check_payee(plan, line, to_vendor=to_vendor, proof=proof)
        assert refused.value.code == refusal


def test_every_waiting_payment_names_who_must_act():
    owners = {state: MACHINE.wait(state).owner for state in MACHINE.states if MACHINE.wait(state)}

    assert owners == {
        "drafted": "finance_checker",
        "approved": "finance_releaser",
        "released": "finance_releaser",
    }
