"""Which states of which machine the day went through, and which no case reached."""

from __future__ import annotations

import importlib
import pkgutil
import threading
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import services
from services.chassis.machine import Machine

GAP, AGENT_ERASURE = "case without anybody", "erasure at an agent"
# What a page of HTTP is about, by the first words of its address.
PAGES = {
    "/v1/cases": "case",
    "/v1/movements": "movement",
    "/v1/entitlements": "entitlement",
    "/v1/allowances": "return allowance",
    "/v1/plans": "plan",
    "/v1/vendors": "vendor",
    "/v1/payments": "payment",
    "/v1/follow-ups": "follow-up",
    "/v1/permit-fees": "permit fee",
    "/v1/loans": "travel loan",
    "/v1/contacts": "contact",
    "/v1/erasures": "erasure",
    "/v1/person-requests": "request of a person",
    "/v1/expert-erasures": "erasure of an expert",
    "/v1/vacancies": "vacancy",
    "/v1/candidates": "candidate",
    "/v1/assignments": "assignment",
    "/v1/unassigned-cases": GAP,
    "/v1/agent-erasures": AGENT_ERASURE,
}
# What lies within another's page.
PARTS = {
    "/v1/experts/": "erasure of an expert",
    "/candidates": "candidate",
    "/permit-fees": "permit fee",
    "/loans": "travel loan",
    "/emergency-access": "access in an emergency",
    "/retention": "retention of a case",
    "/erasure": "erasure",
}
# Each kind of case has a machine of its own.
KINDS = {
    "return_from_detention": "detention case",
    "third_country_resettlement": "third-country case",
    "family_reunification": "family case",
    "resettlement": "resettlement case",
}
# What a fact says of a state that may have passed before anybody looked.
FACTS = {
    "intake.case_accepted": ("case", "accepted"),
    "intake.case_declined": ("case", "declined"),
    "intake.case_closed": ("case", "closed"),
    "intake.case_withdrawn": ("case", "withdrawing"),
    "travel.movement_opened": ("movement", "quoting"),
    "travel.movement_booked": ("movement", "booked"),
    "travel.movement_cancelled": ("movement", "cancelled"),
    "reintegration.entitlement_reserved": ("entitlement", "reserved"),
    "reintegration.entitlement_released": ("entitlement", "released"),
    "reintegration.allowance_paid": ("return allowance", "paid"),
    "reintegration.allowance_returned": ("return allowance", "returned"),
    "reintegration.plan_agreed": ("plan", "agreed"),
    "reintegration.payment_released": ("payment", "released"),
    "reintegration.payment_settled": ("payment", "settled"),
    "reintegration.payment_rejected": ("payment", "rejected"),
    "expert_deployment.vacancy_published": ("vacancy", "published"),
    "expert_deployment.assignment_cleared": ("assignment", "cleared"),
    "expert_deployment.assignment_travel_needed": ("assignment", "travel_needed"),
    "expert_deployment.assignment_started": ("assignment", "started"),
}


class Coverage:
    """Notes every state that an answer or a fact shows."""

    def __init__(self) -> None:
        self._seen: dict[str, set[str]] = defaultdict(set)
        self._without_anybody: set[str] = set()
        self._lock = threading.Lock()

    def see_page(self, path: str, content: Any) -> None:
        """Note the states on a page of HTTP."""
        for machine, state in _states(path, content):
            self._note(machine, state)
        if path.endswith("/assignments") and "unassigned" in content:
            self._see_staff(content)

    def _see_staff(self, content: dict[str, Any]) -> None:
        """A case without anybody says so; when it no longer does, somebody was assigned."""
        if content["unassigned"]:
            self._without_anybody.add(content["case_ref"])
            self._note(GAP, "unassigned")
        elif content["case_ref"] in self._without_anybody:
            self._note(GAP, "assigned")

    def see_fact(self, name: str) -> None:
        """Note what a fact, such as `travel.movement_booked`, says of a state."""
        if name in FACTS:
            self._note(*FACTS[name])

    def _note(self, machine: str, state: str) -> None:
        with self._lock:
            self._seen[machine].add(state)

    def tell(self, excused: Mapping[str, Mapping[str, str] | str]) -> dict[str, Any]:
        """Say per machine what was reached, what was not and why, and what is unexplained."""
        told = {}
        for machine in machines():
            reached = [state for state in machine.states if state in self._seen[machine.name]]
            missing = [state for state in machine.states if state not in reached]
            reasons = _reasons(machine, excused.get(machine.name, {}))
            told[machine.name] = {
                "reached": [str(state) for state in reached],
                "excused": {str(state): reasons[state] for state in missing if state in reasons},
                "missing": [str(state) for state in missing if state not in reasons],
            }
        return told


def _reasons(machine: Machine, excused: Mapping[str, str] | str) -> Mapping[str, str]:
    """A reason for the whole machine is one for each of its states."""
    if isinstance(excused, str):
        return dict.fromkeys(map(str, machine.states), excused)
    return excused


def machines() -> list[Machine]:
    """Every state machine that a service's models declare."""
    found: dict[str, Machine] = {}
    for module in pkgutil.walk_packages(services.__path__, "services."):
        if module.name.endswith(".model"):
            for thing in vars(importlib.import_module(module.name)).values():
                if isinstance(thing, Machine):
                    found[thing.name] = thing
    return [found[name] for name in sorted(found)]


def _states(path: str, content: Any) -> Iterator[tuple[str, str]]:
    if not isinstance(content, dict):
        return
    page = next((name for start, name in PAGES.items() if path.startswith(start)), None)
    page = next((name for part, name in PARTS.items() if part in path), page)
    if page == "case" and "movements" in content:
        yield from _whole_case(content)
        return
    for one in content.get("items", [content]):
        if isinstance(one, dict) and page and isinstance(one.get("status"), str):
            yield _machine(page, one), one["status"]
            if page == AGENT_ERASURE and one["asked_at"]:
                # It confirms within moments, and its page still says when it was asked.
                yield page, "asked"
            for booking in one.get("bookings") or []:
                yield "booking", booking["status"]


def _machine(page: str, shown: dict[str, Any]) -> str:
    return KINDS.get(str(shown.get("kind")), page) if page == "case" else page


def _whole_case(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """A part whose service is away says so, and has no state."""
    if "status" in content["case"]:
        yield _machine("case", content["case"]), content["case"]["status"]
    yield from _states("/v1/movements", content["movements"])
    yield from _states("/v1/entitlements", content["entitlement"])
