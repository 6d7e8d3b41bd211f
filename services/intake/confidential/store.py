"""Where it is kept apart: two tables in which nothing but ciphertext and keyed tokens stands."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, Table, Text

from services.chassis.database import mapping_of
from services.chassis.unit import Unit
from services.intake.confidential.model import (
    KeptApart,
    Kind,
    MedicalRecord,
    TraffickingRecord,
)

mapping = mapping_of("intake")


def _columns() -> tuple[Column[str], Column[bytes], Column[int]]:
    return (
        Column("token", Text, primary_key=True),
        Column("sealed", LargeBinary, nullable=False),
        Column("version", Integer, nullable=False),
    )


trafficking_records = Table("trafficking_records", mapping.metadata, *_columns())
medical_records = Table("medical_records", mapping.metadata, *_columns())
mapping.map_imperatively(TraffickingRecord, trafficking_records)
mapping.map_imperatively(MedicalRecord, medical_records)

RECORDS: dict[Kind, type[KeptApart]] = {
    Kind.TRAFFICKING: TraffickingRecord,
    Kind.MEDICAL: MedicalRecord,
}


class ConfidentialStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, record: KeptApart) -> None:
        self._session.add(record)

    def find(self, kind: Kind, token: str) -> KeptApart | None:
        return self._session.get(RECORDS[kind], token)
