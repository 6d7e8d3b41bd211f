"""The front door as impatient apps use it: each write is remembered with what came of it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from random import Random
from typing import Any
from uuid import UUID

import requests

from infra.demo.door import Mint, Refused

PATIENCE_SECONDS = 90.0
REQUEST_SECONDS = 10.0
PAUSE_SECONDS = 0.3
PAUSE_SECONDS_MAX = 1.5
TWICE_SHARE = 0.08
# 500 too: it says that something broke, and not whether it was done.
AGAIN = {429, 500, 502, 503, 504}


@dataclass
class Call:
    """One write: what was asked, how often, and the last word; status 0 is no word at all."""

    method: str
    path: str
    role: str
    subject: str
    key: str
    body: dict[str, Any] | None
    asked_at: float = field(default_factory=time.time)
    tries: list[int] = field(default_factory=list)
    status: int = 0
    answer: Any = None
    same_again: bool | None = None

    def told(self) -> dict[str, Any]:
        return asdict(self)


class ChaosDoor:
    """Has the face of the demo's door, so that the demo's steps can use it."""

    def __init__(self, url: str, mint: Mint, seed: int, note: Callable[[Call], None]) -> None:
        self._url = url
        self._mint = mint
        self._note = note
        self._dice = Random(f"door/{seed}")
        self._lock = threading.Lock()
        self._tokens: dict[tuple[str, str], str] = {}
        self._mine = threading.local()
        self._shut = threading.Event()
        self.answered = 0

    def shut(self) -> None:
        """Let nobody in any more: whoever has not come to an end is left where he is."""
        self._shut.set()

    def get(self, path: str, role: str, subject: str) -> Any:
        return self._read(Call("GET", path, role, subject, "", None), {})

    def post(self, path: str, body: dict[str, Any] | None, role: str, subject: str) -> Any:
        key, twice = self._draw()
        call = Call("POST", path, role, subject, key, body)
        try:
            answer = self._read(call, {"Idempotency-Key": key})
            if twice:
                again = self._once(call, {"Idempotency-Key": key})
                if again is not None and again.ok:
                    call.same_again = again.json() == answer
        finally:
            self._tell(call)
        return answer

    def change(
        self, method: str, path: str, body: dict[str, Any], role: str, subject: str, version: int
    ) -> Any:
        call = Call(method, path, role, subject, "", body)
        try:
            return self._read(call, {"If-Match": f'"{version}"'})
        finally:
            self._tell(call)

    def token(self, role: str, subject: str) -> str:
        known = (role, subject)
        if known not in self._tokens:
            self._tokens[known] = self._mint(role, subject)
        return self._tokens[known]

    def _tell(self, call: Call) -> None:
        """What nobody heard, because the door was shut, was not asked."""
        if call.tries:
            self._note(call)

    def _draw(self) -> tuple[str, bool]:
        with self._lock:
            return str(UUID(int=self._dice.getrandbits(128))), self._dice.random() < TWICE_SHARE

    def _read(self, call: Call, headers: dict[str, str]) -> Any:
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            if self._shut.is_set():
                raise Refused(f"{call.method} {call.path}", 0, {"code": "shut"})
            answer = self._once(call, headers)
            call.tries.append(answer.status_code if answer is not None else 0)
            if answer is not None and not _is_worth_another_try(answer):
                break
            if time.monotonic() > give_up_at:
                raise Refused(f"{call.method} {call.path}", call.tries[-1], {"code": "no-answer"})
            time.sleep(_pause(answer))
        self.answered += 1
        call.status = answer.status_code
        call.answer = answer.json() if "json" in answer.headers.get("Content-Type", "") else None
        if not answer.ok:
            raise Refused(f"{call.method} {call.path}", answer.status_code, call.answer or {})
        return call.answer

    def _once(self, call: Call, headers: dict[str, str]) -> requests.Response | None:
        if not hasattr(self._mine, "session"):
            self._mine.session = requests.Session()
        said = {"Authorization": f"Bearer {self.token(call.role, call.subject)}", **headers}
        try:
            return self._mine.session.request(
                call.method,
                self._url + call.path,
                headers=said,
                json=call.body,
                timeout=REQUEST_SECONDS,
            )
        except requests.RequestException:
            return None


def _is_worth_another_try(answer: requests.Response) -> bool:
    if answer.status_code in AGAIN:
        return True
    return answer.status_code == requests.codes.conflict and "still-running" in answer.text


def _pause(answer: requests.Response | None) -> float:
    asked = answer.headers.get("Retry-After", "") if answer is not None else ""
    return min(float(asked), PAUSE_SECONDS_MAX) if asked.isdecimal() else PAUSE_SECONDS
