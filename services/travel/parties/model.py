"""Withdrawals: that a case or assignment was called off, known even before its journey is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass
class Withdrawal:
    """`subject` is a case reference or an assignment's id; messages may come in any order."""

    subject: str
    reason_code: str
    heard_at: datetime
