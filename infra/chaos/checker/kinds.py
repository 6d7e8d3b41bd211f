"""What each kind of case owes beside its journey: loans, deposits, fees, and what protects it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from infra.chaos.checker.answers import done
from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import Evidence
from infra.chaos.checker.states import cases

# Yes or no about a case: whether intake has on file what its kind requires.
DETAINED = "SELECT count(*) FROM detentions WHERE case_ref = %s"
PERMIT_SEEN = "SELECT count(*) FROM cases WHERE case_ref = %s AND prepared ? 'see_permit'"
NOTES_SIGNED = (
    "SELECT 1 - least(1, count(*)) FROM loans WHERE case_ref = %s AND status = 'promised'"
)
VISAS = (
    "SELECT (jsonb_array_length(visas) = (SELECT count(*) FROM persons p"
    " WHERE p.case_ref = r.case_ref))::int FROM reunifications r WHERE case_ref = %s"
)
DEPOSIT = (
    "SELECT count(*) FROM reunifications WHERE case_ref = %s"
    " AND jsonb_array_length(received) > 0 AND jsonb_array_length(estimate) > 0"
)
NOMINATION = (
    "SELECT count(*) FROM nominations WHERE case_ref = %s AND selected_on IS NOT NULL"
    " AND municipality IS NOT NULL AND exit_permit IS NOT NULL"
)
ON_FILE: dict[str, dict[str, str]] = {
    "return_from_detention": {"the request in detention": DETAINED},
    "third_country_resettlement": {
        "the original permit": PERMIT_SEEN,
        "signed promissory notes": NOTES_SIGNED,
    },
    "family_reunification": {"everybody's visa": VISAS, "the deposit": DEPOSIT},
    "resettlement": {"selection, exit permit and municipality": NOMINATION},
}


@demand("cases", "safeguards first", "No case was accepted without what its kind requires")
def safeguards_first(evidence: Evidence) -> Iterator[str]:
    for case in cases(evidence):
        if not case.was_accepted:
            continue
        for what, query in ON_FILE.get(case.kind, {}).items():
            rows = evidence.rows("intake", query, case.ref)
            if not rows or not rows[0][0]:
                yield f"{case.ref} is a {case.kind}, was accepted, and lacks {what}"


@demand("money", "instalments once", "What a borrower paid back stands in the loan once")
def instalments_once(evidence: Evidence) -> Iterator[str]:
    paid = _answered(evidence, "/v1/loans/", "/repayments")
    query = "SELECT loan_id, status, principal_minor, repayments, arrived_on FROM loans"
    for loan, status, principal, repayments, arrived_on in evidence.rows("intake", query):
        amounts = sorted(int(one["amount_minor"]) for one in repayments)
        if amounts != sorted(paid[loan]):
            yield f"loan {loan}: answered were {sorted(paid[loan])}, it holds {amounts}"
        if (sum(amounts) == principal) != (status == "repaid"):
            yield f"loan {loan} is {status}; of {principal} came back {sum(amounts)}"
        if repayments and arrived_on is None:
            yield f"loan {loan} is paid back, and nobody arrived"


@demand("money", "deposits once", "What a family paid and got back stands in its account once")
def deposits_once(evidence: Evidence) -> Iterator[str]:
    paid = _answered(evidence, "/v1/cases/", "/payments-received")
    back = _answered(evidence, "/v1/cases/", "/refunds")
    query = "SELECT case_ref, received, refunds FROM reunifications"
    for ref, received, refunds in evidence.rows("intake", query):
        for what, kept, answered in (
            ("paid", received, paid[ref]),
            ("given back", refunds, back[ref]),
        ):
            amounts = sorted(int(one["amount_minor"]) for one in kept)
            if amounts != sorted(answered):
                yield f"{ref}: answered as {what} were {sorted(answered)}, it holds {amounts}"


@demand("money", "families pay the cost", "Each cost is charged once; a late one is on the radar")
def families_pay_the_cost(evidence: Evidence) -> Iterator[str]:
    told: defaultdict[str, set[str]] = defaultdict(set)
    for fact in evidence.facts:
        if "travel_cost_recorded" in fact.routing_key:
            told[fact.case_ref].add(fact.id)
    ended = {case.ref: case for case in cases(evidence)}
    late = "SELECT case_ref FROM alerts WHERE what = 'late_cost' AND NOT settled AND owner <> ''"
    on_radar = {ref for (ref,) in evidence.rows("intake", late)}
    query = "SELECT case_ref, received, refunds, costs FROM reunifications"
    for ref, received, refunds, costs in evidence.rows("intake", query):
        if len(costs) != len(told[ref]):
            yield f"{ref}: travel told of {len(told[ref])} costs, the family has {len(costs)}"
        if ended[ref].gone or ended[ref].status == "withdrawn":
            open_minor = _sum(received) - _sum(refunds) - _cost(costs)
            # A refund that the agent tells of after the family was settled with is somebody's work.
            if bool(open_minor) != (ref in on_radar):
                radar = "on the radar" if ref in on_radar else "not on the radar"
                yield f"{ref} is {ended[ref].status}; {open_minor} cents are open, it is {radar}"


@demand("money", "fees after departure", "A fee is paid back once, and only to who departed")
def fees_after_departure(evidence: Evidence) -> Iterator[str]:
    query = (
        "SELECT f.fee_id, f.status, c.case_ref, c.status FROM permit_fees f JOIN cases c"
        " USING (case_ref) WHERE (f.status = 'refunded'"
        " AND c.status NOT IN ('departed','arrived','closed'))"
        " OR (f.status IN ('claimed','approved') AND c.status IN ('withdrawn','closed'))"
    )
    for fee, status, ref, case_status in evidence.rows("intake", query):
        yield f"fee {fee} is {status}, and {ref} is {case_status}"


def _answered(evidence: Evidence, start: str, end: str) -> defaultdict[str, list[int]]:
    """The amounts of the commands that were carried out, by whom they are about."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for call in evidence.calls:
        if call["path"].startswith(start) and call["path"].endswith(end) and done(call):
            found[call["path"].split("/")[3]].append(int(call["body"]["amount_minor"]))
    return found


def _sum(records: list[dict[str, Any]]) -> int:
    return sum(int(one["amount_minor"]) for one in records)


def _cost(costs: list[dict[str, Any]]) -> int:
    """A refund lowers the cost; a penalty is the part of the ticket that is not refunded."""
    signs = {"refund": -1, "penalty": 0}
    return sum(signs.get(one["kind"], 1) * int(one["amount_minor"]) for one in costs)
