"""Whether a PDF acts, told from every object that stands in it, however it is put together.

Scanners, phones and web sites write tables of contents that are wrong, lengths that are off, blanks
before and words behind. No viewer minds: it searches for the objects itself. So do we, and believe
no table. What is inside another object's bytes, where one viewer looks and another does not, is
refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import Configuration, apply_configuration
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    IndirectObject,
    NameObject,
    PdfObject,
    StreamObject,
    read_object,
)
from pypdf.generic._utils import StreamParsingBudget

from services.chassis.errors import Invalid

# What stands before and behind in files that honest programs wrote.
BEFORE, BLANKS = b"\xef\xbb\xbf\r\n\t \0", b"\r\n\t \0"
HEADER, END = b"%PDF-", b"%%EOF"
WORDS_BEHIND_MAX, TAIL_BYTES = 1024, 1024
WORDS = re.compile(rb"[\t\r\n\0 -~]*")
# What makes a PDF do something, or carry something else: as a key of a dictionary, or as a value.
ACTIVE_KEYS = {"/JS", "/AA", "/EF", "/XFA"}
ACTIVE = {
    *("/JavaScript", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/RichMedia", "/Rendition"),
    *("/SubmitForm", "/ImportData", "/GoToE", "/GoToR", "/Movie", "/Sound"),
}
OBJECT, BLANK = re.compile(rb"(?<!\d)(\d{1,10})\s+\d+\s+obj\b\s*"), re.compile(rb"\s*")
STREAM = re.compile(rb">>(?:\s|%[^\r\n]*[\r\n])*stream\b[ ]*(?:\r\n|\n|\r)?")
ESCAPED = re.compile(rb"#([0-9a-fA-F]{2})")
# A scan has some hundred objects; what unpacks to more than this is made to exhaust us.
OBJECTS_MAX, TOKENS_MAX, UNPACKED_BYTES_MAX = 10_000, 120_000, 2 * 1024 * 1024
LIMITS = Configuration(
    zlib_maximum_output_length=UNPACKED_BYTES_MAX,
    zlib_maximum_recovery_input_length=0,
    stream_filters_maximum_length=1,
    stream_decoding_work_maximum_length=2 * UNPACKED_BYTES_MAX,
)
UNREADABLE = "This PDF cannot be read to its end: scan the document again, or send a picture."


def begins(content: bytes) -> bool:
    return content.lstrip(BEFORE).startswith(HEADER)


def is_whole(content: bytes) -> bool:
    """Whether it has its end; behind it blanks, or a few words such as those of a web site."""
    body, end, behind = content.rpartition(END)
    words = behind.strip(BLANKS)
    short = len(words) <= WORDS_BEHIND_MAX and WORDS.fullmatch(words) is not None
    return bool(end) and short and b"startxref" in body[-TAIL_BYTES:]


def check_pdf(content: bytes) -> None:
    """Refuse a PDF that acts, and one of which we cannot see whether it does."""
    plain = ESCAPED.sub(lambda escape: bytes.fromhex(escape[1].decode()), content)
    if b"/Encrypt" in plain:
        raise Invalid("copy-locked", "This PDF is encrypted: nobody could see what is in it.")
    try:
        with apply_configuration(LIMITS):
            acts = any(name.encode() in plain for name in ACTIVE) or _act(_Parts(content))
    except Exception as error:  # what a hostile file makes of a reader has no list
        raise Invalid("copy-unreadable", UNREADABLE) from error
    if acts:
        raise Invalid("copy-active", "This PDF runs a program or carries other files.")


@dataclass(frozen=True)
class _Part:
    """An object with its number, none for a trailer, and the bytes of its stream if it has one."""

    number: int | None
    found: PdfObject
    stream: bytes | None = None


class _Parts:
    """Every object of a file. To pypdf it is the file, in which nothing may be looked up."""

    strict = True

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._budget = StreamParsingBudget(TOKENS_MAX)
        self._unpacked = 0

    def get_object(self, reference: object) -> PdfObject:
        """Refuse: how bytes are unpacked stands beside them in every honest file."""
        raise ValueError(reference)

    def __iter__(self) -> Iterator[_Part]:
        """Give each object once, also what no page leads to and what stands in another's stream."""
        end, places = 0, list(OBJECT.finditer(self._content))
        if len(places) > OBJECTS_MAX:
            raise ValueError(len(places))
        for place in places:
            if place.start() < end:
                raise ValueError(place.start())
            yield from self._between(end, place.start())
            part, end = self._part(int(place[1]), place.end())
            yield part
            yield from self._within(part)
        yield from self._between(end, len(self._content))

    def _part(self, number: int, start: int) -> tuple[_Part, int]:
        """Read one object; of its stream the length is not believed when it is off."""
        opening = STREAM.search(self._content, start, self._limit(start))
        stop = opening.start() + 2 if opening else self._limit(start)
        found, end = self._read(start, stop)
        if opening is None or not isinstance(found, DictionaryObject):
            return _Part(number, found), end
        ends = self._content.find(b"endstream", opening.end())
        if end != stop or ends < 0:
            raise ValueError(start)
        held = self._content[opening.end() : ends]
        length = found.get("/Length") if "/Length" in found else None
        return _Part(number, found, _cut(held, length)), ends

    def _limit(self, start: int) -> int:
        following = OBJECT.search(self._content, start)
        return following.start() if following else len(self._content)

    def _read(self, start: int, stop: int) -> tuple[PdfObject, int]:
        inside = BytesIO(self._content[start:stop])
        found = read_object(inside, self, parsing_budget=self._budget)  # type: ignore[arg-type]
        return found, start + inside.tell()

    def _between(self, start: int, stop: int) -> Iterator[_Part]:
        """Dictionaries that are no objects, such as trailers."""
        while (start := self._content.find(b"<<", start, stop)) >= 0:
            found, start = self._read(start, stop)
            yield _Part(None, found)

    def _within(self, part: _Part) -> Iterator[_Part]:
        """What is in a stream of objects: first their numbers and places, then they."""
        found = part.found
        if part.stream is None or not isinstance(found, DictionaryObject):
            return
        if not {"/N", "/First"} <= found.keys() and found.get("/Type") != "/ObjStm":
            return
        packed = _unpacked(found, part.stream)
        self._unpacked += len(packed)
        first, count = int(str(found["/First"])), int(str(found["/N"]))
        words = [int(word) for word in packed[:first].split()]
        if self._unpacked > UNPACKED_BYTES_MAX or len(words) != 2 * count or count > OBJECTS_MAX:
            raise ValueError(count)
        inside = BytesIO(packed)
        for number, place in zip(words[::2], words[1::2], strict=True):
            if first + place < inside.tell():
                raise ValueError(place)
            blank = BLANK.match(packed, first + place)
            inside.seek(blank.end() if blank else first + place)
            yield _Part(number, read_object(inside, self, parsing_budget=self._budget))  # type: ignore[arg-type]


def _cut(held: bytes, length: object) -> bytes:
    """Take the end of line before `endstream` away, unless the length says that it belongs here."""
    if isinstance(length, int) and 0 <= length <= len(held) and not held[length:].strip():
        return held[:length]
    return held.removesuffix(b"\n").removesuffix(b"\r")


def _unpacked(found: DictionaryObject, held: bytes) -> bytes:
    told: dict[str, Any] = {NameObject(key): found.raw_get(key) for key in found}
    return bytes(
        StreamObject.initialize_from_dictionary({**told, "__streamdata__": held}).get_data()
    )


def _act(parts: Iterable[_Part]) -> bool:
    """Whether any of it acts; what is done on opening may stand anywhere in the file."""
    opening: set[int] = set()
    by_number: dict[int | None, list[PdfObject]] = {}
    for part in parts:
        by_number.setdefault(part.number, []).append(part.found)
        elsewhere = isinstance(part.found, DictionaryObject) and "/F" in part.found
        if (part.stream is not None and elsewhere) or _acts(part.found, opening):
            return True
    return any(_opens(one) for number in opening for one in by_number.get(number, []))


def _acts(found: PdfObject, opening: set[int]) -> bool:
    """Look through one object; what it refers to is an object of its own."""
    waiting: list[Any] = [found]
    while waiting:
        one = waiting.pop()
        if isinstance(one, NameObject) and one in ACTIVE:
            return True
        if isinstance(one, DictionaryObject):
            if ACTIVE_KEYS & one.keys():
                return True
            action = one.raw_get("/OpenAction") if "/OpenAction" in one else None
            if isinstance(action, IndirectObject):
                opening.add(action.idnum)
            elif action is not None and _opens(action):
                return True
            waiting += [*one.keys(), *(one.raw_get(key) for key in one)]
        elif isinstance(one, ArrayObject):
            waiting += list(one)
    return False


def _opens(action: object) -> bool:
    """Whether opening does more than to turn to a page, as most programs write."""
    if isinstance(action, DictionaryObject):
        return "/S" not in action or action.raw_get("/S") != "/GoTo" or "/Next" in action
    return not isinstance(action, ArrayObject)
