"""Telling the timeline what happened, and reading it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from services.chassis.errors import NotFound
from services.chassis.messages import as_json
from services.chassis.unit import Unit
from services.intake.timeline.model import Entry
from services.intake.timeline.rules import sentence_of
from services.intake.timeline.store import TimelineStore


def tell(unit: Unit, *, about: str, step: str, facts: dict[str, Any] | None = None) -> None:
    """Note a step of intake itself, such as `application_signed`."""
    type_, plain = f"intake.{step}", as_json(facts or {})
    unit.store(TimelineStore).add(
        Entry(
            entry_id=unit.new_id(),
            about=about,
            at=unit.now(),
            type=type_,
            sentence=sentence_of(type_, plain),
            facts=plain,
            actor=unit.principal.subject,
        )
    )


def retell(unit: Unit, *, about: str, facts: dict[str, Any]) -> bool:
    """Note the fact that is being handled; say whether it was news. Told twice is noted once."""
    message = unit.message
    if message is None or unit.store(TimelineStore).known(message.id):
        return False
    type_, plain = message.type.rpartition(".v")[0], as_json(facts)
    unit.store(TimelineStore).add(
        Entry(
            entry_id=message.id,
            about=about,
            at=message.time,
            type=type_,
            sentence=sentence_of(type_, plain),
            facts=plain,
            actor=message.source,
        )
    )
    return True


def timeline_of_case(
    unit: Unit, *, ref: str, limit: int = 50, after: str | None = None
) -> tuple[Sequence[Entry], str | None]:
    """Return a page of the timeline, oldest first, and the cursor of the next page."""
    entries = unit.store(TimelineStore).of_case(ref, after=after, limit=limit + 1)
    if not entries and after is None:
        raise NotFound("no-such-case", f"There is no case {ref}.")
    more = len(entries) > limit
    return entries[:limit], entries[limit - 1].entry_id if more else None
