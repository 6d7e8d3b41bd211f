"""The four ways a request can be refused, and one way a fact can come too early."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypedDict


class Problem(TypedDict):
    """One thing that is wrong: where (JSON pointer, RFC 6901) and how to mend it."""

    pointer: str
    detail: str


class Refusal(Exception):  # noqa: N818 - staff say refusal, not error
    """A refusal the caller can act on: a stable code for programs, a sentence for people."""

    def __init__(self, code: str, sentence: str, errors: Sequence[Problem] = ()) -> None:
        super().__init__(code, sentence, tuple(errors))
        self.code = code
        self.sentence = sentence
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return self.sentence


class Invalid(Refusal):
    """The request makes no sense, whatever the state."""


class NotFound(Refusal):
    """The thing asked for does not exist, or is not the caller's to see."""


class Conflict(Refusal):
    """The request makes sense, but not in the present state."""


class Forbidden(Refusal):
    """The caller may not do this."""


class NotYet(Exception):  # noqa: N818 - it is not an error: the fact before it is still on its way
    """A fact came before the one it builds on; the listener tries it again shortly."""
