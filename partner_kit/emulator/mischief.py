"""What a bad agent does to its answers: late, twice, not at all, or nonsense."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import uuid4

from partner_kit.emulator.behaviour import Rule
from partner_kit.emulator.envelope import Answer
from partner_kit.emulator.office import Office


def spoil(answers: list[Answer], rule: Rule, office: Office) -> list[Answer]:
    """Return what is really sent."""
    if rule.behaviour == "silent":
        return []
    if rule.behaviour == "slow":
        return [replace(one, due_seconds=rule.delay_seconds) for one in answers]
    if rule.behaviour == "repeat":
        return [copy for one in answers for copy in (one, one, _same_id_another_body(one))]
    if rule.behaviour == "nonsense":
        kinds = rule.kinds or tuple(NONSENSE)
        spoilt = [NONSENSE[kind](one, office) for one in answers for kind in kinds]
        return [*spoilt, *answers] if rule.then_answer else spoilt
    return answers


def _same_id_another_body(one: Answer) -> Answer:
    event = json.loads(one.body)
    event["data"]["sentence"] = "The same id with another body."
    return replace(one, body=json.dumps(event))


def _not_json(one: Answer, office: Office) -> Answer:
    del office
    return replace(one, body=one.body[: len(one.body) // 2], id=str(uuid4()))


def _not_an_object(one: Answer, office: Office) -> Answer:
    del office
    return replace(one, body='["good morning"]', id=str(uuid4()))


def _no_id(one: Answer, office: Office) -> Answer:
    del office
    event = json.loads(one.body)
    del event["id"]
    return replace(one, body=json.dumps(event), id=str(uuid4()))


def _wrong_types(one: Answer, office: Office) -> Answer:
    del office
    event = _fresh(one)
    event["data"] = {name: [{"no": True}] for name in event["data"]}
    return _as(one, event)


def _missing_field(one: Answer, office: Office) -> Answer:
    del office
    event = _fresh(one)
    event["data"].pop("valid_until", None)
    event["data"].pop("quote_reference", None)
    event["data"].pop("booking_reference", None)
    return _as(one, event)


def _unknown_type(one: Answer, office: Office) -> Answer:
    del office
    event = _fresh(one)
    event["type"] = "weather_forecast.v1"
    return replace(_as(one, event), type=event["type"])


def _unknown_version(one: Answer, office: Office) -> Answer:
    del office
    event = _fresh(one)
    event["type"] = event["type"].replace(".v1", ".v9")
    return replace(_as(one, event), type=event["type"])


def _wrong_source(one: Answer, office: Office) -> Answer:
    event = _fresh(one)
    event["source"] = "/agents/delta" if office.name != "delta" else "/agents/polder"
    return _as(one, event)


def _unknown_reference(one: Answer, office: Office) -> Answer:
    del office
    event = _fresh(one)
    for name in ("quote_reference", "booking_reference"):
        if name in event["data"]:
            event["data"][name] = "nobody-asked-for-this"
    return _as(one, event)


def _arrival_before_departure(one: Answer, office: Office) -> Answer:
    del office
    event = _fresh(one)
    for segment in event["data"].get("itinerary", []):
        segment["departs_at"], segment["arrives_at"] = segment["arrives_at"], segment["departs_at"]
    return _as(one, event)


def _price_mismatch(one: Answer, office: Office) -> Answer:
    del office
    event = _fresh(one)
    if "price" in event["data"]:
        event["data"]["price"]["total_minor"] //= 2
    return _as(one, event)


def _fresh(one: Answer) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(one.body)
    event["id"] = str(uuid4())
    return event


def _as(one: Answer, event: dict[str, Any]) -> Answer:
    return replace(one, id=event["id"], body=json.dumps(event))


NONSENSE: dict[str, Callable[[Answer, Office], Answer]] = {
    "not_json": _not_json,
    "not_an_object": _not_an_object,
    "no_id": _no_id,
    "wrong_types": _wrong_types,
    "missing_field": _missing_field,
    "unknown_type": _unknown_type,
    "unknown_version": _unknown_version,
    "wrong_source": _wrong_source,
    "unknown_reference": _unknown_reference,
    "arrival_before_departure": _arrival_before_departure,
    "price_mismatch": _price_mismatch,
}
