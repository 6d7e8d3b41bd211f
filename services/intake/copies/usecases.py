"""Keeping scans of documents, and giving back the same bytes."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Sequence
from typing import Any

from services.chassis.aside import aside
from services.chassis.errors import Conflict, Invalid, NotFound
from services.chassis.unit import Unit
from services.intake.cases.rules import sees_names
from services.intake.copies import rules
from services.intake.copies.model import Copy
from services.intake.copies.store import CopyStore
from services.intake.documents.usecases import document_of, read_document, tell_of
from services.intake.files.usecases import content_of, keep_file


def add_copy(unit: Unit, *, ref: str, document_id: str, media_type: str, content: str) -> Copy:
    """Keep a scan; it is checked by its bytes, and sealed like all that is about the person."""
    case, document = document_of(unit, ref, document_id)
    scan = _bytes_of(content)
    aside(rules.check_copy, scan, media_type)
    known = unit.store(CopyStore).of_document(document_id)
    if len(known) >= rules.COPIES_MAX:
        raise Conflict("too-many-copies", f"A document has {rules.COPIES_MAX} copies at most.")
    if hashlib.sha256(scan).hexdigest() in {one.sha256 for one in known}:
        raise Conflict("copy-known", "This very copy is kept already.")
    file = keep_file(unit, person_id=document.person_id, media_type=media_type, content=scan)
    copy = Copy(
        copy_id=unit.new_id(),
        document_id=document_id,
        case_ref=case.case_ref,
        person_id=document.person_id,
        file_id=file.file_id,
        media_type=media_type,
        size_bytes=file.size_bytes,
        sha256=file.sha256,
        added_at=unit.now(),
        added_by=unit.principal.subject,
    )
    unit.store(CopyStore).add(copy)
    tell_of(unit, case, document, "copy_added", media_type=media_type)
    return copy


def copies_of_document(unit: Unit, *, ref: str, document_id: str) -> Sequence[Copy]:
    document = read_document(unit, ref, document_id)
    return unit.store(CopyStore).of_document(document.document_id)


def copy_content(unit: Unit, *, ref: str, document_id: str, copy_id: str) -> dict[str, Any]:
    """Return the bytes of a copy as they came, to whoever may know who the person is."""
    for copy in copies_of_document(unit, ref=ref, document_id=document_id):
        if copy.copy_id == copy_id:
            may_see = sees_names(unit.principal.roles)
            return content_of(unit, copy.file_id, file_name=copy.file_name, may_see=may_see)
    raise NotFound("no-such-copy", f"Document {document_id} has no copy {copy_id}.")


def _bytes_of(content: str) -> bytes:
    try:
        return base64.b64decode(content, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Invalid("copy-unreadable", "The content is not base64.") from error
