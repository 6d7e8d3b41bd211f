"""What intake offers over HTTP for one kind of case alone, such as departure from detention."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.intake import CASE, case
from gateway.routes import Route
from services.intake.detention import schemas as detention

DETAINED: Mapping[str, Any] = {
    "asked_by": "slip",
    "asked_on": "2026-11-16",
    "place": "Detention centre Rotterdam",
    "order_date": "2026-10-12",
    "term_months": 6,
}

DETENTION = [
    case(
        "PUT",
        f"{CASE}/detention",
        "record_detention",
        "Who asked, where the person is held, and until when at most",
        body=detention.DetentionBody,
        example=DETAINED,
    ),
    case(
        "GET",
        f"{CASE}/detention",
        "detention_of_case",
        "The detention, and its last day",
        answer=detention.DetentionView,
    ),
    case(
        "POST",
        f"{CASE}/detention/announcements",
        "announce_booking",
        "DT&V or DJI was told of the booking",
        body=detention.AnnouncementBody,
        example={"to": "DJI"},
    ),
    case(
        "POST",
        f"{CASE}/detention/release",
        "release_from_detention",
        "The person is no longer held",
        body=detention.ReleaseBody,
        example={"released_on": "2026-11-23"},
    ),
]

ROUTES: list[Route] = [*DETENTION]
