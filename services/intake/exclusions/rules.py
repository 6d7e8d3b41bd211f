"""The rules that test a case against a dated list: nationality, permits, Dublin, security."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from services.intake.exclusions.model import Exclusion, Lists
from services.intake.facts.model import Outcome, Permit, PersonFacts, Question, Reason

UKRAINE, NETHERLANDS = "UA", "NL"
LASTING_PERMITS = {"regular", "asylum_indefinite"}


def nationality(question: Question, lists: Lists) -> Reason:
    """R-REAN-05: nationality is tested against the lists valid on the application date.

    Dutch nationality has a rule of its own (R-REAN-08).
    """
    single = [person for person in question.people if len(_foreign(person)) == 1]
    return _nationality("R-REAN-05", single, lists)


def several_nationalities(question: Question, lists: Lists) -> Reason:
    """R-REAN-07: any excluded nationality excludes, unless the VoT exception holds."""
    several = [person for person in question.people if len(_foreign(person)) > 1]
    return _nationality("R-REAN-07", several, lists)


def permits(question: Question, lists: Lists) -> Reason:
    """R-REAN-06: a regular or indefinite asylum permit of an excluded country excludes.

    The sources differ on whether a temporary permit does: a disputed point decides.
    """
    version = lists.versions["rean_exclusions"]
    unknown = [person.person_id for person in question.people if person.permits is None]
    found = [
        _listed(person, row)
        for person in question.people
        for permit in person.permits or ()
        if _counts(person, permit, lists)
        for row in lists.excluding(permit.issued_by)
    ]
    verdict = _verdict(found, unknown)
    which = "valid" if lists.temporary_permits_exclude else "lasting"
    sentence = {
        Outcome.PASS: f"Nobody holds a {which} residence permit of an excluded country.",
        Outcome.FAIL: f"A {which} residence permit was issued by {_countries(found)}, which is"
        " excluded.",
        Outcome.OPEN: "It is not known whether another country has issued a residence permit.",
    }[verdict]
    return Reason(
        rule_id="R-REAN-06",
        outcome=verdict,
        code="EXCLUDED_PERMIT",
        sentence=sentence,
        rule_version=version,
        evidence={"found": found, "unknown": unknown},
    )


def displaced_from_ukraine(question: Question, lists: Lists) -> Reason:
    """R-REAN-09: a third-country national who fled Ukraine is not caught by its exclusion."""
    spared = [person.person_id for person in question.people if _fled_ukraine(person)]
    unsure = [
        person.person_id
        for person in question.people
        if person.displaced_from_ukraine is None
        and UKRAINE not in person.nationalities
        and any(permit.issued_by == UKRAINE for permit in person.permits or ())
    ]
    sentence = "The exclusion of Ukraine does not touch third-country nationals who fled from it."
    if unsure:
        sentence = "It is not known whether the holder of a Ukrainian permit fled Ukraine."
    return Reason(
        rule_id="R-REAN-09",
        outcome=Outcome.OPEN if unsure else Outcome.PASS,
        code="EXCLUDED_PERMIT",
        sentence=sentence,
        rule_version=lists.versions["rean_exclusions"],
        evidence={"spared": spared, "unknown": unsure},
    )


def dublin(question: Question, lists: Lists) -> Reason:
    """R-REAN-11: Dublin status blocks only travel to another Dublin state.

    One source excludes claimants altogether: a disputed point decides.
    """
    to_dublin = question.destination_country in lists.dublin
    status = question.case.dublin
    if status is None:
        outcome, sentence = (
            Outcome.OPEN,
            "It is not known whether another Dublin state is in charge.",
        )
    elif status.claimant and lists.dublin_excludes:
        outcome, sentence = Outcome.FAIL, "A Dublin claimant is not helped."
    elif status.claimant and to_dublin:
        outcome = Outcome.FAIL
        sentence = f"A Dublin claimant is not brought to {question.destination_country}."
    else:
        outcome, sentence = Outcome.PASS, "The Dublin status does not stand in the way."
    return Reason(
        rule_id="R-REAN-11",
        outcome=outcome,
        code="DUBLIN_DESTINATION",
        sentence=sentence,
        rule_version=lists.versions["dublin_states"],
        evidence={
            "destination_country": question.destination_country,
            "destination_is_dublin_state": to_dublin,
            "claimant": status.claimant if status else None,
            "claimants_are_excluded": lists.dublin_excludes,
        },
    )


def security_hold(question: Question, lists: Lists, *, booking: bool) -> Reason:
    """R-REAN-10: a hold on the destination blocks booking, not intake."""
    hold = lists.hold(question.destination_country)
    evidence: dict[str, Any] = {"destination_country": question.destination_country}
    outcome, sentence = Outcome.PASS, "The destination is not on a security hold."
    if hold is not None:
        evidence |= {
            "reason": hold.reason,
            "valid_from": hold.valid_from.isoformat(),
            "confidence": hold.confidence,
            "source": hold.source,
        }
        outcome = Outcome.OPEN if booking else Outcome.PASS
        sentence = f"{hold.country} is on a security hold, so nothing can be booked: {hold.reason}."
    return Reason(
        rule_id="R-REAN-10",
        outcome=outcome,
        code="SECURITY_HOLD",
        sentence=sentence,
        rule_version=lists.versions["security_holds"],
        evidence=evidence,
    )


def _nationality(rule_id: str, people: Iterable[PersonFacts], lists: Lists) -> Reason:
    found = [
        _listed(person, row)
        for person in people
        for country in sorted(_foreign(person))
        if not (person.vot and country in lists.vot_exceptions)
        for row in lists.excluding(country)
    ]
    doubt = " The source leaves the membership of this list open." if _doubtful(found) else ""
    return Reason(
        rule_id=rule_id,
        outcome=Outcome.FAIL if found else Outcome.PASS,
        code="EXCLUDED_NATIONALITY",
        sentence=(
            f"Nationals of {_countries(found)} were excluded on the application date.{doubt}"
            if found
            else "No nationality was excluded on the application date."
        ),
        rule_version=lists.versions["rean_exclusions"],
        evidence={"found": found},
    )


def _foreign(person: PersonFacts) -> set[str]:
    return set(person.nationalities) - {NETHERLANDS}


def _fled_ukraine(person: PersonFacts) -> bool:
    return bool(person.displaced_from_ukraine) and UKRAINE not in person.nationalities


def _counts(person: PersonFacts, permit: Permit, lists: Lists) -> bool:
    if permit.issued_by == UKRAINE and _fled_ukraine(person):
        return False
    lasting = lists.temporary_permits_exclude or permit.kind in LASTING_PERMITS
    return lasting and permit.issued_by != NETHERLANDS


def _listed(person: PersonFacts, row: Exclusion) -> dict[str, Any]:
    return {
        "person_id": person.person_id,
        "country": row.country,
        "list": row.code,
        "valid_from": row.valid_from.isoformat(),
        "confidence": row.confidence,
        "source": row.source,
    }


def _countries(found: list[dict[str, Any]]) -> str:
    return ", ".join(sorted({str(one["country"]) for one in found}))


def _doubtful(found: list[dict[str, Any]]) -> bool:
    return bool(found) and all(one["confidence"] == "low" for one in found)


def _verdict(found: list[dict[str, Any]], unknown: list[str]) -> Outcome:
    if found:
        return Outcome.FAIL
    return Outcome.OPEN if unknown else Outcome.PASS
