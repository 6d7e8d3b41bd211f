"""R-DP-04: an ended case is kept for the term of its class, and then a person decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from services.chassis.calendar import add_months
from services.chassis.errors import Conflict
from services.chassis.pages import cut
from services.chassis.rules.keeping import months_kept
from services.chassis.unit import Unit
from services.intake.deadlines.usecases import remind_due
from services.intake.retention.model import Retention, RetentionStatus
from services.intake.retention.schemas import TABLE
from services.intake.retention.store import RetentionStore
from services.intake.timeline.usecases import tell


def begin_retention(unit: Unit, case_ref: str, departures: Iterable[date | None]) -> None:
    """The case has ended: set the day of its review, by the terms of that day. Once."""
    if unit.store(RetentionStore).find(case_ref) is not None:
        return
    ended_on, record_class = unit.today(), "departed" if any(departures) else "not_departed"
    table = unit.rules(TABLE)
    months = months_kept(table, record_class, ended_on)
    retention = Retention(
        case_ref=case_ref,
        record_class=record_class,
        rules_version=table.version,
        ended_on=ended_on,
        review_on=add_months(ended_on, months),
        entered_at=unit.now(),
    )
    unit.store(RetentionStore).add(retention)
    _remind(unit, retention)


def review_due(unit: Unit, *, case_ref: str, status: str, due_at: str) -> None:
    """The term is over, or a review was not made in time: say so, and ask again later."""
    retention = unit.store(RetentionStore).get(case_ref)
    if retention.come_due(status, due_at, unit.now()):
        step = "retention_overdue" if retention.overdue else "retention_review"
        tell(unit, about=case_ref, step=step, facts={"owner": retention.owner})
        _remind(unit, retention)


def keep_longer(unit: Unit, *, ref: str, until: date, reason: str) -> Retention:
    retention = unit.store(RetentionStore).get(ref)
    retention.keep(until, reason, unit.principal.subject, unit.today(), unit.now())
    return _told(unit, retention, "retention_kept")


def hold(unit: Unit, *, ref: str, reason: str) -> Retention:
    """Nothing of the case is erased, whoever asks, until the hold is released."""
    retention = unit.store(RetentionStore).get(ref)
    retention.hold(reason, unit.principal.subject, unit.now())
    return _told(unit, retention, "retention_held")


def release(unit: Unit, *, ref: str, reason: str) -> Retention:
    retention = unit.store(RetentionStore).get(ref)
    retention.release(reason, unit.principal.subject, unit.now())
    return _told(unit, retention, "retention_released")


def decide_to_erase(unit: Unit, *, ref: str, reason: str) -> Retention:
    """The review is made; whoever calls this forgets the people of the case."""
    retention = unit.store(RetentionStore).get(ref)
    retention.erase(reason, unit.principal.subject, unit.now())
    return _told(unit, retention, "retention_ended")


def check_no_hold(unit: Unit, case_ref: str) -> None:
    """A legal hold stops every erasure."""
    retention = unit.store(RetentionStore).find(case_ref)
    if retention is not None and retention.status is RetentionStatus.HELD:
        raise Conflict("on-hold", f"A legal hold keeps case {case_ref}; release it first.")


def note_all_forgotten(unit: Unit, case_ref: str) -> None:
    """Nobody of the case is known any more, so nothing waits for a review."""
    retention = unit.store(RetentionStore).find(case_ref)
    if retention is not None and not retention.ended:
        retention.erased_on_request(unit.principal.subject, unit.now())


def retentions(
    unit: Unit, *, status: RetentionStatus | None, after: str | None, limit: int
) -> tuple[Sequence[Retention], str | None]:
    """Return a page of retentions, and the cursor of the next one."""
    found = unit.store(RetentionStore).page(status=status, after=after, limit=limit + 1)
    return cut(found, limit, "case_ref")


def _told(unit: Unit, retention: Retention, step: str) -> Retention:
    tell(unit, about=retention.case_ref, step=step, facts={"review_on": retention.review_on})
    _remind(unit, retention)
    return retention


def _remind(unit: Unit, retention: Retention) -> None:
    remind_due(unit, retention, "retention_due", case_ref=retention.case_ref)
