"""A file: bytes about one person, kept sealed under the person's key, with their checksum."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(eq=False, kw_only=True)
class File:
    """Never changed once it is kept; `sha256` is of the bytes as they were before sealing."""

    file_id: str
    person_id: str
    media_type: str
    size_bytes: int
    sha256: str
    kept_at: datetime
    sealed_content: bytes
