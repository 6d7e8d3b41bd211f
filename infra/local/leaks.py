"""Searches everything that is kept or shown for words that must not be readable there."""

from __future__ import annotations

import json
import mmap
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml

# Below this length a word turns up by chance in hundreds of megabytes of ciphertext.
LENGTH_MIN = 5
NAMES = {"name", "given_names", "family_name"}
NUMBERS = {"number", "document", "document_number", "identity_number"}
DATES = {"born", "birth_date"}
PEOPLE = {"persons", "person", "expert", "escort", "guardian", "receiver", "traveller"}


@dataclass(frozen=True)
class Word:
    """One word that nobody may read; `kind` says what it is without repeating it."""

    kind: str
    text: str

    def forms(self) -> set[bytes]:
        """As it would stand in a file, in a JSON text, or in one with escapes."""
        return {self.text.encode(), json.dumps(self.text)[1:-1].encode()}


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
    parts = {part for part in name.split() if len(part) >= LENGTH_MIN}
    return {Word("name", part) for part in {*parts, name} if len(part) >= LENGTH_MIN}


def read_words(files: Iterable[Path]) -> set[Word]:
    """Of case books (YAML) and lists of people (JSON, which is YAML too)."""
    words: set[Word] = set()
    for file in files:
        if file.exists():
            words |= words_of(yaml.safe_load(file.read_text()))
    return words


def search_files(folder: Path, words: Iterable[Word]) -> Iterator[Hit]:
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
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


def search(text: bytes | mmap.mmap, place: str, words: Iterable[Word]) -> Iterator[Hit]:
    """Every word, wherever it stands.

    The byte before it may well be a length that looks
    like a letter, as in a page of a database.
    """
    for word in words:
        count = sum(_count(text, form) for form in word.forms())
        if count:
            yield Hit(word, place, count)


def _count(text: bytes | mmap.mmap, form: bytes) -> int:
    count, at = 0, text.find(form)
    while at != -1:
        count += 1
        at = text.find(form, at + len(form))
    return count


def tally(hits: Iterable[Hit]) -> Counter[str]:
    """How often each kind of word was found."""
    counted: Counter[str] = Counter()
    for hit in hits:
        counted[hit.word.kind] += hit.count
    return counted
