"""Everything that can be asked over HTTP: the services' own lists, and what crosses them."""

from __future__ import annotations

from gateway.resources import (
    arrivals,
    assignments,
    audit,
    case_view,
    confidential,
    counselling,
    expert_deployment,
    intake,
    kinds_of_case,
    look_back,
    papers,
    parked,
    person_requests,
    reintegration,
    rights,
    rules,
    safeguards,
    travel,
)
from gateway.routes import Route

ROUTES: tuple[Route, ...] = (
    case_view.ROUTE,
    *intake.ROUTES,
    *assignments.ROUTES,
    *safeguards.ROUTES,
    *kinds_of_case.ROUTES,
    *arrivals.ROUTES,
    *counselling.ROUTES,
    *confidential.ROUTES,
    *papers.ROUTES,
    *travel.ROUTES,
    *reintegration.ROUTES,
    *expert_deployment.ROUTES,
    *look_back.ROUTES,
    *rights.ROUTES,
    *person_requests.ROUTES,
    *parked.ROUTES,
    *audit.ROUTES,
    *rules.ROUTES,
)
