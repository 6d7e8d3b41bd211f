"""Where consents are kept. None is ever changed but by its withdrawal."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Column, Date, ForeignKey, LargeBinary, Table, Text, select

from services.chassis.database import EnumText, mapping_of
from services.chassis.unit import Unit
from services.intake.consent.model import Consent, Scope, Signatory

mapping = mapping_of("intake")

consents = Table(
    "consents",
    mapping.metadata,
    Column("consent_id", Text, primary_key=True),
    Column("case_ref", Text, ForeignKey("cases.case_ref"), nullable=False, index=True),
    Column("person_id", Text, nullable=False),
    Column("scope", EnumText(Scope), nullable=False),
    Column("by", EnumText(Signatory), nullable=False),
    Column("signed_on", Date, nullable=False),
    Column("language", Text, nullable=False),
    Column("valid_until", Date),
    Column("sealed_witness", LargeBinary),
    Column("withdrawn_on", Date),
)
mapping.map_imperatively(Consent, consents)


class ConsentStore:
    def __init__(self, unit: Unit) -> None:
        self._session = unit.session

    def add(self, consent: Consent) -> None:
        self._session.add(consent)

    def of_case(self, case_ref: str) -> Sequence[Consent]:
        """Return every consent of a case, oldest first."""
        query = (
            select(Consent)
            .where(consents.c.case_ref == case_ref)
            .order_by(consents.c.signed_on, consents.c.consent_id)
        )
        return list(self._session.scalars(query))
