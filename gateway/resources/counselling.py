"""What intake offers over HTTP to whoever asks for advice, and what it publishes of the whole."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.resources.intake import of
from gateway.routes import Route
from services.intake.counselling import schemas as counselling
from services.intake.figures import schemas as figures

CONTACT = "/v1/contacts/{contact_id}"
ASKED: Mapping[str, Any] = {
    "channel": "walk_in",
    "language": "ckb",
    "asked_on": "2026-11-23",
    "place": "amsterdam",
    "agrees_to_be_recorded": True,
    "person": {"given_names": "Amina", "nationality": "IQ"},
}
TOLD: Mapping[str, Any] = {
    "topics": ["return", "reintegration", "entry_ban"],
    "language": "ckb",
    "interpreting": "telephone",
}

contact = of("counselling", counselling.ContactView)
figure = of("figures", figures.DeparturesView)

ROUTES: list[Route] = [
    contact(
        "POST",
        "/v1/contacts",
        "ask_advice",
        "Somebody asks for advice; who it is need not be said",
        body=counselling.ContactBody,
        status=201,
        location=CONTACT,
        example=ASKED,
    ),
    contact(
        "GET",
        "/v1/contacts",
        "contacts",
        "Contacts, oldest first; they name nobody",
        query=counselling.ContactsFilter,
        paged=True,
    ),
    contact(
        "GET",
        CONTACT,
        "contact",
        "One contact",
        answer=counselling.WholeContactView,
    ),
    contact(
        "POST",
        f"{CONTACT}/appointment",
        "appoint",
        "Give the person a time at a consulting hour",
        body=counselling.AppointmentBody,
        example={"place": "amsterdam", "at": "2027-01-13T10:00:00+01:00"},
    ),
    contact("POST", f"{CONTACT}/no-show", "miss_appointment", "The person did not come"),
    contact(
        "POST",
        f"{CONTACT}/talks",
        "advise",
        "What was told, and in which language",
        body=counselling.TalkBody,
        example=TOLD,
    ),
    contact(
        "POST",
        f"{CONTACT}/end",
        "end_contact",
        "It ends, with nothing or elsewhere",
        body=counselling.EndingBody,
        example={"outcome": "nothing"},
    ),
    contact(
        "POST",
        f"{CONTACT}/case",
        "link_case",
        "The person applied; the case says where it stands",
        body=counselling.CaseOfContactBody,
        example={"case_ref": "NL-2026-004635-7"},
    ),
    contact(
        "GET",
        "/v1/consulting-hours",
        "consulting_hours",
        "Where and when counsellors are",
        answer=counselling.HoursView,
        query=counselling.PlacesFilter,
        paged=True,
    ),
    figure(
        "GET",
        "/v1/figures/departures",
        "figures_of_departures",
        "Departures of a year, rounded to tens, small numbers hidden; also as CSV",
        query=figures.DeparturesQuery,
    ),
    figure(
        "GET",
        "/v1/figures/contacts",
        "figures_of_contacts",
        "How many asked, how many left; also as CSV",
        answer=figures.ContactsView,
        query=figures.YearQuery,
    ),
]
