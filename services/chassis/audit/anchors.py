"""The head of the audit, written once a day where nobody who can change the database can reach."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.chassis.audit.chain import Anchor
from services.chassis.tables import reminders

# The name of the reminder.
DUE = "audit_anchor_due"


def write_anchor(folder: Path, service: str, at: datetime, anchor: Anchor) -> None:
    """Append a line that is on the disk when this returns."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = {"at": at.isoformat(), "position": anchor.position, "hash": anchor.hash}
    descriptor = os.open(_file(folder, service), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(json.dumps(line) + "\n")
        stream.flush()
        os.fsync(descriptor)


def read_anchors(folder: Path, service: str) -> list[Anchor]:
    """Return every anchor that was ever written; none when there is no file."""
    path = _file(folder, service)
    lines = path.read_text().splitlines() if path.exists() else []
    said = [json.loads(line) for line in lines if line.strip()]
    return [Anchor(position=one["position"], hash=one["hash"]) for one in said]


def next_midnight(now: datetime) -> datetime:
    """Return when the next anchor is due."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), tzinfo=UTC)


def ensure_anchor(session: Session, now: datetime) -> None:
    """Begin the daily round if it is not going on; two processes may start at the same time."""
    if session.scalar(select(reminders.c.id).where(reminders.c.name == DUE).limit(1)):
        return
    due_at = next_midnight(now)
    row = insert(reminders).values(
        id=f"{DUE} {due_at.date()}",
        due_at=due_at,
        name=DUE,
        ids={},
        correlation_id="",
        causation_id="",
    )
    session.execute(row.on_conflict_do_nothing())


def _file(folder: Path, service: str) -> Path:
    return folder / f"{service}.anchors"
