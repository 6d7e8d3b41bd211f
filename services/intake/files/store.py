"""Where files are kept. None is ever changed."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Integer, LargeBinary, Table, Text, select
from sqlalchemy.orm import deferred

from services.chassis.database import UtcDateTime, mapping_of
from services.chassis.errors import NotFound
from services.chassis.unit import Unit
from services.intake.files.model import File

mapping = mapping_of("intake")

files = Table(
    "files",
    mapping.metadata,
    Column("file_id", Text, primary_key=True),
    Column("person_id", Text, nullable=False, index=True),
    Column("media_type", Text, nullable=False),
    Column("size_bytes", Integer, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("kept_at", UtcDateTime, nullable=False),
    Column("sealed_content", LargeBinary, nullable=False),
)
# A list of files must not fetch what is in them.
mapping.map_imperatively(
    File, files, properties={"sealed_content": deferred(files.c.sealed_content)}
)


class FileStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, file: File) -> None:
        self._session.add(file)
        # What refers to it is written after it; the order of mappers does not say so.
        self._session.flush()

    def get(self, file_id: str) -> File:
        file = self._session.get(File, file_id)
        if file is None:
            raise NotFound("no-such-file", f"There is no file {file_id}.")
        return file

    def of_person(self, person_id: str) -> Sequence[File]:
        """Return every file about a person, oldest first."""
        query = select(File).where(files.c.person_id == person_id)
        return list(self._session.scalars(query.order_by(files.c.kept_at, files.c.file_id)))
