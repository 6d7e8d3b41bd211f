"""What happens to a booking without anybody asking: flown, not shown up, moved by the airline."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from partner_kit.emulator import reading
from partner_kit.emulator.behaviour import Rule
from partner_kit.emulator.envelope import Answer, Message, Rejected
from partner_kit.emulator.office import BOOKING, Office

GATE_CLOSED_AFTER = timedelta(minutes=20)
TIME_TO_CHOOSE = timedelta(hours=48)
OPTIONS = ("accept", "change", "refund")


def plan(office: Office, booking: Mapping[str, Any]) -> None:
    """Keep the news of a booking until it is due: that depends on how the agent behaves."""
    rule = office.behaviour.for_destination(booking["destination"])
    reference = booking["booking_reference"]
    office.book.lapse(reference)
    if rule.behaviour in ("flown", "no_show"):
        office.news[reference] = list(_flown_or_not(office, booking, rule))
    elif rule.behaviour == "schedule_changed":
        office.news[reference] = [_moved(office, booking, rule)]


def acknowledge(office: Office, message: Message) -> list[Answer]:
    """Read what is done about a moved flight. Nothing is sent back: our notice was answered."""
    booking = office.booking(message)
    reference = reading.text(message.content, "notice_reference")
    notice = booking.get("notice")
    if notice is None or notice["notice_reference"] != reference:
        sentence = "We sent no such notice."
        raise Rejected("unknown_reference", "/data/notice_reference", sentence)
    choice = reading.one_of(message.content, "answer", OPTIONS, "/data")
    if choice == "accept":
        kept = [one for one in booking["itinerary"] if one not in notice["removed_segments"]]
        booking["itinerary"] = kept + notice["added_segments"]
    else:
        # Whom the airline moved may leave or fly another day without a penalty.
        name = "change_minor" if choice == "change" else "cancellation_minor"
        booking["penalties"] = {**booking["penalties"], name: 0}
    booking["notice"] = None
    office.book.file(BOOKING, booking["booking_reference"], booking)
    return []


def _flown_or_not(office: Office, booking: Mapping[str, Any], rule: Rule) -> Iterator[Answer]:
    flown = rule.behaviour == "flown"
    name = "passenger_flown" if flown else "passenger_no_show"
    outbound = booking["itinerary"] if flown else booking["itinerary"][:1]
    for segment in outbound:
        happens_at = datetime.fromisoformat(segment["arrives_at" if flown else "departs_at"])
        due_at = happens_at if flown else happens_at - GATE_CLOSED_AFTER
        for ticket in booking["tickets"]:
            at = office.now if rule.seconds is not None else due_at
            content = {
                "booking_reference": booking["booking_reference"],
                "passenger_reference": ticket["passenger_reference"],
                "segment": segment,
                "at": at.isoformat(),
            }
            news = office.answer(name, content, booking["booking_reference"], due_at=due_at)
            if rule.seconds is not None:
                news = replace(news, due_at=None, due_seconds=rule.seconds)
            yield news


def _moved(office: Office, booking: Mapping[str, Any], rule: Rule) -> Answer:
    last = booking["itinerary"][-1]
    later = {
        name: (datetime.fromisoformat(last[name]) + timedelta(hours=rule.hours)).isoformat()
        for name in ("departs_at", "arrives_at")
    }
    content = {
        "booking_reference": booking["booking_reference"],
        "notice_reference": f"{office.name}-S-{office.book.serial('notice')}",
        "removed_segments": [last],
        "added_segments": [{**last, **later}],
        "options": list(rule.options),
        "answer_by": (office.now + TIME_TO_CHOOSE).isoformat(),
    }
    office.book.file(BOOKING, booking["booking_reference"], {**booking, "notice": content})
    news = office.answer("schedule_changed", content, booking["booking_reference"])
    return replace(news, due_seconds=rule.delay_seconds)
