"""What the checker knows of the kinds of case: their states, their ends, and the journey of each.

Written down here a second time on purpose: what is copied from the services would agree with them
also when they are wrong.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from infra.chaos.checker.evidence import Evidence

LEAVING = ("voluntary_return", "return_from_detention", "third_country_resettlement")
ENDED = {"declined", "withdrawn", "closed"}
TRAVELS = {
    "cleared",
    "accepted",
    "booked",
    "departed",
    "arrived",
    "no_show",
    "withdrawing",
    "withdrawn",
    "closed",
}
RETURN = TRAVELS | {
    "open",
    "applied",
    "declined",
    "eligible",
    "clearance_requested",
    "clearance_refused",
    "dtv_decision",
}
STATES_OF: dict[str, set[str]] = {
    "voluntary_return": RETURN,
    "return_from_detention": RETURN | {"announced"},
    "third_country_resettlement": RETURN | {"permit_awaited"},
    "family_reunification": TRAVELS
    | {"open", "ordered", "visas_collected", "estimated", "accounted"},
    "resettlement": TRAVELS
    | {"nominated", "interviewed", "selected", "oriented", "examined", "documented"}
    | {"declined", "handed_over"},
}
# With which outcome a case of each kind may be closed; `gone` are those that end at home.
OUTCOMES_OF: dict[str, set[str]] = {
    **{kind: {"returned", "clearance_refused"} for kind in LEAVING},
    "family_reunification": {"reunited", "advised"},
    "resettlement": {"resettled"},
}
GONE = {"returned", "reunited", "resettled"}
# Travel and money have been arranged for a case in these states.
ARRANGED = {
    "accepted",
    "booked",
    "announced",
    "departed",
    "arrived",
    "accounted",
    "handed_over",
    "no_show",
}

WAITING_FOR_A_SEAT = {
    "quoting",
    "short_of_agents",
    "over_tariff",
    "no_offer",
    "chosen",
    "booking",
    "price_changed",
}
SEATED = {"booked", "rules_broken"}
NEVER = {"none", "no_show", "replaced"}
# What the last journey of a case may be, by what intake says of the case.
JOURNEY_OF: dict[str, set[str]] = {
    # An officer may call a journey off; the case then waits for another booking.
    "accepted": WAITING_FOR_A_SEAT | {"cancelled"},
    "booked": SEATED,
    "announced": SEATED,
    "departed": {"departed", "arrived"},
    "arrived": {"arrived"},
    "accounted": {"arrived"},
    "handed_over": {"arrived"},
    "no_show": {"no_show"},
    "withdrawing": {"none", "cancelling", "cancelled", "no_show"},
    "withdrawn": {"none", "cancelled", "no_show"},
}
JOURNEY_OF_EXPERT: dict[str, set[str]] = {
    "selected": {"none"},
    "cleared": {"none"},
    "travel_needed": WAITING_FOR_A_SEAT,
    # Flights that break a rule are given back and sought anew; the expert goes all the same.
    "booked": SEATED | WAITING_FOR_A_SEAT,
    "travelling": {"departed"},
    "started": {"arrived"},
    "reports_due": {"arrived"},
    "ended": {"arrived"},
    "no_journey": {"no_show", "cancelled"},
    "withdrawing": {"cancelling"},
    "withdrawn": {"none", "cancelled", "no_show"},
}


@dataclass(frozen=True)
class KnownCase:
    """A case as intake's database has it; `was_accepted` at any time."""

    ref: str
    kind: str
    status: str
    was_accepted: bool
    outcome: str | None

    @property
    def gone(self) -> bool:
        return self.status == "closed" and self.outcome in GONE

    @property
    def arranged(self) -> bool:
        return self.status in ARRANGED or self.gone

    @property
    def journeys(self) -> set[str]:
        """What its last journey may be; before the acceptance, none or one that was missed."""
        if self.status == "closed":
            return {"arrived"} if self.gone else NEVER
        return JOURNEY_OF.get(self.status, NEVER)


def cases(evidence: Evidence) -> list[KnownCase]:
    """Return every case; the facts tell who was accepted before a no-show."""
    accepted = {fact.subject for fact in evidence.facts if "case_accepted" in fact.routing_key}
    query = "SELECT case_ref, kind, status, was_accepted, outcome FROM cases ORDER BY case_ref"
    return [
        KnownCase(ref, kind, status, was or ref in accepted, outcome)
        for ref, kind, status, was, outcome in evidence.rows("intake", query)
    ]


def movements(evidence: Evidence, owner: str) -> defaultdict[str, list[str]]:
    """The states of the journeys of each case or assignment, oldest first."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    query = f"SELECT {owner}, status FROM movements WHERE {owner} IS NOT NULL ORDER BY id"  # noqa: S608 - our own word
    for subject, status in evidence.rows("travel", query):
        found[subject].append(status)
    return found
