"""Everything that can be asked over HTTP: the services' own lists, and what crosses them."""

from __future__ import annotations

from gateway import (
    arrivals,
    case_view,
    counselling,
    expert_deployment,
    intake,
    kinds_of_case,
    parked,
    reintegration,
    travel,
)
from gateway.routes import Route

ROUTES: tuple[Route, ...] = (
    case_view.ROUTE,
    *intake.ROUTES,
    *kinds_of_case.ROUTES,
    *arrivals.ROUTES,
    *counselling.ROUTES,
    *travel.ROUTES,
    *reintegration.ROUTES,
    *expert_deployment.ROUTES,
    *parked.ROUTES,
)
