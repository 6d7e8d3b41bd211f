"""Figures as they are published."""

from __future__ import annotations

from typing import Any

from services.chassis.bus import rpc
from services.chassis.unit import Unit
from services.intake.figures import schemas, usecases


class Figures:
    """Publishes numbers that lead back to nobody."""

    @rpc("intake:figures:read")
    def figures_of_departures(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """R-DP-05: departures by month, nationality, kind or group."""
        asked = schemas.DeparturesQuery().load(query)
        return schemas.DeparturesView().dump(usecases.departures(unit, **asked))

    @rpc("intake:figures:read")
    def figures_of_contacts(self, unit: Unit, *, query: dict[str, Any]) -> dict[str, Any]:
        """How many asked, how many left."""
        asked = schemas.YearQuery().load(query)
        return schemas.ContactsView().dump(usecases.contacts(unit, **asked))
