"""What counsellors and finance do after the journey: plan, vendor, payment, report, follow-up."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from infra.demo.phrases import step
from infra.demo.story import Story

COUNSELLOR, MAKER, CHECKER, RELEASER = (
    "counsellor",
    "finance_maker",
    "finance_checker",
    "finance_releaser",
)
CENTS = 100


@step("a plan is made with {cash} euro in cash and {amount} euro for {category}: {purpose}")
def plan(story: Story, cash: str, amount: str, category: str, purpose: str) -> None:
    story.wait_for(lambda: story.items("/v1/entitlements"), "The reservation")
    person = story.person_ids[0]
    body = {"case_ref": story.ref, "person_id": person, "cash_minor": int(cash) * CENTS}
    made = story.post("/v1/plans", body, COUNSELLOR)
    story.kept["plan_id"] = made["plan_id"]
    line = {
        "category": category.replace(" ", "_"),
        "description": purpose,
        "amount_minor": int(amount) * CENTS,
    }
    story.post(f"/v1/plans/{made['plan_id']}/lines", line, COUNSELLOR)


@step("the plan is agreed")
def agreed(story: Story) -> None:
    story.post(f"/v1/plans/{story.kept['plan_id']}/agreement", {}, COUNSELLOR)


@step("the plan is reviewed and made final")
def final(story: Story) -> None:
    def home() -> bool:
        (entitlement,) = story.items("/v1/entitlements")
        return all(one["arrived_on"] for one in entitlement["persons"])

    story.wait_for(home, "Word of the arrival at reintegration")
    for verb in ("review", "finalisation"):
        story.post(f"/v1/plans/{story.kept['plan_id']}/{verb}", {}, COUNSELLOR)


@step("the vendor {name} is registered and found {outcome}")
def vendor(story: Story, name: str, outcome: str) -> None:
    number = f"{story.told.to['country']}-{story.ref[-8:]}"
    body = {"name": name, "country": story.told.to["country"], "registration_number": number}
    made = story.post("/v1/vendors", body, MAKER)
    story.kept["vendor_id"] = made["vendor_id"]
    said = {"outcome": outcome, "evidence": "Extract of the trade register."}
    story.post(f"/v1/vendors/{made['vendor_id']}/verification", said, CHECKER)


def _in_kind(story: Story) -> dict[str, Any]:
    lines = story.get(f"/v1/plans/{story.kept['plan_id']}", COUNSELLOR)["lines"]
    found: dict[str, Any] = next(one for one in lines if one["category"] != "cash")
    return found


@step("an invoice of {amount} euro is entered for payment")
def drafted(story: Story, amount: str) -> None:
    number = f"INV-{story.ref}-{len(story.kept.setdefault('payments', [])) + 1}"
    body = {
        "plan_line_id": _in_kind(story)["line_id"],
        "vendor_id": story.kept["vendor_id"],
        "amount_minor": int(amount) * CENTS,
        "currency": "EUR",
        "proof": {
            "kind": "invoice",
            "number": number,
            "sha256": hashlib.sha256(f"{story.ref} {number}".encode()).hexdigest(),
        },
    }
    story.kept["payments"].append(story.post("/v1/payments", body, MAKER)["payment_id"])


def _payment(story: Story) -> str:
    return f"/v1/payments/{story.kept['payments'][-1]}"


@step("the payment is approved")
def approved(story: Story) -> None:
    story.post(f"{_payment(story)}/approval", {}, CHECKER)


@step("the maker approves the payment too")
def approved_by_maker(story: Story) -> None:
    """The same person with the role of a checker is still the same person."""
    door = story.world.door
    door.post(f"{_payment(story)}/approval", {}, CHECKER, story.subject(MAKER))


@step("the payment is released")
def released(story: Story) -> None:
    story.post(f"{_payment(story)}/release", {}, RELEASER)


@step("the payment is settled")
def settled(story: Story) -> None:
    body = {"settled_on": str(story.today)}
    story.post(f"{_payment(story)}/settlement", body, RELEASER)


@step("the bank rejects the payment because of {reason}")
def rejected(story: Story, reason: str) -> None:
    body = {"reason_code": reason.replace(" ", "_"), "bank_reference": f"{story.today}-0042"}
    story.post(f"{_payment(story)}/bounce", body, RELEASER)


@step("the invoice of {amount} euro is paid")
def whole_payment(story: Story, amount: str) -> None:
    drafted(story, amount)
    for act in (approved, released, settled):
        act(story)


@step("the cash of the plan is paid out")
def cash(story: Story) -> None:
    """The returnee is reimbursed: the cash line names no vendor."""
    plan_id = story.kept["plan_id"]
    lines = story.get(f"/v1/plans/{plan_id}", COUNSELLOR)["lines"]
    line = next(one for one in lines if one["category"] == "cash")
    proof = hashlib.sha256(f"{story.ref} cash".encode()).hexdigest()
    body = {
        "plan_line_id": line["line_id"],
        "amount_minor": line["amount_minor"],
        "currency": "EUR",
        "proof": {"kind": "receipt", "number": f"CASH-{story.ref}", "sha256": proof},
    }
    story.kept.setdefault("payments", []).append(
        story.post("/v1/payments", body, MAKER)["payment_id"]
    )
    for act in (approved, released, settled):
        act(story)


@step("the final report is filed")
def report(story: Story) -> None:
    paid = "plan_id" in story.kept and story.kept.get("payments")
    outcome = "carried_out" if paid else "not_carried_out"
    body = {"outcome": outcome, "feedback": "satisfied" if paid else "not_given"}
    story.post(f"/v1/cases/{story.ref}/final-report", body, COUNSELLOR)


@step("the follow-up interview is held when it is due")
def follow_up(story: Story) -> None:
    story.wait_days(366)

    def due() -> list[dict[str, Any]]:
        found = story.items("/v1/follow-ups")
        return [one for one in found if one["status"] == "due"]

    for one in story.wait_for(due, "The follow-up falling due"):
        body = {"mode": "in_person", "interviewed_on": str(story.today - timedelta(days=1))}
        path = f"/v1/follow-ups/{one['follow_up_id']}/record"
        story.post(path, body, COUNSELLOR)
