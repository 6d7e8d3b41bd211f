"""What counsellors do for one kind of case alone: held, admitted abroad, reunited, resettled."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from typing import Any

from infra.demo.door import Refused
from infra.demo.phrases import step
from infra.demo.story import Story

COUNSELLOR, SUPERVISOR, MEDICAL = "counsellor", "supervisor", "medical"
CENTS = 100
SPONSOR_BORN = "1980-02-02"


def _put(story: Story, what: str, body: dict[str, Any], role: str = COUNSELLOR) -> None:
    case = f"/v1/cases/{story.ref}"
    story.change("PUT", f"{case}/{what}", body, role, case)
    story.standing()


def _post(
    story: Story, what: str, body: dict[str, Any] | None = None, role: str = COUNSELLOR
) -> Any:
    answer = story.post(f"/v1/cases/{story.ref}/{what}", body or {}, role)
    story.standing()
    return answer


def _ago(story: Story, days: int) -> str:
    return str(story.today - timedelta(days=days))


@step("asked for us with a slip, held in {place}")
def detained(story: Story, place: str) -> None:
    body = {"asked_by": "slip", "asked_on": _ago(story, 2), "order_date": _ago(story, 40)}
    _put(story, "detention", body | {"place": place, "term_months": 6})


@step("DT&V and DJI are told of the booking")
def announced(story: Story) -> None:
    for to in ("DT&V", "DJI"):
        _post(story, "detention/announcements", {"to": to})


@step("the original permit is seen")
def seen(story: Story) -> None:
    _post(story, "permit-inspection", {"original": True, "seen_on": str(story.today)})


@step("a fee of {euro} euro is claimed on its receipt")
def claimed(story: Story, euro: str) -> None:
    receipt = hashlib.sha256(f"{story.ref} {euro} {story.now()}".encode()).hexdigest()
    body = {"kind": "application", "amount_minor": int(euro) * CENTS, "receipt_number": "1"}
    fee = _post(story, "permit-fees", body | {"receipt_sha256": receipt})
    story.kept["fee"] = fee["fee_id"]


@step("the supervisor {decides} the fee")
def decided(story: Story, decides: str) -> None:
    body = {"approve": decides == "approves", "reason": "There is no departure."}
    story.post(f"/v1/permit-fees/{story.kept['fee']}/decision", body, SUPERVISOR)


@step("the fee is refunded")
def fee_refunded(story: Story) -> None:
    body = {"refunded_on": str(story.today), "reference": f"FEE-{story.ref}"}
    story.post(f"/v1/permit-fees/{story.kept['fee']}/refund", body, COUNSELLOR)


@step("the fare of {dollar} dollar is lent")
def lent(story: Story, dollar: str) -> None:
    loans = _post(story, "loans", {"principal_minor": int(dollar) * CENTS, "currency": "USD"})
    story.kept["loans"] = [one["loan_id"] for one in loans["items"]]


@step("the promissory notes are signed")
def notes_signed(story: Story) -> None:
    for loan in story.kept["loans"]:
        story.post(f"/v1/loans/{loan}/note", {"signed_on": str(story.today)}, COUNSELLOR)


@step("the promissory notes are given back")
def notes_back(story: Story) -> None:
    for loan in story.kept["loans"]:
        story.post(f"/v1/loans/{loan}/cancellation", {}, COUNSELLOR)


@step("the first borrower pays everything back")
def pays_back(story: Story) -> None:
    _repay(story, story.kept["loans"][0])


@step("the first borrower pays back {dollar} dollar")
def pays_instalment(story: Story, dollar: str) -> None:
    _repay(story, story.kept["loans"][0], int(dollar) * CENTS)


@step("the other borrower pays nothing for {days} days, and the rest is called in")
def called_in(story: Story, days: str) -> None:
    story.wait_days(int(days))

    def look() -> bool:
        items = story.get(f"/v1/cases/{story.ref}/loans", COUNSELLOR)["items"]
        return "in_collection" in {one["status"] for one in items}

    story.wait_for(look, "The collection of the loan")


@step("the rest of the loan is collected")
def collected(story: Story) -> None:
    _repay(story, story.kept["loans"][1])


def _repay(story: Story, loan_id: str, amount_minor: int = 0) -> None:
    """Pay so much of a loan back, or the whole rest."""
    items = story.get(f"/v1/cases/{story.ref}/loans", COUNSELLOR)["items"]
    rest = next(one["rest_minor"] for one in items if one["loan_id"] == loan_id)
    reference = f"LOAN-{story.ref}-{rest}"
    paid = {"paid_on": str(story.today), "amount_minor": amount_minor or rest}
    story.post(f"/v1/loans/{loan_id}/repayments", paid | {"reference": reference}, COUNSELLOR)


@step("the sponsor orders {service}")
def ordered(story: Story, service: str) -> None:
    papers = story.world.people.papers_of(f"Yaldara Referentsma{story.number}", SPONSOR_BORN)
    sponsor = {"name": f"{papers.given_names} {papers.family_name}", "relation": "husband"}
    kind = "consultation" if service == "advice" else "journey"
    _post(story, "order", {"service": kind, "ordered_on": str(story.today), "sponsor": sponsor})


@step("every traveller collects a visa")
def visas(story: Story) -> None:
    body = {"notice_on": _ago(story, 40), "issued_on": _ago(story, 3)}
    for person in story.person_ids:
        _put(story, f"persons/{person}/visa", body)


@step("the journey is estimated at {euro} euro")
def estimated(story: Story, euro: str) -> None:
    _post(story, "estimate", {"lines": [{"kind": "ticket", "amount_minor": int(euro) * CENTS}]})


@step("the family pays {euro} euro")
def paid(story: Story, euro: str) -> None:
    _pay(story, int(euro) * CENTS)


def _pay(story: Story, amount_minor: int) -> None:
    reference = f"IN-{story.ref}-{amount_minor}"
    body = {"amount_minor": amount_minor, "on": str(story.today), "reference": reference}
    _post(story, "payments-received", body)


@step("the account of the family is settled")
def settled(story: Story) -> None:
    """What the journey cost is told by travel; the difference is paid or given back."""

    def told() -> bool:
        case, order = story.standing(), story.get(f"/v1/cases/{story.ref}/order")
        return bool(order["statement"]["actual_minor"]) or case["status"] == "withdrawing"

    story.wait_for(told, "The cost of the journey")
    story.wait_for(lambda: _stated(story), "The end of the journey")
    balance = story.get(f"/v1/cases/{story.ref}/order")["statement"]["balance_minor"]
    if balance > 0:
        body = {"amount_minor": balance, "on": str(story.today), "reference": f"OUT-{story.ref}"}
        _post(story, "refunds", body)
    elif balance < 0:
        _pay(story, -balance)


def _stated(story: Story) -> bool:
    """Whether the statement could be drawn up; the family is told first when it became dearer."""
    try:
        _post(story, "final-statement")
    except Refused as refused:
        if refused.code == "not-warned":
            _post(story, "cost-warning")
        elif refused.code != "journey-open":
            raise
        return False
    return True


@step("the family is nominated by UNHCR")
def nominated(story: Story) -> None:
    _post(story, "nomination", {"entry": "mission", "nominated_on": _ago(story, 200)})


@step("the family is interviewed and selected")
def selected(story: Story) -> None:
    _post(story, "interview", {"interviewed_on": _ago(story, 120)})
    _post(story, "selection", {"outcome": "accepted", "decided_on": _ago(story, 90)})


@step("the family is interviewed and rejected")
def rejected(story: Story) -> None:
    _post(story, "interview", {"interviewed_on": _ago(story, 120)})
    _post(story, "selection", {"outcome": "rejected", "decided_on": _ago(story, 90)})


@step("the three trainings are followed")
def trained(story: Story) -> None:
    for number in (1, 2, 3):
        _post(story, "trainings", {"number": number, "ended_on": _ago(story, 60 - number)})


@step("everybody is examined and fit")
def examined(story: Story) -> None:
    for person in story.person_ids:
        body = {"examined_on": _ago(story, 20), "fit": True}
        _put(story, f"persons/{person}/examination", body, MEDICAL)


@step("everybody has a visa and an exit permit")
def documented(story: Story) -> None:
    until = str(story.today + timedelta(days=300))
    for person in story.person_ids:
        _put(story, f"persons/{person}/entry-visa", {"kind": "visa", "valid_until": until})
    _put(story, "exit-permit", {"required": True, "granted_on": _ago(story, 1)})


@step("{municipality} takes the family in")
def housed(story: Story, municipality: str) -> None:
    _put(story, "municipality", {"municipality": municipality})


@step("the COA hands the family over")
def handed_over(story: Story) -> None:
    story.case_in("arrived")
    _post(story, "hand-over", {"at": story.now()})
