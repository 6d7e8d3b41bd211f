"""Where clearances and disclosures are kept."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Date, ForeignKey, Table, Text, select

from services.chassis.database import EnumText, JsonOf, UtcDateTime, mapping_of
from services.chassis.unit import Unit
from services.intake.clearance.model import Clearance, Clearing, Disclosure, DtvChoice

mapping = mapping_of("intake")

clearances = Table(
    "clearances",
    mapping.metadata,
    Column("clearance_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("status", EnumText(Clearing), nullable=False),
    Column("answered_on", Date),
    Column("reference", Text),
    Column("dtv_choice", EnumText(DtvChoice)),
    Column("answers", JsonOf, nullable=False),
)

disclosures = Table(
    "disclosures",
    mapping.metadata,
    Column("disclosure_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("recipient", Text, nullable=False),
    Column("what", JsonOf, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("disclosed_at", UtcDateTime, nullable=False),
    Column("disclosed_by", Text, nullable=False),
)

mapping.map_imperatively(Clearance, clearances)
mapping.map_imperatively(Disclosure, disclosures)


class ClearanceStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, clearance: Clearance) -> None:
        self._session.add(clearance)

    def latest(self, case_ref: str) -> Clearance | None:
        """Return the last request of a case, if there was any."""
        query = (
            select(Clearance)
            .where(clearances.c.case_ref == case_ref)
            .order_by(clearances.c.requested_at.desc(), clearances.c.clearance_id.desc())
            .limit(1)
        )
        return self._session.scalars(query).first()

    def add_disclosure(self, disclosure: Disclosure) -> None:
        self._session.add(disclosure)

    def disclosures_of_case(self, case_ref: str) -> Sequence[Disclosure]:
        """Return every disclosure of a case, oldest first."""
        query = (
            select(Disclosure)
            .where(disclosures.c.case_ref == case_ref)
            .order_by(disclosures.c.disclosed_at, disclosures.c.disclosure_id)
        )
        return list(self._session.scalars(query))
