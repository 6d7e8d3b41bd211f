"""What came of a case, in the words in which the casebook says what must come of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from infra.demo.steps_access import accesses, staff
from infra.demo.steps_papers import hands_of, letters_of
from infra.demo.story import Story

CENTS = 100
LOOK_EVERY_SECONDS = 0.3
ANSWERS: dict[str, Callable[[Story], Any]] = {}


def answers(word: str) -> Callable[[Callable[[Story], Any]], Callable[[Story], Any]]:
    """Declare how one word of `expected` is answered."""

    def declare(answer: Callable[[Story], Any]) -> Callable[[Story], Any]:
        ANSWERS[word] = answer
        return answer

    return declare


def settle(story: Story, patience_seconds: float) -> dict[str, Any]:
    """Answer every word that is expected; facts on their way get the time to arrive."""
    expected = story.told.expected
    give_up_at = time.monotonic() + patience_seconds
    while True:
        actual = {word: ANSWERS[word](story) for word in expected}
        if actual == expected or time.monotonic() > give_up_at:
            return actual
        time.sleep(LOOK_EVERY_SECONDS)


@answers("case")
def case(story: Story) -> Any:
    return story.standing()["status"]


@answers("open points")
def open_points(story: Story) -> list[str]:
    """The rules under which something is still missing."""
    told = [one["waits_for"].partition(": ")[0] for one in story.standing()["waits"]]
    return sorted({one for one in told if one.startswith("R-")})


@answers("outcome")
def outcome(story: Story) -> Any:
    return story.case()["outcome"]


@answers("reasons")
def reasons(story: Story) -> list[str]:
    """The codes of the rules that failed in the last decision."""
    decisions = story.get(f"/v1/cases/{story.ref}/eligibility-decisions")["items"]
    return sorted(decisions[-1]["codes"])


@answers("open rules")
def open_rules(story: Story) -> list[str]:
    """The rules that the last decision could not answer."""
    decisions = story.get(f"/v1/cases/{story.ref}/eligibility-decisions")["items"]
    return sorted(decisions[-1]["open_rules"])


@answers("journey")
def journey(story: Story) -> str:
    movement = story.movement()
    return movement["status"] if movement else "none"


@answers("journeys")
def journeys(story: Story) -> list[str]:
    """The state of every movement there was, oldest first."""
    return [one["status"] for one in story.items("/v1/movements")]


@answers("left without")
def left_without(story: Story) -> list[str]:
    """What should have come first, of whom the border saw leave all the same (R-AVRR-09)."""
    passengers = (story.movement() or {"passengers": []})["passengers"]
    return [thing for one in passengers for thing in one["left_without"] or ()]


@answers("bookings")
def bookings(story: Story) -> list[str]:
    movement = story.movement()
    return [one["status"] for one in movement["bookings"]] if movement else []


@answers("agent")
def agent(story: Story) -> str | None:
    movement = story.movement()
    return movement["agent"] if movement else None


@answers("escort")
def escort(story: Story) -> str:
    """Whether somebody's days are taken by escorting this party."""
    movement = story.movement()
    return "named" if movement and movement["escort"] else "none"


@answers("allowances")
def allowances(story: Story) -> list[int]:
    """Euro per person, in the order of the case."""
    found = {one["person_id"]: one["amount_minor"] for one in story.items("/v1/allowances")}
    return [found.get(person, 0) // CENTS for person in story.person_ids]


@answers("cash")
def cash(story: Story) -> list[str]:
    """What became of each allowance."""
    return sorted({one["status"] for one in story.items("/v1/allowances")})


@answers("budget")
def budget(story: Story) -> list[int]:
    """Euro of reintegration per person, in the order of the case."""
    found = dict.fromkeys(story.person_ids, 0)
    for entitlement in story.items("/v1/entitlements"):
        for line in entitlement["lines"]:
            if line["kind"] == "reintegration":
                found[line["person_id"]] += line["amount_minor"] // CENTS
    return [found[person] for person in story.person_ids]


@answers("scheme")
def scheme(story: Story) -> list[str]:
    return sorted({one["scheme"] for one in story.items("/v1/entitlements")})


@answers("reservation")
def reservation(story: Story) -> list[str]:
    return [one["status"] for one in story.items("/v1/entitlements")]


@answers("money still held")
def money_held(story: Story) -> int:
    """Euro that the ledger still holds for this case."""
    entries = [entry for one in story.items("/v1/ledger/transactions") for entry in one["entries"]]
    held = [one for one in entries if one["account"].startswith("reserved_")]
    return sum((one["credit_minor"] or 0) - (one["debit_minor"] or 0) for one in held) // CENTS


@answers("plan")
def plan(story: Story) -> Any:
    return story.get(f"/v1/plans/{story.kept['plan_id']}")["status"]


@answers("payments")
def payments(story: Story) -> list[str]:
    return [story.get(f"/v1/payments/{one}")["status"] for one in story.kept["payments"]]


@answers("vendor")
def vendor(story: Story) -> Any:
    return story.get(f"/v1/vendors/{story.kept['vendor_id']}")["status"]


@answers("follow-up")
def follow_up(story: Story) -> list[str]:
    return [one["status"] for one in story.items("/v1/follow-ups")]


@answers("refused")
def refused(story: Story) -> list[str]:
    """The codes of what was tried and refused, in order."""
    return story.refusals


@answers("loans")
def loans(story: Story) -> list[str]:
    items = story.get(f"/v1/cases/{story.ref}/loans", "counsellor")["items"]
    return [one["status"] for one in items]


@answers("contact")
def contact(story: Story) -> Any:
    return story.get(f"/v1/contacts/{story.kept['contact_id']}", "counsellor")["status"]


@answers("glass")
def glass(story: Story) -> list[str]:
    """What the supervisor found of each access in an emergency."""
    return [one["finding"] or one["status"] for one in accesses(story)]


@answers("works on it")
def works_on_it(story: Story) -> list[str]:
    """Who works on the case now: the one who opened it, or a colleague."""
    return [who.partition(".")[0] for who in staff(story)]


@answers("handling")
def handling(story: Story) -> list[str]:
    """How the journey is handled, for a reason that travel does not know."""
    movement = story.movement() or {}
    return [word for word in ("fast_track", "restricted") if movement.get(word)]


@answers("letters")
def letters(story: Story) -> list[str]:
    return letters_of(story)


@answers("hands")
def hands(story: Story) -> list[str]:
    """Through which hands the passport went."""
    return hands_of(story)


@answers("assignment")
def assignment(story: Story) -> Any:
    if "assignment_id" not in story.kept:
        return "none"
    return story.get(f"/v1/assignments/{story.kept['assignment_id']}")["status"]


@answers("vacancy")
def vacancy(story: Story) -> Any:
    return story.get(f"/v1/vacancies/{story.kept['vacancy_id']}")["status"]


@answers("candidate")
def candidate(story: Story) -> Any:
    return story.get(f"/v1/candidates/{story.kept['candidate_id']}")["status"]


@answers("other candidate")
def other_candidate(story: Story) -> Any:
    return story.get(f"/v1/candidates/{story.kept['other_candidate_id']}")["status"]
