"""Issuing letters: what is told is what the case says now, and the same bytes stay kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from services.chassis.calendar import AMSTERDAM
from services.chassis.errors import Conflict, Invalid
from services.chassis.kept import read
from services.chassis.sheets import Block, Place, Sheet, isolated, set_as_pdf
from services.chassis.unit import Unit
from services.intake.cases.model import Case
from services.intake.cases.rules import sees_names
from services.intake.cases.usecases import carry, case_of, people_of, read_case
from services.intake.consent.model import Scope
from services.intake.consent.store import ConsentStore
from services.intake.eligibility.model import Decision
from services.intake.eligibility.store import DecisionStore
from services.intake.exclusions.usecases import setting_row
from services.intake.files.usecases import content_of, keep_file
from services.intake.kinds.model import LEAVING
from services.intake.letters import rules
from services.intake.letters.model import (
    Content,
    Form,
    Language,
    Letter,
    LetterKind,
    Promise,
)
from services.intake.letters.schemas import languages
from services.intake.letters.store import LetterStore
from services.intake.states.model import CaseStatus

PDF = "application/pdf"
REFUSED = {CaseStatus.CLEARANCE_REFUSED}
DECISIONS_MAX = 200


def issue_letter(
    unit: Unit,
    *,
    ref: str,
    kind: LetterKind,
    language: str | None = None,
    contact: Mapping[str, str | None] | None = None,
) -> Letter:
    """Write a letter by what the case says now, and keep it; issued again, it stands beside it."""
    case = case_of(unit, ref)
    content = _content_or_refusal(unit, case, kind, contact)
    asked = language or language_of(unit, case)
    tag, fell_back_from = rules.chosen(asked, languages())
    printed = set_as_pdf(_sheet(unit, case, content, languages()[tag], fell_back_from))
    file = keep_file(unit, person_id=case.applicant_id, media_type=PDF, content=printed)
    letter = Letter(
        letter_id=unit.new_id(),
        case_ref=case.case_ref,
        person_id=case.applicant_id,
        kind=kind,
        form=content.form,
        language=tag,
        fell_back_from=fell_back_from,
        template_version=languages()[tag].version,
        about=content.about,
        assumed=content.assumed,
        issued_on=unit.now().astimezone(AMSTERDAM).date(),
        issued_at=unit.now(),
        issued_by=unit.principal.subject,
        file_id=file.file_id,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
    )
    unit.store(LetterStore).add(letter)
    case.version += 1
    carry(unit, case, "letter_issued", facts={"kind": kind, "language": tag})
    return letter


def _content_or_refusal(
    unit: Unit, case: Case, kind: LetterKind, contact: Mapping[str, str | None] | None
) -> Content:
    content = content_for(unit, case, kind)
    if content is None:
        raise Conflict("nothing-to-tell", f"There is nothing yet that a letter of {kind} can tell.")
    if content.form is Form.REINTEGRATION:
        content.contact = _lines(contact)
    elif contact is not None:
        raise Invalid("no-contact-here", "Only the letter about reintegration names a contact.")
    return content


def letters_of_case(unit: Unit, *, ref: str) -> Sequence[Letter]:
    return unit.store(LetterStore).of_case(read_case(unit, ref=ref).case_ref)


def letter_content(unit: Unit, *, ref: str, letter_id: str) -> dict[str, Any]:
    """Return the bytes that were issued, to whoever may know who it is about."""
    case = read_case(unit, ref=ref)
    letter = unit.store(LetterStore).get(case.case_ref, letter_id)
    may_see = sees_names(unit.principal.roles)
    return content_of(unit, letter.file_id, file_name=letter.file_name, may_see=may_see)


def offered(unit: Unit, *, ref: str) -> list[dict[str, Any]]:
    """Say which letters the case has something to tell in, and whether that was told."""
    case = read_case(unit, ref=ref)
    tag, fell_back_from = rules.chosen(language_of(unit, case), languages())
    return [
        {
            "kind": kind,
            "form": content.form,
            "language": tag,
            "fell_back_from": fell_back_from,
            "issued": letter_that_says(unit, case, content) is not None,
        }
        for kind in LetterKind
        if (content := content_for(unit, case, kind)) is not None
    ]


def letter_that_says(unit: Unit, case: Case, content: Content) -> Letter | None:
    """Return the last letter that says just this, if one was issued."""
    issued = [
        one
        for one in unit.store(LetterStore).of_case(case.case_ref)
        if one.form is content.form and one.about == content.about
    ]
    return issued[-1] if issued else None


def language_of(unit: Unit, case: Case) -> str | None:
    """Return the language in which the applicant last signed; that is the one he or she reads."""
    signed = [
        one
        for one in unit.store(ConsentStore).of_case(case.case_ref)
        if one.scope is Scope.DEPARTURE_REQUEST
    ]
    return signed[-1].language if signed else None


def content_for(unit: Unit, case: Case, kind: LetterKind) -> Content | None:
    """Return what a letter of this kind has to tell, if there is anything."""
    if case.kind not in LEAVING:
        return None
    if kind is LetterKind.APPLICATION:
        content = _of_application(case)
    elif kind is LetterKind.DECISION:
        content = _of_decision(unit, case)
    else:
        content = _of_money(case)
    if content is not None:
        _add_settings(unit, case, content)
    return content


def _of_application(case: Case) -> Content | None:
    if case.application_date is None:
        return None
    return Content(form=Form.APPLICATION, about=[], days={"signed_on": case.application_date})


def _of_decision(unit: Unit, case: Case) -> Content | None:
    taken = unit.store(DecisionStore).page(case.case_ref, after=0, limit=DECISIONS_MAX)
    decision: Decision | None = taken[-1] if taken else None
    if decision is None:
        return None
    about = [decision.decision_id]
    days = {"decided_on": decision.decided_at.astimezone(AMSTERDAM).date()}
    if case.status is CaseStatus.DECLINED:
        return Content(form=Form.DECLINED, about=about, days=days, codes=decision.codes)
    if case.status in REFUSED:
        days = {"decided_on": case.entered_at.astimezone(AMSTERDAM).date()}
        about = [*about, "clearance"]
        return Content(form=Form.DECLINED, about=about, days=days, codes=["NO_CLEARANCE"])
    return Content(form=Form.ACCEPTED, about=about, days=days) if case.was_accepted else None


def _of_money(case: Case) -> Content | None:
    held = case.journey.promised_now()
    promises = [read(Promise, line) for one in held.values() for line in one["lines"]]
    if not any(one.kind == "reintegration" for one in promises):
        return None
    about = [f"{key}#{one['sequence']}" for key, one in sorted(held.items())]
    return Content(form=Form.REINTEGRATION, about=about, promises=promises)


def _add_settings(unit: Unit, case: Case, content: Content) -> None:
    """Look up the clocks that the letter names, and which of them no source states."""
    named = rules.FIELDS[content.form] & set(rules.SETTINGS)
    for name in sorted(named):
        row = setting_row(unit, rules.SETTINGS[name], case.application_date or unit.today())
        content.settings[name] = row["value"]
        if row["standing"] == "open":
            content.assumed.append(row["name"])


def _lines(contact: Mapping[str, str | None] | None) -> list[str]:
    """R-AVRR-09: the letter names whom the person calls."""
    told = {key: value for key, value in (contact or {}).items() if value}
    if not {"address", "telephone", "email"} & set(told):
        raise Invalid("contact-needed", "R-AVRR-09: name the office and how it is reached.")
    return [told[key] for key in ("office", "address", "telephone", "email") if key in told]


def _sheet(
    unit: Unit, case: Case, content: Content, words: Language, fell_back_from: str | None
) -> Sheet:
    people = people_of(unit, case)
    names = {one.person_id: isolated(f"{one.given_names} {one.family_name}") for one in people}
    heading = words.frame["heading"].format(
        name=names[case.applicant_id],
        date=rules.said_day(words, unit.now().astimezone(AMSTERDAM).date()),
        reference=case.case_ref,
    )
    written = rules.composed(words, content, names, heading, fell_back_from)
    return Sheet(
        title=words.letters[content.form].title,
        blocks=tuple(Block(text=text, place=Place(place)) for place, text in written),
        foot=f"{case.case_ref}  ·  {content.form} {words.tag} {words.version}",
        language=words.tag,
        made_at=unit.now(),
        right_to_left=words.right_to_left,
    )
