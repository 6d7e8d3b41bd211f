"""Every answer of the gateway is true afterwards, and a repeated request says what came of it."""

from __future__ import annotations

import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import requests

from infra.chaos.checker.demands import demand
from infra.chaos.checker.evidence import ASK_SECONDS, Evidence

OK = range(200, 300)
SERVER_FAULT = 500
# A crash while the database goes or comes is the database's.
DATABASE_SECONDS = 12.0
# How many answered commands are asked again; all that got no answer are.
ASKED_AGAIN_MAX = 300
BOARDED = "IN ('departed', 'no_show', 'arrived')"
# What a 2xx claims: the end of the path, the service that was asked, and where it must show.
CLAIMS: tuple[tuple[str, str, str], ...] = (
    (
        "/acceptance",
        "intake",
        "timeline_entries WHERE about = %s AND type = 'intake.case_accepted'",
    ),
    ("/application", "intake", "cases WHERE case_ref = %s AND application_date IS NOT NULL"),
    ("/withdrawal", "intake", "cases WHERE case_ref = %s AND status <> 'booked'"),
    ("/closure", "intake", "cases WHERE case_ref = %s AND status = 'closed'"),
    ("/declarations", "travel", "travellers WHERE movement_id = %s AND declared_at IS NOT NULL"),
    ("/boardings", "travel", f"travellers WHERE movement_id = %s AND status {BOARDED}"),
    ("/arrivals", "travel", "travellers WHERE movement_id = %s AND arrived_at IS NOT NULL"),
    ("/payment", "reintegration", "allowances WHERE id = %s AND paid_at IS NOT NULL"),
    ("/return", "reintegration", "allowances WHERE id = %s AND status = 'returned'"),
    ("/settlement", "reintegration", "payments WHERE id = %s AND status = 'settled'"),
    ("/bounce", "reintegration", "payments WHERE id = %s AND bank_reference IS NOT NULL"),
    ("/rejection", "reintegration", "payments WHERE id = %s AND status = 'rejected'"),
    ("/final-report", "reintegration", "final_reports WHERE case_ref = %s"),
    ("/agreement", "reintegration", "plans WHERE id = %s AND status <> 'draft'"),
    ("/note", "intake", "loans WHERE loan_id = %s AND signed_on IS NOT NULL"),
    ("/cancellation", "intake", "loans WHERE loan_id = %s AND status = 'cancelled'"),
    ("/refund", "intake", "permit_fees WHERE fee_id = %s AND status = 'refunded'"),
    ("/order", "intake", "reunifications WHERE case_ref = %s"),
    ("/final-statement", "intake", "reunifications WHERE case_ref = %s AND stated_on IS NOT NULL"),
    ("/nomination", "intake", "nominations WHERE case_ref = %s"),
    ("/hand-over", "intake", "nominations WHERE case_ref = %s AND handed_over_at IS NOT NULL"),
    ("/permit-inspection", "intake", "cases WHERE case_ref = %s AND prepared ? 'see_permit'"),
    ("/end", "intake", "contacts WHERE contact_id = %s AND status = 'ended'"),
    ("/case", "intake", "contacts WHERE contact_id = %s AND status = 'case_opened'"),
    ("/end", "expert_deployment", "assignments WHERE id = %s AND status = 'ended'"),
    ("/publication", "expert_deployment", "vacancies WHERE id = %s AND status <> 'draft'"),
)
OWNERS = {
    "/v1/cases/": {"intake", "reintegration"},
    "/v1/movements/": {"travel"},
    "/v1/allowances/": {"reintegration"},
    "/v1/payments/": {"reintegration"},
    "/v1/plans/": {"reintegration"},
    "/v1/vacancies/": {"expert_deployment"},
    "/v1/assignments/": {"expert_deployment"},
    "/v1/loans/": {"intake"},
    "/v1/permit-fees/": {"intake"},
    "/v1/contacts/": {"intake"},
}


def _posts(evidence: Evidence) -> list[dict[str, Any]]:
    return [call for call in evidence.calls if call["method"] == "POST"]


def done(call: dict[str, Any]) -> bool:
    """Whether a command was carried out: said so at once, or when it was asked again."""
    again, _ = call.get("again") or (0, None)
    return call["status"] in OK or again in OK


def _kept(evidence: Evidence) -> defaultdict[tuple[str, str], list[str]]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for service in evidence.databases:
        for subject, key in evidence.rows(service, "SELECT principal, key FROM idempotency"):
            found[subject, key].append(service)
    return found


@demand("answers", "kept once", "Each command that was answered 2xx is kept with its answer, once")
def kept_once(evidence: Evidence) -> Iterator[str]:
    kept = _kept(evidence)
    for call in _posts(evidence):
        services = kept[call["subject"], call["key"]]
        if call["status"] in OK and len(services) != 1:
            yield f"{_named(call)} was answered {call['status']} and is kept by {services}"
        if len(services) > 1:
            yield f"{_named(call)} is kept by {services}"


@demand("answers", "what was answered is so", "What a 2xx said was done, is done")
def answered_is_so(evidence: Evidence) -> Iterator[str]:
    for call in _posts(evidence):
        if call["status"] not in OK:
            continue
        parts = call["path"].split("/")
        owners = OWNERS.get("/".join(parts[:3]) + "/", set())
        for ending, service, claim in CLAIMS:
            if not call["path"].endswith(ending) or service not in owners:
                continue
            if not evidence.rows(service, f"SELECT 1 FROM {claim}", parts[3]):  # noqa: S608
                yield f"{_named(call)} was answered {call['status']}, and is not so"


@demand("answers", "opened once", "Each case that was asked for was opened once")
def opened_once(evidence: Evidence) -> Iterator[str]:
    asked = [call for call in _posts(evidence) if call["path"] == "/v1/cases"]
    answered = [call["answer"]["case_ref"] for call in asked if call["status"] in OK]
    for ref, count in Counter(answered).items():
        if count > 1:
            yield f"{ref} was the answer to {count} different requests"
    known = {row[0] for row in evidence.rows("intake", "SELECT case_ref FROM cases")}
    for ref in answered:
        if ref not in known:
            yield f"{ref} was answered, and does not exist"
    kept = "SELECT count(*) FROM idempotency WHERE method = 'open_case'"
    (commands,) = evidence.rows("intake", kept)[0]
    if commands != len(known):
        yield f"{commands} commands to open a case were carried out; there are {len(known)} cases"


@demand("answers", "the same again", "Asked twice in a row, a command was answered the same")
def same_again(evidence: Evidence) -> Iterator[str]:
    for call in evidence.calls:
        if call["same_again"] is False:
            yield f"{_named(call)} was answered otherwise the second time"


@demand("answers", "repeated says which", "A repeated request with its key says what came of it")
def repeated_says_which(evidence: Evidence) -> Iterator[str]:
    """Run after `ask_again`, which notes what each repetition was answered."""
    for call in _posts(evidence):
        again = call.get("again")
        if again is None:
            continue
        status, answer = again
        if call["status"] in OK and (status != call["status"] or answer != call["answer"]):
            yield f"{_named(call)} was answered {call['status']}; repeated, it is {status}"
        elif status == 0 or status >= SERVER_FAULT:
            yield f"{_named(call)} got no answer; repeated, it is {status}"


@demand("answers", "no crash of ours", "No request crashed but while the database went or came")
def no_crash(evidence: Evidence) -> Iterator[str]:
    went = [fault["epoch"] for fault in evidence.faults if "database" in fault["kind"]]
    for call in evidence.calls:
        if SERVER_FAULT not in call["tries"]:
            continue
        ended = call["asked_at"] + len(call["tries"]) * ASK_SECONDS
        if not any(call["asked_at"] - DATABASE_SECONDS <= at <= ended for at in went):
            yield f"{_named(call)} crashed: {call['tries']}"


def ask_again(evidence: Evidence) -> int:
    """Repeat what got no answer, and a good part of what did; return how many that were."""
    open_ones = [call for call in _posts(evidence) if call["status"] == 0]
    answered = [call for call in _posts(evidence) if call["status"] in OK]
    step = max(1, len(answered) // ASKED_AGAIN_MAX)
    chosen = [*open_ones, *answered[::step]]
    with requests.Session() as session:
        for call in chosen:
            call["again"] = _repeat(session, evidence, call)
    return len(chosen)


def _repeat(session: requests.Session, evidence: Evidence, call: dict[str, Any]) -> tuple[int, Any]:
    headers = {
        "Authorization": f"Bearer {evidence.token(call['role'], call['subject'])}",
        "Idempotency-Key": call["key"],
    }
    url = evidence.gateway_url + call["path"]
    for _ in range(3):
        try:
            answer = session.post(url, json=call["body"], headers=headers, timeout=ASK_SECONDS)
        except requests.RequestException:
            time.sleep(0.5)
            continue
        if answer.status_code not in {429, 503, 504}:
            return answer.status_code, answer.json()
        time.sleep(1)
    return 0, None


def _named(call: dict[str, Any]) -> str:
    return f"{call['method']} {call['path']} ({call['subject']}, {call['key'][:8]})"
