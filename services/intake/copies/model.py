"""A copy: a scan of a document, whose bytes are kept as a file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False, kw_only=True)
class Copy:
    """`sha256` is of the bytes as they came."""

    copy_id: str
    document_id: str
    case_ref: str
    person_id: str
    file_id: str
    media_type: str
    size_bytes: int
    sha256: str
    added_at: datetime
    added_by: str

    @property
    def file_name(self) -> str:
        ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
        return f"{self.case_ref}-{self.copy_id}.{ending[self.media_type]}"
