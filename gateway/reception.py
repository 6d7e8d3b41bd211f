"""Who is calling, and what the headers must say before anything else is looked at."""

from __future__ import annotations

import math
import re

from flask import Request

from gateway.calls import current_call
from gateway.identity import Identities
from gateway.limits import Buckets
from gateway.problems import Refused
from gateway.routes import Route
from gateway.settings import Settings
from services.chassis.callers.identity import Principal

KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)
STRONG_TAG = re.compile(r'"([\x21\x23-\x7e]*)"', re.ASCII)
VERSION = re.compile(r"[0-9]{1,15}", re.ASCII)


class Reception:
    """Lets a caller in, or says what is missing."""

    def __init__(self, settings: Settings, identities: Identities) -> None:
        self.settings = settings
        self._identities = identities
        self._buckets = Buckets(settings.requests_per_second, settings.requests_burst)

    def admit(self, request: Request) -> Principal:
        """Return who is calling; refuse who is unknown or too eager."""
        self._check_size(request)
        principal = self._identify(request)
        current_call().subject = principal.subject
        self._take(principal.subject)
        return principal

    def _check_size(self, request: Request) -> None:
        size = sum(len(name) + len(value) for name, value in request.headers)
        if size > self.settings.header_bytes_max:
            raise Refused(
                "headers-too-large",
                f"All headers together may have {self.settings.header_bytes_max} bytes.",
            )

    def _identify(self, request: Request) -> Principal:
        try:
            return self._identities.of(request.headers.getlist("Authorization"))
        except Refused:
            # Guessing tokens costs as much as using one.
            self._take(f"address:{request.remote_addr}")
            raise

    def _take(self, caller: str) -> None:
        seconds = self._buckets.take(caller)
        if seconds:
            raise Refused(
                "too-many-requests",
                f"At most {self.settings.requests_per_second} requests a second.",
                headers={"Retry-After": str(math.ceil(seconds))},
            )


def idempotency_key(request: Request, route: Route) -> str | None:
    """Return the caller's name for this request; POST must have one.

    A GET has none, whatever it says: kept, its answer would be shown again when it is old.
    """
    if route.method == "GET":
        return None
    key = request.headers.get("Idempotency-Key", "")
    if not key:
        if route.needs_key:
            raise Refused("key-missing", "A POST needs the header Idempotency-Key.")
        return None
    if not KEY.fullmatch(key):
        raise Refused(
            "unreadable", "An Idempotency-Key is 1 to 200 printable ASCII characters, no spaces."
        )
    return key


def expected_version(request: Request, route: Route) -> int | None:
    """Return the version that If-Match names; nothing when any version will do."""
    text = request.headers.get("If-Match", "").strip()
    if not text:
        if route.needs_version:
            raise Refused(
                "version-missing", "This needs If-Match with the ETag of what you have read."
            )
        return None
    if text == "*":
        return None
    if text.startswith("W/"):
        raise Refused("stale", "If-Match compares strongly: a weak ETag never matches.")
    tag = STRONG_TAG.fullmatch(text)
    if not tag:
        raise Refused("unreadable", 'If-Match takes one ETag as it was given, such as "3".')
    if not VERSION.fullmatch(tag.group(1)):
        raise Refused("stale", "No version of this ever had that ETag.")
    return int(tag.group(1))
