"""Deciding whether we may help, and keeping every decision with its reasons and versions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from datetime import date

from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.usecases import carry, case_of, facts_of, people_of, read_case
from services.intake.confidential.usecases import victim_of
from services.intake.consent.model import Scope
from services.intake.consent.usecases import counting
from services.intake.eligibility.model import Decision, Verdict, verdict_of
from services.intake.eligibility.rules import decide
from services.intake.eligibility.store import DecisionStore
from services.intake.exclusions.model import Lists
from services.intake.exclusions.usecases import lists_on
from services.intake.facts.model import Outcome, PersonFacts, Question, Reason
from services.intake.facts.rules import RULES_VERSION
from services.intake.lookback.usecases import lookalikes

Rules = Callable[[Question, Lists], tuple[Reason, ...]]


def decide_eligibility(unit: Unit, *, ref: str) -> tuple[Decision, tuple[Reason, ...]]:
    """Decide by the facts as they are known now; the case moves where the decision leads."""
    case = case_of(unit, ref)
    case.check_decidable()
    decision, reasons = judge(unit, case, decide, stage="intake")
    now = unit.now()
    if decision.verdict is Verdict.DECLINED:
        carry(unit, case, "case_declined", event=case.decline(tuple(decision.codes), now))
    elif decision.verdict is Verdict.OPEN:
        case.left_open()
        carry(unit, case, "decision_open", facts={"open_rules": decision.open_rules})
    else:
        case.found_eligible(now)
        carry(unit, case, "case_eligible")
    return decision, reasons


def judge(
    unit: Unit, case: Case, rules: Rules, *, stage: str, clearance: str | None = None
) -> tuple[Decision, tuple[Reason, ...]]:
    """Ask every rule, and keep the decision; the case itself is not moved."""
    question = question_of(unit, case, clearance=clearance)
    lists = lists_on(unit, reference_date=question.reference_date, today=question.today)
    reasons = rules(question, lists)
    of = {outcome: [one for one in reasons if one.outcome is outcome] for outcome in Outcome}
    decision = Decision(
        decision_id=unit.new_id(),
        case_ref=case.case_ref,
        number=unit.store(DecisionStore).count(case.case_ref) + 1,
        stage=stage,
        verdict=verdict_of(reasons),
        decided_at=unit.now(),
        decided_by=unit.principal.subject,
        reference_date=question.reference_date,
        codes=list(dict.fromkeys(reason.code for reason in of[Outcome.FAIL])),
        open_rules=list(dict.fromkeys(reason.rule_id for reason in of[Outcome.OPEN])),
        versions={"rules": RULES_VERSION} | lists.versions,
        sealed_reasons=unit.vault.seal(
            case.applicant_id, {"reasons": [as_json(asdict(reason)) for reason in reasons]}
        ),
    )
    unit.store(DecisionStore).add(decision)
    return decision, reasons


def decisions_of_case(
    unit: Unit, *, ref: str, after: int, limit: int
) -> tuple[list[tuple[Decision, list[dict[str, object]]]], str | None]:
    """Return a page of decisions with what each rule said, oldest first."""
    case = read_case(unit, ref=ref)
    page = unit.store(DecisionStore).page(case.case_ref, after=after, limit=limit + 1)
    vault = unit.vault
    # Who asked may have been forgotten; that it was decided, and what, stays.
    known = vault.remembers(case.applicant_id)
    opened = [
        (one, vault.open(case.applicant_id, one.sealed_reasons)["reasons"] if known else [])
        for one in page[:limit]
    ]
    return opened, str(page[limit - 1].number) if len(page) > limit else None


def question_of(unit: Unit, case: Case, *, clearance: str | None) -> Question:
    """Gather what the rules ask for, the look-back of earlier departures included."""
    people = people_of(unit, case)
    today = unit.today()
    return Question(
        reference_date=case.application_date or today,
        today=today,
        destination_country=case.destination_country,
        arrives_by=case.not_after,
        case=facts_of(unit, case),
        people=tuple(_with_what_is_apart(unit, case, one) for one in people),
        departure_signed_on=_signed_on(unit, case, Scope.DEPARTURE_REQUEST),
        exchange_signed_on=_signed_on(unit, case, Scope.DATA_EXCHANGE),
        clearance=clearance,
        kind=case.kind,
    )


def _with_what_is_apart(unit: Unit, case: Case, person: PersonFacts) -> PersonFacts:
    """R-VOT-01: the exception is looked up where it is kept apart; only its outcome is shown."""
    victim = victim_of(unit, person.person_id) is not None
    return replace(person, vot=victim, lookalikes=lookalikes(unit, case, person))


def _signed_on(unit: Unit, case: Case, scope: Scope) -> date | None:
    days: Sequence[date] = [one.signed_on for one in counting(unit, case.case_ref, scope)]
    return max(days, default=None)
