"""Experts: people of the diaspora who asked to be sent, and gave consent to be in the register.

What a search needs (countries, sectors, residence) stands in the clear; who the person is lies in
the vault under the person's own key. The expert's id is the person's id.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime


@dataclass
class Expert:
    id: str
    diaspora_of: Sequence[str]
    sectors: Sequence[str]
    residence_country: str
    residence_until: date | None
    right_of_return: bool
    consent_signed_on: date
    consent_language: str
    sealed: bytes
    registered_at: datetime
    version: int = 1

    def renew(self, sealed: bytes) -> None:
        """Replace the sealed personal file, after a new document for example."""
        self.sealed = sealed
        self.version += 1
