"""Steps in staff's words: a sentence of the casebook finds the function that carries it out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Act = Callable[..., None]
BLANK = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class Phrase:
    """A sentence with blanks, and what it means."""

    words: str
    pattern: re.Pattern[str]
    act: Act


_phrases: list[Phrase] = []


def step(words: str) -> Callable[[Act], Act]:
    """Declare a sentence, such as `the {role} withdraws`; each blank is a parameter by name."""

    def declare(act: Act) -> Act:
        parts = BLANK.split(words)
        pattern = "".join(
            f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)
        )
        _phrases.append(Phrase(words, re.compile(f"{pattern}$"), act))
        return act

    return declare


def find(sentence: str) -> tuple[Act, dict[str, str]]:
    """Return what a sentence means, with its blanks filled; the fewest blanks win."""
    found = [
        (phrase, match) for phrase in _phrases if (match := phrase.pattern.match(sentence.strip()))
    ]
    if not found:
        known = "; ".join(sorted(phrase.words for phrase in _phrases))
        raise LookupError(f"Nobody knows how to '{sentence}'. Known are: {known}.")
    phrase, match = min(found, key=lambda pair: len(pair[1].groupdict()))
    return phrase.act, match.groupdict()


def carry_out(story: Any, sentence: str) -> None:
    """Do what the sentence means in a story: that of a demo's case, or of a stream of them."""
    act, blanks = find(sentence)
    act(story, **blanks)
