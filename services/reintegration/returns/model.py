"""Returns: the little that reintegration remembers of intake's case.

A withdrawal may be heard before the acceptance that it undoes. The copy remembers it, and nothing
is reserved then.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Status(StrEnum):
    UNKNOWN = "unknown"
    OPENED = "opened"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    CLOSED = "closed"


ENDED = (Status.DECLINED, Status.WITHDRAWN, Status.CLOSED)


@dataclass
class ReturnCase:
    case_ref: str
    status: Status = Status.UNKNOWN
    kind: str | None = None
    opened_on: date | None = None
    reason_code: str | None = None

    @property
    def has_ended(self) -> bool:
        return self.status in ENDED

    def open(self, kind: str, opened_on: date) -> None:
        self.kind, self.opened_on = kind, opened_on
        if self.status is Status.UNKNOWN:
            self.status = Status.OPENED

    def accept(self) -> None:
        self.status = Status.ACCEPTED

    def end(self, status: Status, reason_code: str) -> None:
        """Remember that it ended, and how; the first end that was heard gives the reason."""
        if not self.has_ended:
            self.reason_code = reason_code
        self.status = status
