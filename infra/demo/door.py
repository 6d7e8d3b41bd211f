"""The front door: HTTP as an app of a caseworker would use it, patient and never asking twice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import requests

PATIENCE_SECONDS = 90.0
REQUEST_SECONDS = 20.0
AGAIN = {429, 502, 503, 504}
PAUSE_SECONDS = 0.3

Mint = Callable[[str, str], str]
Watch = Callable[[str, Any], None]


class Refused(Exception):  # noqa: N818 - staff say refused
    """The system refused what was asked, and said why."""

    def __init__(self, asked: str, status: int, problem: dict[str, Any]) -> None:
        self.status = status
        self.code = str(problem.get("code", status))
        self.errors = problem.get("errors") or []
        points = "; ".join(f"{e.get('pointer', '')} {e.get('detail', '')}" for e in self.errors)
        super().__init__(f"{asked}: {status} {self.code}: {problem.get('detail')} {points}".strip())


class Door:
    """Asks the gateway. What a service's absence delays is asked again with the same key."""

    def __init__(self, url: str, mint: Mint, watch: Watch) -> None:
        self._url = url
        self._mint = mint
        self._watch = watch
        self._tokens: dict[tuple[str, str], str] = {}
        self._mine = threading.local()

    def get(self, path: str, role: str, subject: str) -> Any:
        return self._ask("GET", path, role, subject)

    def post(self, path: str, body: dict[str, Any] | None, role: str, subject: str) -> Any:
        return self._ask("POST", path, role, subject, body, {"Idempotency-Key": str(uuid4())})

    def change(
        self, method: str, path: str, body: dict[str, Any], role: str, subject: str, version: int
    ) -> Any:
        """PUT or PATCH what was read in this version."""
        return self._ask(method, path, role, subject, body, {"If-Match": f'"{version}"'})

    def _ask(
        self,
        method: str,
        path: str,
        role: str,
        subject: str,
        body: dict[str, Any] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        said = {"Authorization": f"Bearer {self._token(role, subject)}", **(headers or {})}
        give_up_at = time.monotonic() + PATIENCE_SECONDS
        while True:
            answer = self._once(method, path, said, body)
            if answer is not None and not _is_worth_another_try(answer):
                return self._read(f"{method} {path}", path, answer)
            if time.monotonic() > give_up_at:
                status = answer.status_code if answer is not None else 0
                raise Refused(f"{method} {path}", status, {"code": "nobody-answers"})
            time.sleep(_pause(answer))

    def _once(
        self, method: str, path: str, headers: dict[str, str], body: dict[str, Any] | None
    ) -> requests.Response | None:
        if not hasattr(self._mine, "session"):
            self._mine.session = requests.Session()
        try:
            return self._mine.session.request(
                method, self._url + path, headers=headers, json=body, timeout=REQUEST_SECONDS
            )
        except (requests.ConnectionError, requests.Timeout):
            return None

    def _read(self, asked: str, path: str, answer: requests.Response) -> Any:
        if not answer.ok:
            is_problem = "json" in answer.headers.get("Content-Type", "")
            raise Refused(asked, answer.status_code, answer.json() if is_problem else {})
        if "json" not in answer.headers.get("Content-Type", ""):
            return answer.content
        content = answer.json()
        self._watch(path, content)
        return content

    def _token(self, role: str, subject: str) -> str:
        key = (role, subject)
        if key not in self._tokens:
            self._tokens[key] = self._mint(role, subject)
        return self._tokens[key]


def _is_worth_another_try(answer: requests.Response) -> bool:
    if answer.status_code in AGAIN:
        return True
    return answer.status_code == requests.codes.conflict and "still-running" in answer.text


def _pause(answer: requests.Response | None) -> float:
    """As long as the door asks us to, but not so long that a watcher falls asleep."""
    if answer is None:
        return PAUSE_SECONDS
    asked = answer.headers.get("Retry-After", "")
    return min(float(asked), 2.0) if asked.isdecimal() else PAUSE_SECONDS
