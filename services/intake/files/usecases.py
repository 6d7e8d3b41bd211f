"""Keeping bytes about a person, and giving the same bytes back."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from services.chassis.errors import Forbidden
from services.chassis.unit import Unit
from services.intake.files.model import File
from services.intake.files.store import FileStore


def keep_file(unit: Unit, *, person_id: str, media_type: str, content: bytes) -> File:
    """Seal the bytes under the person's key, in the transaction that says what they are."""
    sealed = {"content": base64.b64encode(content).decode()}
    file = File(
        file_id=unit.new_id(),
        person_id=person_id,
        media_type=media_type,
        size_bytes=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        kept_at=unit.now(),
        sealed_content=unit.vault.seal(person_id, sealed),
    )
    unit.store(FileStore).add(file)
    return file


def content_of(unit: Unit, file_id: str, *, file_name: str, may_see: bool) -> dict[str, Any]:
    """Return a file as it was kept; once the person is forgotten it is refused as `erased`."""
    if not may_see:
        raise Forbidden("not-needed", "What is in this file says who somebody is.")
    file = unit.store(FileStore).get(file_id)
    content: str = unit.vault.open(file.person_id, file.sealed_content)["content"]
    if hashlib.sha256(base64.b64decode(content)).hexdigest() != file.sha256:
        # Not a refusal: the seal held, so we ourselves kept something else than we said.
        raise ValueError(f"File {file_id} is not what was kept.")
    return {
        "media_type": file.media_type,
        "file_name": file_name,
        "size_bytes": file.size_bytes,
        "sha256": file.sha256,
        "content": content,
    }
