"""Keeping track of documents on paper: who holds each, what is asked for, and what is copied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from services.chassis.errors import Conflict, Invalid
from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.alerts.usecases import settle_alert, watch
from services.intake.cases.model import Case
from services.intake.cases.rules import checked, sees_names
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import carry, case_of, person_of, read_case
from services.intake.clearance.usecases import disclose
from services.intake.consent.model import Scope
from services.intake.consent.usecases import counting
from services.intake.documents import rules
from services.intake.documents.model import Checklist, Document, Handover, Holder, Spot
from services.intake.documents.store import DocumentStore
from services.intake.exclusions.usecases import setting
from services.intake.safeguarding.rules import OpenPoint

DISCLOSED = ["identity", "kind_of_document"]


def register_document(
    unit: Unit, *, ref: str, person_id: str, kind: Any, holder: Holder, **details: Any
) -> Document:
    """Note that a document exists, and who holds it; what stands in it is sealed."""
    case = case_of(unit, ref)
    person_of(case, person_id)
    case.touch()
    document = Document(
        document_id=unit.new_id(),
        case_ref=case.case_ref,
        person_id=person_id,
        kind=kind,
        sealed=unit.vault.seal(person_id, as_json(details)),
        holder=holder,
        held_since=unit.now(),
        registered_by=unit.principal.subject,
    )
    unit.store(DocumentStore).add(document)
    tell_of(unit, case, document, "document_registered", holder=holder)
    return document


def request_document(unit: Unit, *, ref: str, document_id: str) -> Document:
    """Ask the authority that keeps it; a record says to whom what was told, on which ground."""
    case, document = document_of(unit, ref, document_id)
    consents = counting(unit, case.case_ref, Scope.DATA_EXCHANGE)
    if not consents:
        raise Conflict("no-data-exchange-consent", "The data-exchange consent is missing.")
    days = timedelta(days=setting(unit, "document_answer", unit.today()))
    document.request(unit.today(), unit.today() + days)
    disclose(
        unit,
        case,
        recipient=document.asked_of or "",
        what=DISCLOSED,
        purpose="document_request",
        ground=f"data-exchange consent {consents[-1].consent_id}, signed {consents[-1].signed_on}",
    )
    about = {"case_ref": case.case_ref, "about": document_id}
    watch(unit, what=What.DOCUMENT_REQUEST, breaks_on=unit.today() + days, **about)
    told = {"asked_of": document.asked_of, "answer_by": document.answer_by}
    tell_of(unit, case, document, "document_requested", **told)
    return document


def hand_over(
    unit: Unit,
    *,
    ref: str,
    document_id: str,
    place: Spot,
    giver: Holder,
    receiver: Holder,
    given_by: str,
    received_by: str,
    at: datetime,
) -> Document:
    """R-MOV-04: record that it changed hands; at the airport only on the check-list (R-MOV-09)."""
    case, document = document_of(unit, ref, document_id)
    if place is Spot.AIRPORT and receiver is Holder.PERSON:
        raise Conflict("checklist-needed", "R-MOV-09: at the airport it stands on the check-list.")
    names = {"given_by": given_by, "received_by": received_by}
    told: dict[str, Any] = {"place": place, "giver": giver, "receiver": receiver, "at": at}
    _pass_on(unit, case, document, names, **told)
    return document


def sign_checklist(
    unit: Unit,
    *,
    ref: str,
    document_ids: Sequence[str],
    handed_by: str,
    signed_by: str,
    signed_at: datetime,
) -> Checklist:
    """R-MOV-09: what was given to the people at the airport, as they signed for it."""
    case = case_of(unit, ref)
    store = unit.store(DocumentStore)
    checklist = Checklist(
        checklist_id=unit.new_id(),
        case_ref=case.case_ref,
        person_id=case.applicant_id,
        document_ids=list(document_ids),
        money=rules.cash_at_airport(case.journey),
        signed_at=signed_at,
        sealed=unit.vault.seal(case.applicant_id, {"by": handed_by, "signed": signed_by}),
        recorded_by=unit.principal.subject,
        recorded_at=unit.now(),
    )
    if not checklist.document_ids and not checklist.money:
        raise Conflict("nothing-to-hand-over", "Neither documents nor money wait to be handed out.")
    if signed_at > unit.now():
        raise Invalid("in-future", "It cannot have been signed in the future.")
    store.add(checklist)
    names = {"given_by": handed_by, "received_by": signed_by}
    told: dict[str, Any] = {"place": Spot.AIRPORT, "giver": Holder.IOM, "receiver": Holder.PERSON}
    for document_id in dict.fromkeys(document_ids):
        document = store.get(case.case_ref, document_id)
        _pass_on(
            unit, case, document, names, **told, at=signed_at, checklist_id=checklist.checklist_id
        )
    carry(unit, case, "checklist_signed", facts={"documents": len(checklist.document_ids)})
    return checklist


def to_hand_over(unit: Unit, *, ref: str) -> dict[str, Any]:
    """Return what stands on the check-list before it is signed (R-MOV-09)."""
    case = read_case(unit, ref=ref)
    return {
        "case_ref": case.case_ref,
        "documents": rules.to_hand_over(unit.store(DocumentStore).of_case(case.case_ref)),
        "money": rules.cash_at_airport(case.journey),
    }


def checklists_of_case(unit: Unit, *, ref: str) -> Sequence[Checklist]:
    return unit.store(DocumentStore).checklists_of(read_case(unit, ref=ref).case_ref)


def documents_of_case(unit: Unit, *, ref: str) -> list[dict[str, Any]]:
    """Return every document of a case, with what stands in it as far as the caller may know."""
    found = unit.store(DocumentStore).of_case(read_case(unit, ref=ref).case_ref)
    return [_shown(unit, document, "details") for document in found]


def chain_of_document(unit: Unit, *, ref: str, document_id: str) -> list[dict[str, Any]]:
    """R-MOV-04: return through which hands it went, the first one first."""
    store, case = unit.store(DocumentStore), read_case(unit, ref=ref)
    document = store.read(case.case_ref, document_id)
    return [_shown(unit, link, "names") for link in store.chain_of(document.document_id)]


def points_of(unit: Unit, case: Case) -> list[OpenPoint]:
    """Return what authorities still hold of a case."""
    return list(rules.open_points(unit.store(DocumentStore).of_case(case.case_ref)))


# What the copies need of a document.


def document_of(unit: Unit, ref: str, document_id: str) -> tuple[Case, Document]:
    """Return a document to change it, at the version that the caller has seen of it."""
    case = unit.store(CaseStore).get(checked(ref))
    document = unit.store(DocumentStore).get(case.case_ref, document_id)
    unit.expects(document.version)
    return case, document


def read_document(unit: Unit, ref: str, document_id: str) -> Document:
    return unit.store(DocumentStore).read(read_case(unit, ref=ref).case_ref, document_id)


def tell_of(unit: Unit, case: Case, document: Document, step: str, **facts: Any) -> None:
    """Tell what happened to a document: its kind and holder, never what stands in it."""
    about = {"document_id": document.document_id, "person_id": document.person_id}
    carry(unit, case, step, facts={"kind": document.kind} | about | facts)


def _pass_on(
    unit: Unit,
    case: Case,
    document: Document,
    names: dict[str, str],
    *,
    checklist_id: str | None = None,
    **told: Any,
) -> None:
    handover = document.hand_over(
        now=unit.now(),
        handover_id=unit.new_id(),
        sealed=unit.vault.seal(document.person_id, names),
        recorded_by=unit.principal.subject,
        checklist_id=checklist_id,
        **told,
    )
    unit.store(DocumentStore).add(handover)
    about = document.document_id
    settle_alert(unit, case_ref=case.case_ref, about=about, what=What.DOCUMENT_REQUEST)
    hands = {"giver": handover.giver, "receiver": handover.receiver, "place": handover.place}
    tell_of(unit, case, document, "document_handed_over", **hands)


def _shown(unit: Unit, thing: Document | Handover, name: str) -> dict[str, Any]:
    """Open what is sealed, unless the caller need not know or the person is forgotten."""
    may_see = sees_names(unit.principal.roles) and unit.vault.remembers(thing.person_id)
    opened = unit.vault.open(thing.person_id, thing.sealed) if may_see else None
    return {key: value for key, value in vars(thing).items() if key != "sealed"} | {name: opened}
