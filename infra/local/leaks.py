"""Searches everything that is kept or shown for words that must not be readable there."""

from __future__ import annotations

import json
import mmap
import os
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

# Below these lengths a word turns up by chance: in hundreds of megabytes of ciphertext, in texts.
LENGTH_MIN, LENGTH_MIN_IN_TEXTS = 5, 4
# A shorter word counts only when it stands alone: in sealed text five letters in a row are common.
LENGTH_INSIDE = 8
# What most words are made of. A place is reduced to such runs, each once, and those are searched:
# hundreds of words in hundreds of megabytes would take minutes.
RUN = re.compile(rb"[A-Za-z0-9 -]{4,}")
LETTERS = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
NAMES = {"name", "given_names", "family_name"}
NUMBERS = {"number", "document", "document_number", "identity_number"}
DATES = {"born", "birth_date"}
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
PEOPLE = {"persons", "person", "expert", "escort", "guardian", "receiver", "traveller"}


@dataclass(frozen=True)
class Word:
    """One word that nobody may read; `kind` says what it is without repeating it."""

    kind: str
    text: str

    def forms(self) -> set[bytes]:
        """As it would stand in a file or in a JSON text with escapes, in small and in capitals.

        A date also as airlines and registers write it: 17APR91 and 19910417.
        """
        spelt = {self.text, self.text.upper()}
        if self.is_for_any_file:
            spelt.add(self.text.lower())
        if DATE.fullmatch(self.text):
            day = date.fromisoformat(self.text)
            spelt |= {f"{day:%Y%m%d}", f"{day:%d%b%y}".upper()}
        return {one.encode() for one in spelt} | {json.dumps(one)[1:-1].encode() for one in spelt}

    @property
    def is_for_any_file(self) -> bool:
        """Whether it is long enough to mean something wherever it stands."""
        return len(self.text) >= LENGTH_MIN


@dataclass(frozen=True)
class Hit:
    """Where a word was found, and how often."""

    word: Word
    place: str
    count: int


def words_of(told: Any) -> set[Word]:
    """Names, birth dates and document numbers of everybody in a case book or a list."""
    found: set[Word] = set()
    _collect(told, among_people=isinstance(told, list), found=found)
    return found


def _collect(told: Any, *, among_people: bool, found: set[Word]) -> None:
    if isinstance(told, list):
        for one in told:
            _collect(one, among_people=among_people, found=found)
    if not isinstance(told, dict):
        return
    for key, value in told.items():
        if key in DATES and isinstance(value, str | date):
            found.add(Word("birth date", str(value)))
        elif among_people and key in NAMES and isinstance(value, str):
            found |= _name_words(value)
        elif key in NUMBERS and isinstance(value, str):
            found |= {Word("document number", value)} if len(value) >= LENGTH_MIN else set()
        else:
            _collect(value, among_people=among_people or key in PEOPLE, found=found)


def _name_words(name: str) -> set[Word]:
    """The whole name, and each part of it that is long enough to mean something."""
    words = {*name.split(), name}
    return {Word("name", word) for word in words if len(word) >= LENGTH_MIN_IN_TEXTS}


def read_words(files: Iterable[Path]) -> set[Word]:
    """Of case books (YAML) and lists of people (JSON, which is YAML too)."""
    words: set[Word] = set()
    for file in files:
        if file.exists():
            words |= words_of(yaml.safe_load(file.read_text()))
    return words


def search_files(folder: Path, words: Iterable[Word]) -> Iterator[Hit]:
    words = [word for word in words if word.is_for_any_file]
    for path in _files(folder):
        try:
            size = path.stat().st_size
            if size == 0:
                continue
            with path.open("rb") as stream:
                text = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
                with text:
                    yield from search(text, str(path), words)
        except (FileNotFoundError, ValueError):
            continue  # A server may drop a file while we read its neighbours.


def _files(at: Path) -> Iterator[Path]:
    """Those that are still there when they are looked at."""
    if at.is_file():
        yield at
    for folder, inner, names in os.walk(at, onerror=_unless_gone):
        inner.sort()
        paths = (Path(folder, name) for name in sorted(names))
        yield from (path for path in paths if path.is_file())


def _unless_gone(trouble: OSError) -> None:
    """A server may drop a folder meanwhile; one that cannot be read would hide what it holds."""
    if not isinstance(trouble, FileNotFoundError | NotADirectoryError):
        raise trouble


def search(text: bytes | mmap.mmap, place: str, words: Iterable[Word]) -> Iterator[Hit]:
    """Every word, a long one wherever it stands.

    The byte before it may well be a length that looks like a letter, as in a page of a database.
    """
    runs = Counter(RUN.findall(text))
    kept = b"\n".join(runs)
    for word in words:
        alone = len(word.text) < LENGTH_INSIDE
        count = 0
        for form in word.forms():
            if RUN.fullmatch(form):
                count += sum(runs[_run_at(kept, at)] for at in _places(kept, form, alone=alone))
            else:
                count += sum(1 for _ in _places(text, form, alone=alone))
        if count:
            yield Hit(word, place, count)


def _run_at(kept: bytes, at: int) -> bytes:
    end = kept.find(b"\n", at)
    return kept[kept.rfind(b"\n", 0, at) + 1 : end if end != -1 else len(kept)]


def _places(text: bytes | mmap.mmap, form: bytes, *, alone: bool) -> Iterator[int]:
    at = text.find(form)
    while at != -1:
        end = at + len(form)
        if not (alone and (_is_letter(text, at - 1) or _is_letter(text, end))):
            yield at
        at = text.find(form, end)


def _is_letter(text: bytes | mmap.mmap, at: int) -> bool:
    return 0 <= at < len(text) and text[at] in LETTERS


def tally(hits: Iterable[Hit]) -> Counter[str]:
    """How often each kind of word was found."""
    counted: Counter[str] = Counter()
    for hit in hits:
        counted[hit.word.kind] += hit.count
    return counted
