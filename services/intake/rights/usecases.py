"""Showing a person what intake keeps, and correcting it at any time, with what it said before."""

from __future__ import annotations

from typing import Any

from services.chassis.answering.export import deeds_about, rows_about
from services.chassis.database import mapping_of
from services.chassis.errors import NotFound
from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.intake.alerts.model import What
from services.intake.cases.store import CaseStore
from services.intake.cases.usecases import carry, case_of, person_of, rewrite_person
from services.intake.confidential.model import Kind
from services.intake.confidential.usecases import opened
from services.intake.counselling.store import ContactStore
from services.intake.files.model import File
from services.intake.files.store import FileStore
from services.intake.files.usecases import content_of
from services.intake.history.store import HistoryStore
from services.intake.safeguarding.usecases import tell_travel
from services.intake.validity.usecases import recheck

TABLES = mapping_of("intake").metadata
# Which tables the rows of a person are not simply copied from, and why.
NOT_EXPORTED = {
    "person_tokens": "by a keyed token a person is found; it tells the person nothing",
    "files": "shown as a list; what is in one is asked for by itself, and put into the export",
    "medical_records": "found by a keyed token alone; shown opened to who answers the person",
    "trafficking_records": "found by a keyed token alone; shown opened to who answers the person",
    "case_numbers": "counts cases, and is about none",
    "departure_counts": "counts departures for the published figures, and is about nobody",
}
# Whose key opens what is sealed; who is forgotten takes along all that is sealed under the key.
SEALED_UNDER = {
    "persons.sealed": "person_id",
    "former_records.sealed": "person_id",
    "safeguards.sealed": "person_id",
    "files.sealed_content": "person_id",
    "consents.sealed_witness": "person_id",
    "documents.sealed": "person_id",
    "document_handovers.sealed": "person_id",
    "airport_checklists.sealed": "person_id",
    "medical_records.sealed": "the person of the token",
    "trafficking_records.sealed": "the person of the token",
    "cases.sealed_facts": "the applicant",
    "eligibility_decisions.sealed_reasons": "the applicant",
    "detentions.sealed_place": "the applicant",
    "reunifications.sealed_sponsor": "the applicant",
    "contacts.sealed_person": "contact_id",
}
# A contact lies under a key of its own.
CONTACTS = {"contacts": "contact_id"}
# Held by whoever answers a person, and by nobody who works on the case.
ANSWERS = "intake:rights:write"


def export_person(unit: Unit, *, person_id: str) -> dict[str, Any]:
    """Return every row about a person and the case, opened, and who looked at it."""
    case = unit.store(CaseStore).of_person(person_id)
    ids = {
        "case_ref": [case.case_ref],
        "about": [case.case_ref],
        "one_id": [person_id],
        "other_id": [person_id],
    }
    # Who asks for advice opens the case: what was said then is the applicant's, not the family's.
    own = CONTACTS if person_id == case.applicant_id else {}
    rows = rows_about(unit, TABLES, person_id, ids, without=NOT_EXPORTED, keys=own)
    apart = _kept_apart(unit, person_id) if ANSWERS in unit.principal.scopes else {}
    # A day that is kept apart may be another's of the family: its row says nothing but a token.
    rows["alerts"] = [one for one in rows.get("alerts", []) if one["what"] != What.CONFIDENTIAL]
    apart["files"] = [_shown(file) for file in unit.store(FileStore).of_person(person_id)]
    shown = {name: found for name, found in (rows | apart).items() if found}
    return {"rows": shown, "seen_by": deeds_about(unit, person_id)}


def export_contact(unit: Unit, *, contact_id: str) -> dict[str, Any]:
    """Return everything about who asked for advice, whether or not it led to a case."""
    unit.store(ContactStore).get(contact_id)
    rows = rows_about(unit, TABLES, contact_id, {"contact_id": [contact_id]}, without=NOT_EXPORTED)
    return {"contact_id": contact_id, "rows": rows, "seen_by": deeds_about(unit, contact_id)}


def _kept_apart(unit: Unit, person_id: str) -> dict[str, list[dict[str, Any]]]:
    """What is kept apart is the person's too, and is shown to whoever answers the person."""
    found = {}
    for kind in Kind:
        known = opened(unit, kind, person_id)
        if known is not None:
            found[f"{kind}_records"] = [{"person_id": person_id, "sealed": known}]
    return found


def file_of_person(unit: Unit, *, person_id: str, file_id: str) -> dict[str, Any]:
    """Return the bytes of one file about a person, for the person who asks for everything."""
    file = unit.store(FileStore).get(file_id)
    if file.person_id != person_id:
        raise NotFound("no-such-file", f"There is no file {file_id} about {person_id}.")
    return content_of(unit, file_id, file_name=file_id, may_see=True)


def correct_person(unit: Unit, *, person_id: str, ground: str, patch: dict[str, Any]) -> str:
    """Correct what is recorded of a person, whatever the state; travel hears what it must.

    Return the reference of the case. What was recorded before is kept as history.
    """
    case = case_of(unit, unit.store(CaseStore).of_person(person_id).case_ref)
    case.version += 1
    rewrite_person(unit, person_of(case, person_id), patch, ground=ground)
    told = {"person_id": person_id, "what": sorted(patch)}
    carry(unit, case, "person_corrected", facts=told)
    tell_travel(unit, case, person_id)
    recheck(unit, case)
    return case.case_ref


def history_of(
    unit: Unit, *, person_id: str, after: str | None = None, limit: int = 50
) -> tuple[list[dict[str, Any]], str | None]:
    """Return what was recorded of a person before each correction, oldest first, page by page."""
    unit.store(CaseStore).of_person(person_id)
    kept = unit.store(HistoryStore).of_person(person_id)
    start = next((at for at, one in enumerate(kept, 1) if one.record_id == after), 0)
    page = kept[start : start + limit]
    shown = [
        {
            "record_id": record.record_id,
            "replaced_at": record.replaced_at,
            "replaced_by": record.replaced_by,
            "ground": record.ground,
            "record": unit.vault.open(person_id, record.sealed),
        }
        for record in page
    ]
    return shown, page[-1].record_id if start + limit < len(kept) else None


def _shown(file: File) -> dict[str, Any]:
    return {
        "file_id": file.file_id,
        "media_type": file.media_type,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "kept_at": as_json(file.kept_at),
    }
